"""What other rooms call: a file goes into a process of its own, a word comes back."""

import json
import logging
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from wirportal.documents import alone
from wirportal.sentence import Sentence

_LOG = logging.getLogger(__name__)
SECONDS, SCAN_SECONDS = 30, 10
"""By the clock, for a server that is busy; what a file may compute is limited in `limits`."""
_ANSWER_BYTES = 100_000
FILE, ANSWER = "upload", "answer.json"

REFUSALS = {
    "broken": Sentence(
        "Die Datei ist beschädigt oder unvollständig. "
        "Bitte speichern Sie sie noch einmal und senden Sie sie erneut."
    ),
    "locked": Sentence(
        "Die Datei ist verschlüsselt oder mit einem Passwort geschützt. "
        "Bitte speichern Sie sie ohne Passwort."
    ),
    "macros": Sentence("Die Datei enthält Makros. Bitte speichern Sie sie ohne Makros."),
    "program": Sentence(
        "Die Datei enthält Programmteile (JavaScript oder Startbefehle). "
        "Bitte drucken Sie sie als neue PDF-Datei."
    ),
    "embedded": Sentence(
        "In der Datei stecken weitere Dateien. "
        "Bitte senden Sie diese einzeln und entfernen Sie sie aus der Datei."
    ),
    "remote": Sentence(
        "Die Datei lädt Teile aus dem Netz nach. Bitte speichern Sie sie ohne diese Verweise."
    ),
    "bomb": Sentence("Der Inhalt der Datei ist ausgepackt viel zu groß."),
    "mismatch": Sentence("Der Inhalt der Datei passt nicht zu ihrem Format."),
    "too_costly": Sentence(
        "Die Datei ließ sich nicht in der erlaubten Zeit prüfen. Vielleicht ist sie beschädigt."
    ),
}
"""Why a file is not taken, by the word that comes back."""

_TEXT = (b"/Font", b"/ObjStm")
"""No text without a font; its name can only hide in packed objects."""


def inspect_safely(data: bytes, media_type: str) -> Sentence | None:
    """Why the file is not taken; None where nothing speaks against it. Never raises for what it
    holds."""
    found = _asked("inspect", data, media_type, SECONDS)
    word = "too_costly" if found is None else found["refused"]
    return REFUSALS[word] if word else None


def codes_in(data: bytes, media_type: str) -> frozenset[str]:
    """The codes of versions ("3F2A-90BC") that stand in a PDF's text; none where it has no text,
    is a picture, or can't be read."""
    if media_type != "application/pdf" or not any(mark in data for mark in _TEXT):
        return frozenset()
    found = _asked("codes", data, media_type, SCAN_SECONDS)
    return frozenset(found["codes"] if found else ())


def _asked(what: str, data: bytes, media_type: str, seconds: float) -> dict[str, Any] | None:
    with tempfile.TemporaryDirectory(prefix="wirportal-") as folder:
        room = Path(folder)
        (room / FILE).write_bytes(data)
        arguments = (folder, what, media_type)
        try:
            status, _ = alone.run("wirportal.documents.inspecting", *arguments, seconds=seconds)
        except subprocess.TimeoutExpired:
            return None
        answer = room / ANSWER
        if status or not answer.is_file() or answer.stat().st_size > _ANSWER_BYTES:
            _LOG.error("looking into an upload ended with status %s", status)
            return None
        found: dict[str, Any] = json.loads(answer.read_bytes())
        return found
