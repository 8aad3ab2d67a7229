"""What every test needs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from tests.documents.clamav import Clamd, clamav


@pytest.fixture(scope="session", autouse=True)
def static_files() -> Iterator[None]:
    """Pages link static files as they lie there: nothing has been collected."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        yield


@pytest.fixture(scope="session")
def clamd() -> Iterator[Clamd]:
    """A virus scanner for all tests of this process that do it no harm."""
    with clamav() as daemon:
        yield daemon
