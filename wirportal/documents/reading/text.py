"""Plain text files."""

import codecs
import re
from pathlib import Path

from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading.packages import too_large
from wirportal.documents.reading.source import TEXT_LIMIT, Source, without_marks
from wirportal.editions.model import Edition
from wirportal.sentence import Sentence

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b]")
"""No text has them; Word's line and page ends, and DOS's end of file, are left out."""


def read(path: Path, edition: Edition) -> Source:
    """The file's text. Raises UnreadableFile where it isn't text."""
    text = decoded(path.read_bytes())
    if len(text) > TEXT_LIMIT:
        raise UnreadableFile(too_large())
    return Source(text=without_marks(text))


def decoded(data: bytes) -> str:
    """UTF-8 or what a byte order mark says, otherwise Windows' western code page."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return text
    raise UnreadableFile(not_text())


def _encodings(data: bytes) -> tuple[str, ...]:
    marked = tuple(encoding for mark, encoding in _MARKS if data.startswith(mark))
    return marked or ("utf-8", "cp1252")


def not_text() -> Sentence:
    return Sentence(
        "Dieses Dateiformat kann das Portal nicht lesen. "
        "Möglich sind Word (.docx, .doc), OpenDocument (.odt), PDF, Text (.txt) und JSON."
    )
