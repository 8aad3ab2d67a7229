"""The official list of bodies as a file: CSV in, rows out, every fault with its line."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wirportal.people.models import BODY_TYPES
from wirportal.sentence import Sentence

MAX_BYTES = 500_000
MAX_LINES = 1_000
_TYPES = {str(label): type_id for type_id, label in BODY_TYPES.items()}


class Unfit(ValueError):
    """The list can't be taken over; `faults` are sentences for the person, in its order."""

    def __init__(self, faults: list[Sentence]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Row:
    """A body over a span of days, as a line of the list has it; `line` counts from 1."""

    line: int
    ags: str
    ars: str
    name: str
    type: str
    seat: str
    regierungsbezirk: str
    population: int
    valid_from: date
    valid_to: date | None

    @property
    def label(self) -> Sentence:
        """Its type in words."""
        return BODY_TYPES[self.type]

    def overlaps(self, other: "Row") -> bool:
        return (self.valid_to is None or other.valid_from <= self.valid_to) and (
            other.valid_to is None or self.valid_from <= other.valid_to
        )


@dataclass(frozen=True)
class Column:
    """A column of the list: what it is called, which field it fills, and what fits."""

    name: str
    field: str
    label: Sentence
    read: Callable[[str], Any]
    """KeyError or ValueError where the text does not fit."""
    wanted: Sentence


def _matching(pattern: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(text)
        return text

    return read


def _text(length: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text or len(text) > length or not text.isprintable():
            raise ValueError(text)
        return text

    return read


def _day(text: str) -> date:
    form = "%d.%m.%Y" if "." in text else "%Y-%m-%d"
    return datetime.strptime(text, form).date()


def _number(text: str) -> int:
    return int(_matching(r"[0-9]{1,8}")(text))


COLUMNS = (
    Column(
        "ags",
        "ags",
        Sentence("Gemeindeschlüssel"),
        _matching("[0-9]{5}|[0-9]{8}"),
        Sentence("5 oder 8 Ziffern, mit führender Null"),
    ),
    Column(
        "ars",
        "ars",
        Sentence("Regionalschlüssel"),
        _matching("[0-9]{12}"),
        Sentence("12 Ziffern, mit führender Null"),
    ),
    Column("name", "name", Sentence("Name"), _text(200), Sentence("ein Name bis 200 Zeichen")),
    Column(
        "type",
        "type",
        Sentence("Art"),
        _TYPES.__getitem__,
        Sentence("Landkreis, Kreisfreie Stadt oder Sonderstatusstadt"),
    ),
    Column("seat", "seat", Sentence("Sitz"), _text(100), Sentence("ein Ort bis 100 Zeichen")),
    Column(
        "regierungsbezirk",
        "regierungsbezirk",
        Sentence("Regierungsbezirk"),
        _text(40),
        Sentence("ein Name bis 40 Zeichen"),
    ),
    Column(
        "population_2023",
        "population",
        Sentence("Einwohner"),
        _number,
        Sentence("eine ganze Zahl ohne Punkte"),
    ),
    Column(
        "valid_from",
        "valid_from",
        Sentence("Gültig ab"),
        _day,
        Sentence("ein Tag wie 2026-01-01 oder 01.01.2026"),
    ),
    Column(
        "valid_to",
        "valid_to",
        Sentence("Gültig bis"),
        lambda text: _day(text) if text else None,
        Sentence("ein Tag wie 2026-01-01 oder 01.01.2026, oder nichts"),
    ),
)
HEAD = [column.name for column in COLUMNS]


def read_list(data: bytes) -> list[Row]:
    """The rows of a CSV file in UTF-8; with commas, or semicolons as German spreadsheets write.

    Unfit with all its faults: nothing of a faulty list is taken over.
    """
    lines = _decoded(data).splitlines()
    if len(lines) > MAX_LINES:
        raise Unfit([Sentence("Die Datei hat mehr als {most} Zeilen.", most=MAX_LINES)])
    delimiter = ";" if lines and ";" in lines[0] else ","
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return rows_of(_with_heads(reader))
    except csv.Error as error:
        quotes = Sentence("Die Anführungszeichen gehen nicht auf.")
        raise Unfit([_at(reader.line_num, quotes)]) from error


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1_000
        raise Unfit([Sentence("Die Datei ist größer als {limit} Kilobyte.", limit=limit)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        advice = Sentence(
            "Die Datei ist nicht in UTF-8 geschrieben. Bitte speichern Sie sie als „CSV UTF-8“."
        )
        raise Unfit([_at(line, advice)]) from error


def _with_heads(reader: Any) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each line that is not empty, its cells by column."""
    head: list[str] = next(reader, [])
    if head != HEAD:
        names = ", ".join(HEAD)
        fault = Sentence("Die Spalten müssen genau so heißen: {names}.", names=names)
        raise Unfit([_at(1, fault)])
    for cells in reader:
        if len(cells) not in (0, len(HEAD)):
            there, wanted = len(cells), len(HEAD)
            fault = Sentence("{there} Spalten statt {wanted}.", there=there, wanted=wanted)
            raise Unfit([_at(reader.line_num, fault)])
        if cells:
            yield reader.line_num, dict(zip(HEAD, cells, strict=True))


def rows_of(lines: Iterable[tuple[int, Mapping[str, str]]]) -> list[Row]:
    """Lines with their numbers, cells by column. Unfit with the faults of all of them."""
    rows: list[Row] = []
    faults: list[Sentence] = []
    for line, cells in lines:
        values, misfits = _values(cells)
        if not misfits:
            rows.append(Row(line, **values))
            misfits = list(_contradictions(rows[-1]))
        faults += (_at(line, fault) for fault in misfits)
    if not rows and not faults:
        faults = [Sentence("Die Liste ist leer.")]
    if faults:
        raise Unfit(faults)
    return rows


def _values(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Sentence]]:
    values: dict[str, Any] = {}
    misfits: list[Sentence] = []
    for column in COLUMNS:
        text = cells[column.name].strip()
        try:
            values[column.field] = column.read(text)
        except (KeyError, ValueError):
            fault = Sentence(
                "In der Spalte {column} passt „{text}“ nicht. Erwartet: {wanted}.",
                column=column.name,
                text=text[:40],
                wanted=column.wanted,
            )
            misfits.append(fault)
    return values, misfits


def _contradictions(row: Row) -> Iterator[Sentence]:
    """What fits cell by cell and yet not together."""
    if (row.type == "landkreis") != (len(row.ags) == 5):
        yield Sentence("Der Gemeindeschlüssel eines Landkreises hat 5 Ziffern, sonst 8.")
    if row.ars[:5] != row.ags[:5] or (len(row.ags) == 8 and row.ars[-3:] != row.ags[-3:]):
        yield Sentence("Gemeindeschlüssel und Regionalschlüssel passen nicht zueinander.")
    if row.valid_to and row.valid_to < row.valid_from:
        yield Sentence("Der letzte Tag liegt vor dem ersten.")


def _at(line: int, fault: Sentence) -> Sentence:
    return Sentence("Zeile {line}: {fault}", line=line, fault=fault)
