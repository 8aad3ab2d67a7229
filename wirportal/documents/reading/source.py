"""What a reader of a file format hands over: values found by tag, and the text that remains."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wirportal.documents.paper import NOBODY
from wirportal.editions.outline import Body

# Noncharacters can't occur in text that people see, so they mark places in it.
TEXT_LIMIT = 2_000_000
"""Characters. A concept at all its limits has a quarter of them."""
FIELD, END = "\ufdd0", "\ufdd1"
"""Around what was typed into a form field: never a printed prompt."""
GRID, GRID_END = "\ufdd2", "\ufdd3"
"""Around the index of a table in `Source.grids`, on a line of its own."""


class Shown(str):
    """A cell without a control: where the column refers to rows, the title of one."""


_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
Grid = list[list[str]]
"""Rows of cells as typed; the first row holds the column labels."""


@dataclass
class Source:
    """A file taken apart.

    `tagged`: question id → text or rows as typed; canonical if from JSON.
    `text`: what stands outside of tags, line by line, with marked fields and tables.
    `width`: characters in a line of a page that ends lines by itself; 0: the writer ended them.
    """

    text: str = ""
    tagged: dict[str, Any] = field(default_factory=dict)
    origin: str = "content-control"
    grids: list[Grid] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    """Texts that are known to belong to no question."""
    body: Body = NOBODY
    revision: str = ""
    edition: str = ""
    width: int = 0


def unmarked(text: str) -> str:
    """The text without the marks of fields."""
    return text.replace(FIELD, "").replace(END, "")


def without_marks(raw: str) -> str:
    """Text of a file, in which no mark can be smuggled in; every line ends alike."""
    return _LINE_ENDS.sub("\n", re.sub(f"[{FIELD}{END}{GRID}{GRID_END}]", "", raw))


def fields(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every form field's content."""
    start = text.find(FIELD)
    while start >= 0:
        end = text.find(END, start)
        end = len(text) if end < 0 else end
        yield start, end
        start = text.find(FIELD, end)
