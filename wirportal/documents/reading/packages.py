"""ZIP packages of office programs, opened so that none of them can fill memory or reach out."""

import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from lxml import etree

from wirportal.documents.errors import UnreadableFile
from wirportal.sentence import Sentence

_PARTS = 4_000
_PART_BYTES = 40_000_000
_ALL_BYTES = 200_000_000
_RATIO = 200
_RATIO_FROM = 5_000_000
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("basic/", "scripts/")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What zipfile raises for a ZIP that is damaged."""


class Package:
    """An opened package. Raises UnreadableFile for what is hostile, locked or broken."""

    def __init__(self, path: Path | BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except BROKEN:
            raise UnreadableFile(broken()) from None
        self._judge(self._zip.infolist())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._zip.close()

    @staticmethod
    def _judge(parts: list[zipfile.ZipInfo]) -> None:
        unfolded = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts)
        if (
            len(parts) > _PARTS
            or unfolded > _ALL_BYTES
            or (unfolded > _RATIO_FROM and unfolded > _RATIO * packed)
        ):
            raise UnreadableFile(too_large())
        if any(part.flag_bits & 1 for part in parts):
            raise UnreadableFile(locked())
        names = [part.filename.casefold() for part in parts]
        if any(n.endswith(_MACROS) or n.startswith(_MACRO_FOLDERS) for n in names):
            raise UnreadableFile(macros())

    def names(self) -> list[str]:
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        """A part's bytes, read no further than is allowed: headers can lie. Missing: empty."""
        try:
            with self._zip.open(name) as part:
                data = part.read(_PART_BYTES + 1)
        except KeyError:
            return b""
        except BROKEN:
            raise UnreadableFile(broken()) from None
        if len(data) > _PART_BYTES:
            raise UnreadableFile(too_large())
        return data

    def xml(self, name: str) -> etree._Element | None:
        """A part as XML without any DTD; None where it is missing."""
        data = self.read(name)
        return parsed(data) if data else None


def parsed(data: bytes) -> etree._Element:
    """The root of an XML document; one that declares a DTD is refused."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableFile(forbidden())
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableFile(broken()) from None
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise UnreadableFile(forbidden())
    return root


def broken() -> Sentence:
    return Sentence("Die Datei ist beschädigt oder unvollständig und lässt sich nicht öffnen.")


def locked() -> Sentence:
    return Sentence(
        "Die Datei ist mit einem Passwort geschützt. Bitte speichern Sie sie ohne Passwort."
    )


def macros() -> Sentence:
    return Sentence(
        "Die Datei enthält Makros. Bitte speichern Sie sie als Word-Dokument (.docx) ohne Makros."
    )


def too_large() -> Sentence:
    return Sentence("Der Inhalt der Datei ist viel zu groß für ein Konzept.")


def forbidden() -> Sentence:
    return Sentence("Die Datei enthält Anweisungen, die in einem Konzept nichts zu suchen haben.")
