"""Which files people may bring beside the form: known by their first bytes, named safely.

Nothing is taken apart here: that is for `inspecting`, in a process of its own.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading.formats import BYTES
from wirportal.documents.reading.office import OLE
from wirportal.sentence import Sentence

_NAME = 120
_OPEN = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """A kind of file that the portal takes, and how its bytes look."""

    media_type: str
    label: str
    endings: tuple[str, ...]
    """The first is the one that we give it."""
    looks: Callable[[bytes], bool]


def _starts(mark: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(mark)


def _open(name: str) -> Callable[[bytes], bool]:
    """An OpenDocument package names its type at a fixed place near the beginning."""
    mark = f"mimetype{_OPEN}{name}".encode()
    return lambda data: data.startswith(b"PK\x03\x04") and data[30:].startswith(mark + b"PK")


def _office(folder: bytes) -> Callable[[bytes], bool]:
    """An Office package has the main part in a folder of its own; names stand in plain bytes."""
    return lambda data: data.startswith(b"PK\x03\x04") and folder in data


SCANS: tuple[FileKind, ...] = (
    FileKind("application/pdf", "PDF", ("pdf",), _starts(b"%PDF-")),
    FileKind("image/png", "PNG", ("png",), _starts(b"\x89PNG\r\n\x1a\n")),
    FileKind("image/jpeg", "JPEG", ("jpg", "jpeg"), _starts(b"\xff\xd8\xff")),
)
"""What shows signed paper; 16 bytes are enough to know it."""
KINDS: tuple[FileKind, ...] = (
    *SCANS,
    FileKind(f"{_OPEN}text", "ODT", ("odt",), _open("text")),
    FileKind(f"{_OPEN}spreadsheet", "ODS", ("ods",), _open("spreadsheet")),
    FileKind(
        f"{_OFFICE}wordprocessingml.document", "DOCX", ("docx",), _office(b"word/document.xml")
    ),
    FileKind(f"{_OFFICE}spreadsheetml.sheet", "XLSX", ("xlsx",), _office(b"xl/workbook.xml")),
)
ACCEPTED = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)
"""For the `accept` of a file field."""
LABELS = ", ".join(kind.label for kind in KINDS)


def kind_of(data: bytes, name: str) -> FileKind:
    """What the file is. Raises UnreadableFile with the reason why it is not taken."""
    if len(data) > BYTES:
        megabytes = BYTES // 1_000_000
        raise UnreadableFile(Sentence("Die Datei ist größer als {limit} MB.", limit=megabytes))
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(Sentence("Die Datei ist leer."))
    kind = next((kind for kind in KINDS if kind.looks(data)), None)
    if kind is None:
        raise UnreadableFile(_why_not(data))
    if _ending(name) in _ENDINGS and _ending(name) not in kind.endings:
        raise UnreadableFile(
            Sentence(
                "Der Name endet auf „.{ending}“, der Inhalt ist aber {kind}. "
                "Bitte prüfen Sie, ob es die richtige Datei ist, und benennen Sie sie um.",
                ending=_ending(name),
                kind=kind.label,
            )
        )
    return kind


_MACROS = ("docm", "dotm", "xlsm", "xltm", "xlsb", "pptm")
_ENDINGS = frozenset(_MACROS).union(*(kind.endings for kind in KINDS))


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix[1:].lower()


_OTHER = Sentence("Dieses Format nimmt das Portal nicht. Möglich sind {kinds}.", kinds=LABELS)
NOT_TAKEN: tuple[tuple[tuple[bytes, ...], Sentence], ...] = (
    (
        (OLE,),
        Sentence(
            "Die Datei ist in einem alten Office-Format oder mit einem Passwort geschützt. "
            "Bitte speichern Sie sie ohne Passwort als .docx, .xlsx oder PDF."
        ),
    ),
    (
        (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"),
        Sentence("Das ist ein Archiv. Bitte packen Sie es aus und senden Sie die Dateien einzeln."),
    ),
    (
        (b"MZ", b"\x7fELF", b"#!"),
        Sentence("Das ist ein Programm. Programme nimmt das Portal nicht."),
    ),
    (
        (b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF", b"\0\0\0"),
        Sentence("Dieses Bildformat nimmt das Portal nicht. Bitte speichern Sie als PNG oder PDF."),
    ),
)
"""What people often send, by its first bytes, and what helps."""


def _why_not(data: bytes) -> Sentence:
    return next((why for marks, why in NOT_TAKEN if data.startswith(marks)), _OTHER)


# --- names ----------------------------------------------------------------------------------------

_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "-"))
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)


def safe_name(name: str, kind: FileKind) -> str:
    """The file's name without folders, signs that nobody sees, and what some system forbids.

    It always ends as its content does: "../Plan.exe" → "Plan.exe.pdf".
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C").translate(_FORBIDDEN)
    stem = " ".join(seen.split())
    if _ending(stem) in kind.endings:
        stem = stem.rpartition(".")[0]
    stem = stem.strip(". ")[:_NAME].rstrip(". ") or "Datei"
    if stem.partition(".")[0].lower() in _DEVICES:
        stem = f"Datei {stem}"
    return f"{stem}.{kind.endings[0]}"
