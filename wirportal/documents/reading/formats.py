"""Which reader a file gets: by its content, whatever its name says."""

import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading import office
from wirportal.documents.reading.packages import Package, broken, macros
from wirportal.documents.reading.source import Source
from wirportal.documents.reading.text import not_text
from wirportal.editions.model import Edition
from wirportal.sentence import Sentence

BYTES = 20_000_000
"""Larger files are refused; the portal refuses larger uploads by the same number."""
_HEAD = 4_096

Reader = Callable[[Path, Edition], Source]


@dataclass(frozen=True)
class Format:
    """A kind of file: how its first bytes look, and what reads it or says why it can't be read."""

    looks: Callable[[bytes], bool]
    reader: Reader | None = None
    """None: LibreOffice makes a .docx of it first."""


def format_of(path: Path) -> Format:
    """The file's format. Raises UnreadableFile for what is empty, too large or of no use."""
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise UnreadableFile(Sentence("Das ist keine Datei."))
    if facts.st_size > BYTES:
        raise UnreadableFile(
            Sentence(
                "Die Datei ist größer als {limit} MB. So groß ist kein Konzept; "
                "vielleicht enthält sie Bilder.",
                limit=BYTES // 1_000_000,
            )
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\0 \t\r\n"):
        raise UnreadableFile(Sentence("Die Datei ist leer."))
    return next(form for form in FORMATS if form.looks(head))


# --- readers, imported when they are needed -------------------------------------------------------


def _read_docx(path: Path, edition: Edition) -> Source:
    from wirportal.documents.reading import docx

    return docx.read(path, edition)


def _read_odt(path: Path, edition: Edition) -> Source:
    from wirportal.documents.reading import odt

    return odt.read(path, edition)


def _read_pdf(path: Path, edition: Edition) -> Source:
    from wirportal.documents.reading import pdf

    return pdf.read(path, edition)


def _read_json(path: Path, edition: Edition) -> Source:
    from wirportal.documents.reading import concept_file

    return concept_file.read(path, edition)


def _read_text(path: Path, edition: Edition) -> Source:
    from wirportal.documents.reading import text

    return text.read(path, edition)


def _read_package(path: Path, edition: Edition) -> Source:
    """A ZIP file: what it is says its list of content types, or its type at the beginning."""
    with Package(path) as package:
        names = package.names()
        kind = package.read("mimetype") + package.read("[Content_Types].xml")
    for mark, reader in _PACKAGES:
        if mark in kind:
            return reader(path, edition)
    raise UnreadableFile(_archive() if names else broken())


def _refuse(sentence: Callable[[], Sentence], path: Path, edition: Edition) -> Source:
    raise UnreadableFile(sentence())


def _archive() -> Sentence:
    return Sentence("Das ist ein ZIP-Archiv. Bitte packen Sie es aus und wählen Sie das Konzept.")


def _table_program() -> Sentence:
    return Sentence("Das ist eine Tabelle oder Präsentation. Gebraucht wird ein Textdokument.")


def _image() -> Sentence:
    return Sentence("Das ist ein Bild. Aus Bildern und Scans kann das Portal keinen Text lesen.")


_PACKAGES: tuple[tuple[bytes, Reader], ...] = (
    (b"macroEnabled", partial(_refuse, macros)),
    (b"wordprocessingml", _read_docx),
    (b"application/vnd.oasis.opendocument.text", _read_odt),
    (b"spreadsheetml", partial(_refuse, _table_program)),
    (b"presentationml", partial(_refuse, _table_program)),
    (b"application/vnd.oasis.opendocument.", partial(_refuse, _table_program)),
)


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks)


def _matches(pattern: bytes) -> Callable[[bytes], bool]:
    return lambda head: re.match(pattern, head, re.IGNORECASE) is not None


FORMATS: tuple[Format, ...] = (
    Format(_starts(b"PK\x03\x04", b"PK\x05\x06"), _read_package),
    Format(lambda head: b"%PDF-" in head[:1024], _read_pdf),
    Format(_starts(office.OLE)),
    Format(_starts(b"{\\rtf")),
    Format(_matches(rb"(\xef\xbb\xbf)?\s*[{\[]"), _read_json),
    Format(
        _starts(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM"),
        partial(_refuse, _image),
    ),
    Format(_matches(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml)"), partial(_refuse, not_text)),
    Format(lambda head: True, _read_text),
)
