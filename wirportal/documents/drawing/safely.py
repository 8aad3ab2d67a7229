"""What other rooms call: a file goes into a process of its own, pictures come back, or none."""

import json
import logging
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from wirportal.documents import alone
from wirportal.documents.attached import SCANS

_LOG = logging.getLogger(__name__)
DRAWN = frozenset(kind.media_type for kind in SCANS)
"""Media types that there can be pictures of."""
PAGES = 5
SIDES = (1_000, 700, 500)
"""The longest side in pixels; the next one is taken where a picture has too many bytes."""
BYTES = 1_000_000
SECONDS = 45
"""By the clock, for a server that is busy; what drawing may compute is limited in `limits`."""
_ANSWER_BYTES, _MOST_PAGES = 100, 1_000_000
_MARK = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
FILE, ANSWER = "upload", "answer.json"


@dataclass(frozen=True)
class Picture:
    """A page as a PNG, and its size in pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Drawn:
    """What came out: how many pages the file has, 0 where nobody knows, and the first ones."""

    pages: int = 0
    pictures: tuple[Picture, ...] = ()


def draw_safely(data: bytes, media_type: str) -> Drawn:
    """The first pages as pictures, as far as drawing them came before its limits.

    Never raises for what the file holds: what can't be drawn has no pictures.
    """
    with tempfile.TemporaryDirectory(prefix="wirportal-") as folder:
        room = Path(folder)
        (room / FILE).write_bytes(data)
        try:
            arguments = (folder, media_type)
            status, _ = alone.run("wirportal.documents.drawing", *arguments, seconds=SECONDS)
            if status:
                _LOG.warning("drawing an upload ended early, with status %s", status)
        except subprocess.TimeoutExpired:
            _LOG.warning("drawing an upload ended early: out of time")
        return _left_in(room)


def _left_in(room: Path) -> Drawn:
    """What a process left behind that may have died, and that nobody trusts."""
    answer = room / ANSWER
    if not answer.is_file() or answer.stat().st_size > _ANSWER_BYTES:
        return Drawn()
    try:
        pages = min(int(json.loads(answer.read_bytes())["pages"]), _MOST_PAGES)
    except (ValueError, KeyError, TypeError):
        return Drawn()
    pictures = []
    for number in range(1, min(pages, PAGES) + 1):
        if not (made := _picture(picture_in(room, number))):
            break
        pictures.append(made)
    return Drawn(pages, tuple(pictures))


def picture_in(room: Path, number: int) -> Path:
    """Where the picture of a page lies; the first is 1."""
    return room / f"{number}.png"


def _picture(path: Path) -> Picture | None:
    if not path.is_file() or path.stat().st_size > BYTES:
        return None
    data = path.read_bytes()
    if not data.startswith(_MARK) or len(data) < len(_MARK) + 8:
        return None
    width, height = struct.unpack_from(">II", data, len(_MARK))
    return Picture(data, width, height) if 0 < max(width, height) <= SIDES[0] + 1 else None
