"""The kinds of fields: how a value is read, judged, shown and described.

`parse` reads what a person typed and never fails: what it can't read stays as typed, and
`problems` says what is wrong with it. `clean` does the same for values from JSON.

Shapes: line, text, email, phone, choice, ref: str · number, money: decimal str "1234.5" ·
date: ISO str · year: int · table: list of {"id": UUID str, column id: value}.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wirportal.editions.model import Answers, Column, Question
from wirportal.editions.rows import own_id, row_title
from wirportal.editions.text import clean_line, clean_text, excerpt
from wirportal.sentence import Sentence

LINE_LIMIT = 500
TEXT_LIMIT = 20_000
ROW_LIMIT = 500


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a value; in tables also in which row (id) and column (id)."""

    text: Sentence
    row: str = ""
    column: str = ""


class Kind:
    """A one-line string; the other kinds say where they differ."""

    limit = LINE_LIMIT

    def parse(self, typed: str, field: Column) -> Any:
        """The value of what a person typed; unreadable text comes back as typed."""
        return clean_line(typed)

    def clean(self, value: Any, field: Column) -> Any:
        """The canonical value of something read from JSON."""
        return self.parse("" if value is None else str(value), field)

    def typed(self, value: Any, field: Column) -> str:
        """What stands in the input: `parse` of it gives the value again."""
        return "" if value is None else str(value)

    def show(self, value: Any, field: Column, answers: Answers) -> str:
        """What people read, in German notation."""
        return self.typed(value, field)

    def problems(self, value: Any, field: Column, answers: Answers) -> Iterator[Flaw]:
        """Everything wrong with a value that is not empty."""
        limit = field.maximum_length or self.limit
        if len(value) > limit:
            yield Flaw(
                Sentence(
                    "Der Text hat {length} Zeichen, erlaubt sind {limit}. Bitte kürzen Sie ihn.",
                    length=len(value),
                    limit=limit,
                )
            )

    def schema(self, field: Column) -> dict[str, Any]:
        """JSON Schema of a sound value."""
        return {"type": "string", "maxLength": field.maximum_length or self.limit}


class Text(Kind):
    """Paragraphs and lines that begin with "- "; no markup."""

    limit = TEXT_LIMIT

    def parse(self, typed: str, field: Column) -> str:
        return clean_text(typed)


class Number(Kind):
    """German notation typed ("1.234,5"), decimal string kept ("1234.5")."""

    _german = re.compile(r"([+-]?)((?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+))(?:,([0-9]+))?")
    _decimal = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")
    _digits = (15, 6)

    def parse(self, typed: str, field: Column) -> str:
        text = clean_line(typed)
        bare = text.replace(" ", "").replace("\u2212", "-")
        match = self._german.fullmatch(bare) or self._decimal.fullmatch(bare)
        return self._canonical(match) if match else text

    def clean(self, value: Any, field: Column) -> str:
        text = "" if value is None else clean_line(str(value))
        match = self._decimal.fullmatch(text)
        return self._canonical(match) if match else self.parse(text, field)

    @staticmethod
    def _canonical(match: re.Match[str]) -> str:
        sign, whole, fraction = match.groups()
        whole = whole.replace(".", "").lstrip("0") or "0"
        return ("-" if sign == "-" else "") + whole + (f".{fraction}" if fraction else "")

    def typed(self, value: Any, field: Column) -> str:
        text = super().typed(value, field)
        match = self._decimal.fullmatch(text)
        if not match:
            return text
        sign, whole, fraction = match.groups()
        # Decimal, because int refuses more than 4,300 digits, and what was typed is kept
        return sign + f"{Decimal(whole):,}".replace(",", ".") + (f",{fraction}" if fraction else "")

    def problems(self, value: Any, field: Column, answers: Answers) -> Iterator[Flaw]:
        match = self._decimal.fullmatch(value)
        if not match:
            yield Flaw(self._unreadable(value, field))
        elif len(match[2]) > self._digits[0] or len(match[3] or "") > self._digits[1]:
            yield Flaw(Sentence("Die Zahl hat zu viele Stellen."))
        elif (field.minimum is not None and Decimal(value) < field.minimum) or (
            field.maximum is not None and Decimal(value) > field.maximum
        ):
            yield Flaw(self._out_of_bounds(field))

    @staticmethod
    def _unreadable(value: str, field: Column) -> Sentence:
        example = "0,5" if field.maximum == 1 else "1.234,5"
        says = "„{value}“ ist keine Zahl. Bitte schreiben Sie zum Beispiel {example}."
        if "%" in value:
            says = "„{value}“: Bitte nur die Zahl ohne Prozentzeichen, zum Beispiel {example}."
        return Sentence(says, value=excerpt(value), example=example)

    def _out_of_bounds(self, field: Column) -> Sentence:
        low, high = (self.typed(bound, field) for bound in (field.minimum, field.maximum))
        if field.maximum is None:
            return Sentence("Die Zahl muss mindestens {low} sein.", low=low)
        if field.minimum is None:
            return Sentence("Die Zahl darf höchstens {high} sein.", high=high)
        return Sentence("Die Zahl muss zwischen {low} und {high} liegen.", low=low, high=high)

    def schema(self, field: Column) -> dict[str, Any]:
        whole, fraction = self._digits
        return {"type": "string", "pattern": rf"^-?[0-9]{{1,{whole}}}(\.[0-9]{{1,{fraction}}})?$"}


