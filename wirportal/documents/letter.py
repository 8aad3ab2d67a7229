"""A letter of the authority, as PDF/A-3a and PDF/UA-1: Nachforderung, Bescheid; `letter.typ` draws.

What it says comes as blocks, one after the other; texts reach Typst as data, never as markup.
"""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from wirportal.documents.printable import UNKNOWN, printable
from wirportal.documents.typeset import PDF, typeset
from wirportal.editions.outline import blocks

_TEMPLATE = Path(__file__).with_name("letter.typ")


@dataclass(frozen=True)
class Head:
    """What stands above the letter and in its margin; empty parts are left out."""

    authority: str
    department: str = ""
    address: str = ""
    """Lines as on an envelope."""
    place: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Heading:
    """What the following blocks are about."""

    text: str


@dataclass(frozen=True)
class Text:
    """Plain text: paragraphs, and lines that begin with "- " as a list."""

    text: str


@dataclass(frozen=True)
class Point:
    """One of several numbered things: what it is about, what is said of it, what sets it apart."""

    text: str
    title: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Points:
    """Things with numbers before them, from 1."""

    points: tuple[Point, ...]


@dataclass(frozen=True)
class Table:
    """Rows of words; numbers stand to the right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    """Which columns, from 0."""
    total: bool = False
    """Whether the last row sums up the others."""


Block = Heading | Text | Points | Table


@dataclass(frozen=True)
class Letter:
    """Who writes to whom, about what; `recipient` as lines on an envelope."""

    head: Head
    recipient: str
    reference: str
    """The Aktenzeichen."""
    date: date
    subject: str
    blocks: tuple[Block, ...]
    signed: str = ""
    """Whose name stands below it: "Im Auftrag\\nRobin Amt"."""
    note: str = ""
    """What is said at the foot of each page beside the reference."""


def render(letter: Letter) -> bytes:
    """The PDF; equal bytes for equal letters."""
    form: dict[str, Any] = {
        "head": {part.name: _lines(getattr(letter.head, part.name)) for part in fields(Head)},
        "recipient": _lines(letter.recipient),
        "reference": printable(letter.reference),
        "date": f"{letter.date:%d.%m.%Y}",
        "subject": _lines(letter.subject),
        "pieces": [_PIECES[type(block)](block) for block in letter.blocks if _is_seen(block)],
        "signed": _lines(letter.signed),
        "note": printable(letter.note),
    }
    form["strange"] = UNKNOWN in json.dumps(form, ensure_ascii=False)
    stamp = datetime.combine(letter.date, time(12), UTC)
    made: bytes = typeset(_TEMPLATE, {"form": json.dumps(form)}, stamp, **PDF)[0]
    return made


def _lines(text: str) -> list[str]:
    return [line for line in map(printable, text.splitlines()) if _is_visible(line)]


def _is_seen(block: Block) -> bool:
    """A heading without letters heads nothing, and PDF/UA refuses it."""
    return not isinstance(block, Heading) or _is_visible(printable(block.text))


def _is_visible(text: str) -> bool:
    return any(unicodedata.category(character)[0] not in "ZCM" for character in text)


# --- blocks: what the template needs to draw each -------------------------------------------------


def _heading(block: Heading) -> dict[str, Any]:
    return {"shape": "heading", "text": printable(block.text)}


def _text(block: Text) -> dict[str, Any]:
    return {"shape": "text", "blocks": _paragraphs(block.text)}


def _points(block: Points) -> dict[str, Any]:
    points = [
        {
            "title": printable(point.title),
            "mark": printable(point.mark),
            "blocks": _paragraphs(point.text),
        }
        for point in block.points
    ]
    return {"shape": "points", "points": points}


def _table(block: Table) -> dict[str, Any]:
    return {
        "shape": "table",
        "caption": printable(block.caption),
        "columns": [printable(column) for column in block.columns],
        "rows": [[printable(cell) for cell in row] for row in block.rows],
        "right": sorted(block.right),
        "total": block.total,
    }


def _paragraphs(text: str) -> list[dict[str, Any]]:
    return [asdict(part) for part in blocks(printable(text))]


_PIECES: dict[type[Block], Callable[[Any], dict[str, Any]]] = {
    Heading: _heading,
    Text: _text,
    Points: _points,
    Table: _table,
}
