"""A real ClamAV that knows one signature: that of the test file of all scanners."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.documents.scanner import EICAR
from tests.serve import ROOT, wait_for
from wirportal.web.management.commands.portal import end_with_parent

CLAMD = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
FOUND = "Eicar-Test-Signature.UNOFFICIAL"
"""ClamAV adds the last word to names that are not in its own database."""


def recommended() -> dict[str, str]:
    """The lines of clamd.conf that docs/operate.md tells operators to have."""
    page = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    block = page.partition("/etc/clamav/clamd.conf")[2]
    lines = dict(re.findall(r"^    (\w+) (\S+)$", block, re.MULTILINE))
    assert {"StreamMaxLength", "AlertExceedsMax"} <= lines.keys()
    return lines


class Clamd:
    """The daemon with a folder, a socket and a database of its own."""

    def __init__(self, folder: Path, **options: str) -> None:
        self.folder, self.address = folder, str(folder / "clamd.ctl")
        (folder / "db").mkdir()
        signature = f"{FOUND.partition('.')[0]}:0:*:{EICAR.hex()}\n"
        (folder / "db" / "local.ndb").write_text(signature)
        lines = recommended() | {
            "Foreground": "yes",
            "DatabaseDirectory": str(folder / "db"),
            "TemporaryDirectory": str(folder),
            "LocalSocket": self.address,
            "MaxThreads": "2",
        }
        lines |= options
        (folder / "clamd.conf").write_text("".join(f"{k} {v}\n" for k, v in lines.items()))

    def start(self) -> None:
        """Start it and wait until it answers: a third of a second and 20 MB of memory."""
        assert CLAMD
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [CLAMD, "-c", str(self.folder / "clamd.conf")],
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,
            )
        wait_for(self._answers, "ClamAV answers")

    def _answers(self) -> bool:
        said = (self.folder / "log").read_text()
        assert self.process.poll() is None, f"ClamAV ended: {said[-2000:]}"
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            try:
                line.connect(self.address)
                line.sendall(b"zPING\0")
                return line.recv(5) == b"PONG\0"
            except OSError:
                return False

    def freeze(self) -> None:
        """Connections are accepted and nobody answers."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def clamav(**options: str) -> Iterator[Clamd]:
    """A running daemon; `options` are lines of its clamd.conf. Skips where it is not installed."""
    if not CLAMD:
        pytest.skip("ClamAV's daemon is not installed (Debian: clamav-daemon)")
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:  # a socket's path must be short
        daemon = Clamd(Path(folder), **options)
        try:
            daemon.start()
            yield daemon
        finally:
            daemon.kill()