class Money(Number):
    """Euro, at most two decimals."""

    _digits = (12, 2)


class Date(Kind):
    _german = re.compile(r"([0-9]{1,2})[./]\s*([0-9]{1,2})[./]\s*([0-9]{4}|[0-9]{2})")
    _iso = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
    _years = (1900, 2199)

    def parse(self, typed: str, field: Column) -> str:
        text = clean_line(typed)
        if match := self._german.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
            found = _date(year + 2000 if len(match[3]) == 2 else year, month, day)
        elif match := self._iso.fullmatch(text):
            found = _date(*(int(part) for part in match.groups()))
        else:
            return text
        return found.isoformat() if found else text

    def typed(self, value: Any, field: Column) -> str:
        day = iso_date(value)
        return f"{day:%d.%m}.{day.year:04}" if day else str(value or "")

    def problems(self, value: Any, field: Column, answers: Answers) -> Iterator[Flaw]:
        day = iso_date(value)
        if day and self._years[0] <= day.year <= self._years[1]:
            return
        if day:
            says = "Das Jahr von „{value}“ kann nicht stimmen."
        elif self._german.fullmatch(value):
            says = "Den Tag {value} gibt es nicht. Bitte prüfen Sie Tag und Monat."
        else:
            says = (
                "„{value}“ ist kein Datum. Bitte schreiben Sie Tag, Monat und Jahr, "
                "zum Beispiel 31.03.2027."
            )
        yield Flaw(Sentence(says, value=excerpt(self.typed(value, field))))

    def schema(self, field: Column) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class Year(Kind):
    _bounds = (1990, 2199)

    def parse(self, typed: str, field: Column) -> int | str:
        text = clean_line(typed)
        return int(text) if re.fullmatch("[1-9][0-9]{3}", text) else text

    def problems(self, value: Any, field: Column, answers: Answers) -> Iterator[Flaw]:
        if not isinstance(value, int) or not self._bounds[0] <= value <= self._bounds[1]:
            says = "„{value}“ ist keine Jahreszahl. Bitte schreiben Sie vier Ziffern."
            yield Flaw(Sentence(says, value=excerpt(value)))

    def schema(self, field: Column) -> dict[str, Any]:
        low, high = self._bounds
        return {"type": "integer", "minimum": low, "maximum": high}


class Choice(Kind):
    """The id of an option; its label is understood as well."""

    def parse(self, typed: str, field: Column) -> str:
        text = clean_line(typed)
        by_label = {option.label.casefold(): option.id for option in field.options}
        return by_label.get(text.casefold(), text)

    def show(self, value: Any, field: Column, answers: Answers) -> str:
        return {option.id: option.label for option in field.options}.get(value, value or "")

    def problems(self, value: Any, field: Column, answers: Answers) -> Iterator[Flaw]:
        if value not in {option.id for option in field.options}:
            yield Flaw(
                Sentence(
                    "„{value}“ steht nicht zur Wahl. Möglich sind: {options}.",
                    value=excerpt(value),
                    options=", ".join(option.label for option in field.options),
                )
            )

    def schema(self, field: Column) -> dict[str, Any]:
        return {"enum": [option.id for option in field.options]}


class Shaped(Kind):
    """A short line that must look a certain way."""

    shape: re.Pattern[str]
    says: str
    """What people read of a {value} that looks otherwise."""

    def problems(self, value: Any, field: Column, answers: Answers) -> Iterator[Flaw]:
        too_long = list(super().problems(value, field, answers))
        yield from too_long
        if not too_long and not self.shape.fullmatch(value):
            yield Flaw(Sentence(self.says, value=excerpt(value)))


class Email(Shaped):
    limit = 254
    shape = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
    says = (
        "„{value}“ ist keine E-Mail-Adresse. Sie braucht ein @ und dahinter einen Namen mit "
        "Punkt, zum Beispiel name@stadt.example."
    )

    def schema(self, field: Column) -> dict[str, Any]:
        return {"type": "string", "format": "email", "maxLength": self.limit}


