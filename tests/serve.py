"""The real portal as tests meet it: its own processes, its own data, a free port."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from wirportal.web.management.commands.portal import end_with_parent

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "wirportal" / "concepts" / "demo" / "musterland.json"
"""A complete fictitious concept, as a concept file."""


def wait_for(happens: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Return as soon as it happens; an AssertionError that says what did not."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.02)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def own_database(data: Path, name: str) -> str:
    """The URL of a new database: on the server of DATABASE_URL, else SQLite in the folder."""
    if not (server := os.environ.get("DATABASE_URL")):
        return f"sqlite:///{data / name}.sqlite3"
    with psycopg.connect(server, autocommit=True) as connection:
        quoted = sql.Identifier(name)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(quoted))
    return f"{server.rpartition('/')[0]}/{name}"


class Portal:
    """`manage.py portal` with web server and worker; it can be killed and started again."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.port = free_port()
        inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        self.environment = inherited | {
            "DJANGO_SETTINGS_MODULE": "wirportal.settings",
            "WIRPORTAL_DATA": str(data),
            "WIRPORTAL_DEMO": "1",
            **environment,
        }
        self.log = data / "portal.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "django", "portal", "--port", str(self.port)]

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,  # a test run that is killed leaves nobody behind
            )
        wait_for(self._is_up, "the portal answers", seconds=120)  # a busy machine is slow

    def _is_up(self) -> bool:
        assert self.process.poll() is None, f"the portal ended: {self.log.read_text()[-2000:]}"
        return self.answers()

    def answers(self) -> bool:
        """Whether a web worker answers, whatever it says."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            connection.request("HEAD", "/")
            connection.getresponse()
            return True
        return False

    def stop(self) -> None:
        """End it as an operator does; whoever does not end is killed."""
        self.process.terminate()
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """SIGKILL for every process at once, as when the machine is reset."""
        self.freeze()  # whoever starts a process while we look for them would leave it behind
        self._signal(signal.SIGKILL)
        self.process.wait()

    def freeze(self) -> None:
        """Connections are accepted and nobody answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        for pid in self._pids():
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def _pids(self) -> list[int]:
        """The command's process and all below it, the top first: it can't start others again."""
        found = [self.process.pid]
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):
                    found += [int(child) for child in children.read_text().split()]
        return found


class Stage:
    """A process beside the portal, on the same data, that sets scenes: see `tests.scenes`."""

    def __init__(self, portal: Portal) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.scenes"],
            cwd=ROOT,
            env=portal.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, scene: str, **facts: Any) -> Any:
        """What the function of `tests.scenes` with that name returns."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([scene, facts]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"scene {scene} failed, see above"
        return json.loads(answer)

    def wait_for(self, value: Any, scene: str, **facts: Any) -> None:
        """Return as soon as the scene returns that `value`."""
        wait_for(lambda: self(scene, **facts)["value"] == value, f"{scene} {facts}", seconds=15)

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)
