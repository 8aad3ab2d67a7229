"""`manage.py portal`: prepare the data, then run web server and worker until told to stop."""

import ctypes
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

SHORT_LIFE = 5  # seconds; a child that dies sooner has probably never come up
SHORT_LIVES = 3  # so often in a row, and we give up
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class Command(BaseCommand):
    help = "Startet das Portal: bereitet die Daten vor, führt Webserver und Hintergrunddienst aus."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        refuse_taken_port(host, port)
        os.environ["PORT"] = str(port)  # the children make links with it
        prepare()
        self.stdout.write(f"WIR-Portal: http://{host}:{port} (Ende mit Strg+C)")
        self.stdout.flush()
        supervise([Child(web_server(host, port)), Child(task_worker(port))])


def refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as problem:
        raise CommandError(
            f"{host}:{port} ist nicht frei ({os.strerror(problem.errno or 0)}). "
            "Läuft das Portal schon? "
            f"Auf einem anderen Port startet es so: PORT={port + 1} make run"
        ) from problem


def prepare() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable")
    call_command("official_data")
    collect_static_files()
    if os.environ.get("WIRPORTAL_DEMO") == "1":
        call_command("demo")
        call_command("demo_cases")


def collect_static_files() -> None:
    """Copy and compress them, unless the last start did so with the very same files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(path.encode() + storage.open(path).read())
    done = Path(settings.STATIC_ROOT) / f".{digest.hexdigest()}"
    if not done.exists():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        done.touch()


def web_server(host: str, port: int) -> list[str]:
    workers = os.environ.get("WEB_WORKERS", str(os.cpu_count() or 1))
    # Two threads: one slow page does not stop a worker. More of them were slower, not faster.
    threads = os.environ.get("WEB_THREADS", "2")
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--log-level", "warning"),
        *("--workers", workers, "--blocking-threads", threads),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
        "wirportal.wsgi:application",
    ]


def task_worker(port: int) -> list[str]:
    # Always the same id: a worker that comes back knows by it what it had in hand.
    worker_id = f"{socket.gethostname()}-{port}"
    return [
        *(sys.executable, "-m", "django", "worker", "--worker-id", worker_id),
        *("--skip-checks", "--verbosity", "0"),  # we have checked already
    ]


class Child:
    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.short_lives = 0
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        # In a session of its own Ctrl+C does not reach it: we tell it to end, once.
        self.process = subprocess.Popen(
            self.command, start_new_session=True, preexec_fn=end_with_parent
        )

    def start_again(self) -> None:
        self.kill_the_rest()
        lived = time.monotonic() - self.started
        self.short_lives = self.short_lives + 1 if lived < SHORT_LIFE else 0
        if self.short_lives == SHORT_LIVES:
            raise CommandError(f"Startet nicht: {' '.join(self.command)}")
        self.start()

    def stop(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(30)  # a running task may finish
        self.kill_the_rest()

    def kill_the_rest(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def end_with_parent() -> None:
    """Have the kernel end the child when we are killed: it would keep the port for ever."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def supervise(children: list[Child]) -> None:
    asked_to_stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: asked_to_stop.append(number))
    try:
        while not asked_to_stop:
            time.sleep(0.5)
            for child in children:
                if child.process.poll() is not None:
                    child.start_again()
    finally:
        for child in children:
            child.process.terminate()
        for child in children:
            child.stop()
