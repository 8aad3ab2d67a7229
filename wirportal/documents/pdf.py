"""The concept as a PDF that looks like the official form: PDF/A-3a and PDF/UA-1 by Typst.

`concept.typ` draws; here stands what it draws. Answers reach it as data, never as markup.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wirportal.documents.layout import (
    APPLICANT,
    BUDGET_YEAR,
    DATE,
    PLACE,
    SERIAL_NUMBER,
    SIGNATORIES,
    TIMELINE,
    around,
    shares,
)
from wirportal.documents.paper import Paper, to_json
from wirportal.documents.printable import UNKNOWN, printable
from wirportal.documents.timeline import timeline
from wirportal.documents.typeset import PDF, typeset
from wirportal.editions.model import Section
from wirportal.editions.outline import Item, Outline, blocks

_TEMPLATE = Path(__file__).with_name("concept.typ")
_EPOCH = datetime(2014, 1, 1, tzinfo=UTC)  # for papers without a stamp
_RIGHT = ("number", "money")

Piece = dict[str, Any]
"""One thing to draw: `shape` names a function of the template, the rest is its material."""


def render(paper: Paper) -> bytes:
    """The PDF with the answers attached as JSON; equal bytes for equal papers."""
    made: bytes = _typeset(paper, **PDF)[0]
    return made


def pages(paper: Paper, ppi: float = 110) -> list[bytes]:
    """Each page as a PNG of so many pixels per inch."""
    made: bytes | list[bytes] = _typeset(paper, format="png", ppi=ppi)[0]
    return made if isinstance(made, list) else [made]


def _typeset(paper: Paper, **how: Any) -> tuple[Any, list[Any]]:
    inputs = {
        "form": json.dumps(_form(paper), ensure_ascii=False),
        "file": to_json(paper).decode(),
    }
    return typeset(_TEMPLATE, inputs, paper.stamp or _EPOCH, **how)


def _form(paper: Paper) -> dict[str, Any]:
    """Everything the template draws: the edition's wording, and the answers made printable."""
    edition = paper.edition
    full = paper.outline
    form = {
        "title": edition.title,
        "programme": edition.programme,
        "budget_item": edition.budget_item,
        "draft": paper.draft,
        "footer": _footer(paper),
        "head": _head(full),
        "sections": [
            {
                "heading": part.section.heading,
                "hint": part.section.hint,
                "pieces": [p for item in part.items for p in _pieces(item, part.section, full)],
            }
            for part in full.part("body")
        ],
        "foot": _foot(full),
    }
    return form | {"strange": UNKNOWN in json.dumps(form, ensure_ascii=False)}


def _footer(paper: Paper) -> str:
    year = paper.answers.get(BUDGET_YEAR)
    parts = (
        "„WIR“-Koordination",
        paper.body.name,
        f"Haushaltsjahr {year}" if year else "",
        f"Fassung {paper.revision}" if paper.revision else "",
    )
    return printable(" · ".join(filter(None, parts)))


def _head(full: Outline) -> dict[str, Any]:
    edition, body = full.edition, full.body
    (head,) = full.part("head")
    name = printable(body.name)
    return {
        "serial": _line(full.item(SERIAL_NUMBER)),
        "lines": [_line(item) for item in head.items if item.question.id != SERIAL_NUMBER],
        "name_label": edition.name_label,
        "name": "" if body.type else name,
        "bodies": [
            {"label": option.label, "name": name if option.id == body.type else ""}
            for option in edition.body_types
        ],
    }


def _line(item: Item) -> Piece:
    before, after = around(item.question)
    return {
        "shape": "line",
        "before": before,
        "value": printable(item.text),
        "after": after,
        "hint": item.question.hint,
    }


def _pieces(item: Item, section: Section, full: Outline) -> Iterator[Piece]:
    question = item.question
    if question.preface:
        yield {"shape": "preface", "text": question.preface}
    if question.printed:
        yield _line(item)
    elif question.columns:
        if not item.is_empty:
            yield from _tables(item, full)
    else:
        if question.id != section.lead:
            yield {"shape": "question", "text": question.heading, "hint": question.hint}
        parts = blocks(printable(item.text))
        yield {"shape": "answer", "blocks": [asdict(block) for block in parts]}


def _cells(item: Item) -> list[list[str]]:
    return [[printable(cell) for cell in row.cells] for row in item.rows]


def _tables(item: Item, full: Outline) -> Iterator[Piece]:
    question = item.question
    numbered = question.id == TIMELINE
    year = full.item(BUDGET_YEAR).value
    line = timeline(item, year if isinstance(year, int) else None) if numbered else None
    if line:
        yield {"shape": "timeline", **asdict(line), "description": printable(line.description)}
    yield {
        "shape": "table",
        "caption": question.label,
        "numbered": numbered,
        "columns": [
            {"label": column.label, "share": share, "right": column.kind in _RIGHT}
            for column, share in zip(question.columns, shares(question, item.rows), strict=True)
        ],
        "rows": _cells(item),
    }


def _foot(full: Outline) -> dict[str, Any]:
    edition = full.edition
    place_date = ", ".join(filter(None, (full.item(PLACE).text, full.item(DATE).text)))
    return {
        "applicant": printable(full.item(APPLICANT).text),
        "applicant_label": edition.applicant_label,
        "place_date": printable(place_date),
        "place_date_label": edition.place_date_label,
        "signature_label": edition.signature_label,
        "signatories": _cells(full.item(SIGNATORIES)),
    }
