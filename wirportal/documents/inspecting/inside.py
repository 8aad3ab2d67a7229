"""What a file holds, by its kind: a word of `REFUSALS` for what is not taken, "" for the rest."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from wirportal.documents.attached import KINDS
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.inspecting import pdf
from wirportal.documents.reading import packages
from wirportal.documents.reading.packages import Package

_PIXELS = 150_000_000
_WORDS = {
    str(packages.broken()): "broken",
    str(packages.locked()): "locked",
    str(packages.macros()): "macros",
    str(packages.too_large()): "bomb",
    str(packages.forbidden()): "program",
}
"""What opening a package says, in our words."""


def inspect(path: Path, media_type: str) -> str:
    """Whether anything speaks against a file that looks like this type."""
    with path.open("rb") as file:
        data = file.read()
    if not any(kind.media_type == media_type and kind.looks(data) for kind in KINDS):
        return "mismatch"
    try:
        return INSPECTORS[media_type](data)
    except UnreadableFile as problem:
        return _WORDS[str(problem.sentence)]
    except MemoryError:
        return "too_costly"
    except Exception:  # strangers' files find every gap of a parser
        return "broken"


# --- packages of office programs ------------------------------------------------------------------

_RUN = ("activex/", "vbaproject", "customui/", ".bin", ".exe", ".dll", ".js", ".vbs", ".swf")
"""In the names of parts that programs lie in, or what runs them."""
_PARTS_WITH_BIN = ("printersettings", "xl/metadata")
_REMOTE = (b"attachedTemplate", b"/oleObject", b"/frame", b"/subDocument")
_PACKED = (".docx", ".xlsx", ".pptx")


def _office(mark: bytes) -> Callable[[bytes], str]:
    """An Office file whose list of content types has the mark."""

    def look(data: bytes, depth: int = 0) -> str:
        with Package(io.BytesIO(data)) as package:
            names = package.names()
            kinds = package.read("[Content_Types].xml")
            if b"macroEnabled" in kinds:
                return "macros"
            if depth == 0 and mark not in kinds:
                return "mismatch"
            return next(filter(None, _of_parts(package, names, depth, look)), "")

    return look


def _of_parts(
    package: Package, names: list[str], depth: int, look: Callable[[bytes, int], str]
) -> Iterator[str]:
    """A word for each part that is not taken; each is read, so that a lying header shows."""
    for name in names:
        part, low = package.read(name), name.casefold()
        if any(mark in low for mark in _RUN) and not any(ok in low for ok in _PARTS_WITH_BIN):
            yield "embedded" if "/embeddings/" in low else "program"
        elif low.endswith(".rels") and b"External" in part and any(m in part for m in _REMOTE):
            yield "remote"
        elif "/embeddings/" in low:
            is_package = low.endswith(_PACKED) and depth == 0
            yield look(part, depth + 1) if is_package else "embedded"


def _open_document(data: bytes) -> str:
    with Package(io.BytesIO(data)) as package:
        if b"encryption-data" in package.read("META-INF/manifest.xml"):
            return "locked"
        for name in package.names():
            part = package.read(name)
            if b"script:event-listener" in part and name.endswith("content.xml"):
                return "macros"
    return ""


# --- pictures -------------------------------------------------------------------------------------


def _png(data: bytes) -> str:
    """Chunk after chunk to the last one, and nothing behind it."""
    at, size = 8, 0
    while at + 12 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        if name == b"IHDR":
            width, height = struct.unpack(">II", data[at + 8 : at + 16])
            size = width * height
        at += 12 + length
        if name == b"IEND":
            return _picture(data, size) if at == len(data) else "embedded"
    return "broken"


_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def _jpeg(data: bytes) -> str:
    """Segment after segment as far as the one that says how large it is."""
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            return "broken"
        marker = data[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _picture(data, width * height)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return "broken"


def _picture(data: bytes, pixels: int) -> str:
    """A picture is no archive at the same time, and none that fills memory when it is shown."""
    if zipfile.is_zipfile(io.BytesIO(data)) or b"%PDF-" in data[:1024]:
        return "embedded"
    return "bomb" if pixels > _PIXELS else "" if pixels else "broken"


INSPECTORS: dict[str, Callable[[bytes], str]] = dict(
    zip(
        (kind.media_type for kind in KINDS),
        (
            pdf.inspect,
            _png,
            _jpeg,
            _open_document,
            _open_document,
            _office(b"wordprocessingml.document.main"),
            _office(b"spreadsheetml.sheet.main"),
        ),
        strict=True,
    )
)
