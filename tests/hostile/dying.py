"""Death at the worst moment: everything is committed, and nobody has heard of it."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def mark(data: Path) -> Path:
    """While this file lies there, the next web process that has submitted something dies."""
    return data / "dies-before-answering"


def dies_before_answering(answer: Answer) -> Answer:
    def handle(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if request.method == "POST" and request.path.endswith("/einreichen/"):
            try:
                mark(Path(settings.DATA_DIR)).unlink()
            except FileNotFoundError:
                return response
            os.kill(os.getpid(), signal.SIGKILL)
        return response

    return handle
