"""What speaks against a file: what it holds, and what the virus scanner says if there is one."""

from django.conf import settings

from wirportal.documents.errors import UnreadableFile
from wirportal.documents.inspecting import inspect_safely
from wirportal.documents.scanning import LIMITS, SECONDS, ScannerAway, scan
from wirportal.sentence import Sentence

WAIT = 20
"""Seconds that a person waits for the scanner in front of a page."""


def speaks_against(data: bytes, media_type: str) -> Sentence | None:
    """Why the file is not taken. Raises ScannerAway."""
    return inspect_safely(data, media_type) or virus_in(data)


def virus_in(data: bytes, seconds: float = SECONDS) -> Sentence | None:
    """What the scanner says of it. Raises ScannerAway."""
    found = scan(data, settings.CLAMAV, seconds) if settings.CLAMAV else ""
    if found.startswith(LIMITS):
        return Sentence(
            "Der Virenscanner konnte die Datei nicht ganz durchsuchen: Sie ist zu groß oder zu "
            "verschachtelt. Bitte laden Sie sie kleiner oder in mehreren Dateien hoch."
        )
    if found:
        return Sentence("Der Virenscanner hat in der Datei etwas gefunden: {found}.", found=found)
    return None


def require_no_virus(data: bytes) -> None:
    """For what takes effect at once and cannot lie and wait for the scanner: UnreadableFile where
    it finds something, and where it gives no answer.
    """
    try:
        why = virus_in(data, WAIT)
    except ScannerAway as away:
        raise UnreadableFile(
            Sentence(
                "Die Datei lässt sich gerade nicht auf Viren prüfen und ist deshalb nicht "
                "angenommen. Bitte versuchen Sie es in einigen Minuten noch einmal."
            )
        ) from away
    if why:
        raise UnreadableFile(why)
