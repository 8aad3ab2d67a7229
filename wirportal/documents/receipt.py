"""The confirmation that a concept was handed in, as PDF/A-3a and PDF/UA-1; `receipt.typ` draws."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from wirportal.documents.printable import printable
from wirportal.documents.typeset import PDF, typeset

_TEMPLATE = Path(__file__).with_name("receipt.typ")
_BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Signed:
    """Who signed, and how; `at` aware."""

    name: str
    function: str
    way: str
    at: datetime


@dataclass(frozen=True)
class Attached:
    """A file that was handed in beside the concept; `paper`: what the call asks for, if it does."""

    paper: str
    name: str
    sha256: str


@dataclass(frozen=True)
class Receipt:
    """What was handed in, by whom and when; `at` aware, `sha256` of the PDF handed in, in hex."""

    programme: str
    body: str
    budget_year: int
    number: str
    at: datetime
    late: bool
    by: str
    revision: str
    sha256: str
    signatures: tuple[Signed, ...]
    attachments: tuple[Attached, ...] = ()


def render(receipt: Receipt) -> bytes:
    """The PDF; equal bytes for equal receipts."""
    form = {
        "programme": receipt.programme,
        "title": f"Eingangsbestätigung {receipt.number}",
        "rows": [[label, printable(value)] for label, value in _rows(receipt)],
        "signatures": [
            [printable(part) for part in (_named(one), one.way, _moment(one.at))]
            for one in receipt.signatures
        ],
        "attachments": [
            [
                printable(part)
                for part in (one.paper or "Weitere Anlage", one.name, _digest(one.sha256))
            ]
            for one in receipt.attachments
        ],
    }
    made: bytes = typeset(_TEMPLATE, {"form": json.dumps(form)}, receipt.at, **PDF)[0]
    return made


def _rows(receipt: Receipt) -> Iterator[tuple[str, str]]:
    late = " (nach Ablauf der Frist)" if receipt.late else ""
    yield "Antragsteller", receipt.body
    yield "Haushaltsjahr", str(receipt.budget_year)
    yield "Nummer des Eingangs", receipt.number
    yield "Eingegangen am", _moment(receipt.at) + late
    yield "Eingereicht von", receipt.by
    yield "Fassung", receipt.revision
    yield "Prüfsumme (SHA-256)", _digest(receipt.sha256)


def _digest(sha256: str) -> str:
    """In groups that people can compare."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


def _named(one: Signed) -> str:
    return f"{one.name}, {one.function}" if one.function else one.name


def _moment(at: datetime) -> str:
    return f"{at.astimezone(_BERLIN):%d.%m.%Y, %H:%M:%S} Uhr"
