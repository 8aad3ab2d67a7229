"""A ZIP from anywhere, opened so that it can neither fill memory nor mislead about its parts."""

import hashlib
import re
import stat
import zipfile
from pathlib import Path

from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading.packages import BROKEN
from wirportal.sentence import Sentence

_PARTS = 5_000
_PART_BYTES = 200_000_000
_ALL_BYTES = 2_000_000_000
_RATIO = 100
_RATIO_FROM = 5_000_000
_CHUNK = 1_000_000
_PATH = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
_KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCAL, _CENTRAL, _END = 30, 46, 22
"""Bytes of a ZIP's headers without the names in them."""


class Unpacked:
    """The opened ZIP; nothing is ever written to disk. Raises UnreadableFile for hostile ones."""

    def __init__(self, path: Path) -> None:
        self._bytes = path.stat().st_size  # OSError: the caller says which file is missing
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise
        except BROKEN:
            text = "Das ist keine ZIP-Datei, oder sie ist beschädigt."
            raise UnreadableFile(Sentence(text)) from None
        self._parts = [part for part in self._zip.infolist() if not part.is_dir()]
        for part in self._parts:
            _judge(part)
        self._judge_all()

    def _judge_all(self) -> None:
        names = [part.filename.casefold() for part in self._parts]
        if len(names) != len(set(names)):
            raise UnreadableFile(
                Sentence("In der ZIP-Datei hat mehr als ein Teil denselben Namen.")
            )
        unfolded = sum(part.file_size for part in self._parts)
        bomb = unfolded > _RATIO_FROM and unfolded > _RATIO * self._bytes
        if len(names) > _PARTS or unfolded > _ALL_BYTES or bomb:
            raise UnreadableFile(_too_large())

    @property
    def names(self) -> list[str]:
        return [part.filename for part in self._parts]

    @property
    def is_as_packed(self) -> bool:
        """Whether it holds these parts and no byte besides, as `pack` writes them."""
        at = 0
        for part in self._parts:
            if part.header_offset != at or part.compress_type != zipfile.ZIP_STORED or part.extra:
                return False
            at += _LOCAL + len(part.filename) + part.file_size
        ends = sum(_CENTRAL + len(part.filename) for part in self._parts) + _END
        return at + ends == self._bytes and len(self._parts) == len(self._zip.infolist())

    def read(self, name: str) -> bytes | None:
        """A part's bytes; None where it is missing or damaged."""
        try:
            with self._zip.open(name) as part:
                data = part.read(_PART_BYTES + 1)
        except (KeyError, *BROKEN):
            return None
        if len(data) > _PART_BYTES:
            raise UnreadableFile(_too_large())
        return data

    def sha256(self, name: str) -> tuple[int, str] | None:
        """Size and hash (hex) of a part, read piece by piece; None where it is damaged."""
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
        except BROKEN:
            return None
        return size, digest.hexdigest()


def _judge(part: zipfile.ZipInfo) -> None:
    """Refuse what no file of ours has: foreign paths, links, locks, other packings."""
    if not _PATH.fullmatch(part.filename) or stat.S_ISLNK(part.external_attr >> 16):
        text = "Die ZIP-Datei enthält einen Pfad, der in keine Akte gehört: {path}"
        raise UnreadableFile(Sentence(text, path=ascii(part.filename)[:80]))
    if part.flag_bits & 1 or part.compress_type not in _KNOWN:
        raise UnreadableFile(
            Sentence(
                "Die ZIP-Datei ist verschlüsselt oder auf eine Art gepackt, die wir nicht lesen."
            )
        )
    if part.file_size > _PART_BYTES:
        raise UnreadableFile(_too_large())


def _too_large() -> Sentence:
    return Sentence("Der Inhalt der ZIP-Datei ist viel zu groß für eine Akte.")