class Phone(Shaped):
    limit = 60
    shape = re.compile(r"(?=[^0-9]*[0-9])[0-9+()/ .\-–]+((App\.|Durchwahl|DW)\s?[0-9]+)?")
    says = "„{value}“ ist keine Telefonnummer. Bitte nur Ziffern, Leerzeichen und + ( ) / -."


class Ref(Kind):
    """The id of a row of the table that the field names."""

    def clean(self, value: Any, field: Column) -> str:
        text = super().clean(value, field)
        return own_id(text, field.table, set()) if text else ""

    def show(self, value: Any, field: Column, answers: Answers) -> str:
        row = next((row for row in answers.get(field.table) or () if row["id"] == value), None)
        return row_title(row) if row else ""

    def problems(self, value: Any, field: Column, answers: Answers) -> Iterator[Flaw]:
        if value not in {row["id"] for row in answers.get(field.table) or ()}:
            yield Flaw(
                Sentence("Die gewählte Zeile gibt es nicht mehr. Bitte wählen Sie eine andere.")
            )

    def schema(self, field: Column) -> dict[str, Any]:
        return {"type": "string", "description": f"id of a row of {field.table}"}


class Table(Kind):
    """Rows named by their own id, never counted."""

    def parse(self, typed: Any, field: Column) -> list[dict[str, Any]]:
        return self._rows(typed, field, "parse")

    def clean(self, value: Any, field: Column) -> list[dict[str, Any]]:
        return self._rows(value, field, "clean")

    def _rows(self, raw: Any, field: Column, reading: str) -> list[dict[str, Any]]:
        assert isinstance(field, Question)
        rows: list[dict[str, Any]] = []
        seen: set[str] = set()
        for number, source in enumerate(raw if isinstance(raw, list) else ()):
            if not isinstance(source, Mapping):
                continue
            # what other programs call a row ("Z01") leads to the same UUID here and in a ref
            place = field.id if source.get("id") else f"{field.id}/{number}"
            row: dict[str, Any] = {"id": own_id(source.get("id"), place, seen)}
            for column in field.columns:
                raw_cell = source.get(column.id)
                cell = getattr(KINDS[column.kind], reading)(
                    "" if raw_cell is None else raw_cell, column
                )
                if cell != "":
                    row[column.id] = cell
            rows.append(row)
        return rows

    def typed(self, value: Any, field: Column) -> str:
        raise TypeError("a table is typed cell by cell")

    def show(self, value: Any, field: Column, answers: Answers) -> str:
        """One paragraph a row: "Label: value · Label: value"."""
        assert isinstance(field, Question)
        return "\n".join(
            " · ".join(
                f"{column.label}: {KINDS[column.kind].show(row[column.id], column, answers)}"
                for column in field.columns
                if row.get(column.id)
            )
            for row in value or ()
        )

    def problems(self, value: Any, field: Column, answers: Answers) -> Iterator[Flaw]:
        assert isinstance(field, Question)
        if len(value) > ROW_LIMIT:
            yield Flaw(
                Sentence(
                    "Die Tabelle hat {count} Zeilen, erlaubt sind {limit}.",
                    count=len(value),
                    limit=ROW_LIMIT,
                )
            )
        for row in value:
            for column in field.columns:
                cell = row.get(column.id)
                if cell:
                    for flaw in KINDS[column.kind].problems(cell, column, answers):
                        yield Flaw(flaw.text, row["id"], column.id)

    def schema(self, field: Column) -> dict[str, Any]:
        assert isinstance(field, Question)
        cells = {c.id: KINDS[c.kind].schema(c) | {"title": c.label} for c in field.columns}
        return {
            "type": "array",
            "maxItems": ROW_LIMIT,
            "items": {
                "type": "object",
                "properties": {"id": {"type": "string", "format": "uuid"}} | cells,
                "required": ["id"],
                "additionalProperties": False,
            },
        }


KINDS: dict[str, Kind] = {
    "line": Kind(),
    "text": Text(),
    "number": Number(),
    "money": Money(),
    "date": Date(),
    "year": Year(),
    "choice": Choice(),
    "email": Email(),
    "phone": Phone(),
    "ref": Ref(),
    "table": Table(),
}


def iso_date(value: Any) -> date | None:
    """The date of an ISO string; None for everything else."""
    match = Date._iso.fullmatch(value) if isinstance(value, str) else None
    return _date(*(int(part) for part in match.groups())) if match else None


def decimal(value: Any) -> Decimal | None:
    """The number of a canonical decimal string; None for everything else."""
    if isinstance(value, str) and len(value) < 40 and Number._decimal.fullmatch(value):
        return Decimal(value)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
