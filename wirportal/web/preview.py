"""A paper's pages as pictures, drawn once for the requests of one look at them."""

import hashlib
import struct
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from threading import Lock

from wirportal.documents import pdf
from wirportal.documents.paper import Paper, to_json

PIXELS_PER_INCH = 110
_drawing = Lock()


@dataclass(frozen=True)
class Look:
    """What is to be seen: equal looks have equal pages."""

    digest: str
    paper: Paper = field(compare=False)


@dataclass(frozen=True)
class Page:
    """A PNG and its size in pixels."""

    png: bytes = field(repr=False)
    width: int
    height: int


def look_of(paper: Paper) -> Look:
    drawn_by = (version("wirportal"), version("typst"))
    seen = to_json(paper) + repr((paper.draft, paper.stamp, *drawn_by)).encode()
    return Look(hashlib.sha256(seen).hexdigest(), paper)


def pages_of(look: Look) -> tuple[Page, ...]:
    """The pages; who asks while they are being drawn waits for them."""
    with _drawing:
        return _drawn(look)


@lru_cache(maxsize=4)  # some megabytes: the same person asks for page after page
def _drawn(look: Look) -> tuple[Page, ...]:
    return tuple(Page(png, *_size(png)) for png in pdf.pages(look.paper, PIXELS_PER_INCH))


def _size(png: bytes) -> tuple[int, int]:
    """Width and height stand at fixed places of the first chunk."""
    width, height = struct.unpack_from(">II", png, 16)
    return width, height
