"""Old Word files, through LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wirportal.documents import limits
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading.packages import broken, locked, macros
from wirportal.sentence import Sentence

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECONDS = 30
_PROGRAM = "soffice"
_ENCRYPTED = 0x0100


def refuse_hostile(path: Path) -> None:
    """Look into an old Word file for what must not be opened. Raises UnreadableFile."""
    data = path.read_bytes()
    if not data.startswith(OLE):
        return
    if _names(data, "EncryptedPackage", "EncryptionInfo") or _is_locked(data):
        raise UnreadableFile(locked())
    if _names(data, "_VBA_PROJECT", "VBA"):
        raise UnreadableFile(macros())
    if not _names(data, "WordDocument"):
        raise UnreadableFile(
            Sentence("Das ist kein Word-Dokument, auch wenn der Dateiname es vielleicht sagt.")
        )


def _names(data: bytes, *names: str) -> bool:
    """Whether a stream of one of these names lies in the file: 64 bytes for each name."""
    return any((name + "\0").encode("utf-16-le") in data for name in names)


def _is_locked(data: bytes) -> bool:
    """The flag in the first block of a Word document, which begins with its sign 0xA5EC."""
    for place in range(512, len(data) - 12, 512):
        if data[place : place + 2] == b"\xec\xa5":
            flags = int.from_bytes(data[place + 10 : place + 12], "little")
            return bool(flags & _ENCRYPTED)
    return False


@contextmanager
def as_docx(path: Path) -> Iterator[Path]:
    """A .docx made of the file, while the context lasts. Raises UnreadableFile."""
    refuse_hostile(path)
    program = shutil.which(_PROGRAM)
    if program is None:
        raise UnreadableFile(
            Sentence(
                "Alte Word-Dateien (.doc) kann dieser Server nicht lesen, weil LibreOffice fehlt. "
                "Bitte speichern Sie die Datei in Word als .docx."
            )
        )
    with tempfile.TemporaryDirectory(prefix="wirportal-") as folder:
        copy = Path(folder, "file.doc")
        shutil.copyfile(path, copy)
        _convert(program, copy, Path(folder))
        made = copy.with_suffix(".docx")
        if not made.exists():
            raise UnreadableFile(broken())
        yield made


def _convert(program: str, path: Path, folder: Path) -> None:
    """Run LibreOffice with a profile of its own; end it with all its children in time."""
    running = subprocess.Popen(
        [
            program,
            f"-env:UserInstallation={folder.as_uri()}/profile",
            "--headless", "--norestore", "--nolockcheck", "--safe-mode",
            "--convert-to", "docx:Office Open XML Text",
            "--outdir", str(folder), str(path),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"},
    )  # fmt: skip
    try:
        limits.put(limits.OFFICE, running.pid)
        running.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(
            Sentence("Die Datei ließ sich nicht in {seconds} Sekunden öffnen.", seconds=SECONDS)
        ) from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
