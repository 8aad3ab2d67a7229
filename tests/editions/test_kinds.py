from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import ROW_IDS, lines, values
from wirportal.editions.kinds import KINDS, TEXT_LIMIT, decimal, iso_date
from wirportal.editions.load import load
from wirportal.editions.model import Column, Option

EDITION = load()
SIMPLE = sorted(KINDS.keys() - {"table"})


def field(kind: str, **more: Any) -> Column:
    options = (Option(id="both", label="beides"), Option(id="welcome", label="Willkommen"))
    return Column(id="x", kind=kind, label="X", options=options, table="goals", **more)


def says(kind: str, value: Any, **more: Any) -> list[str]:
    column = field(kind, **more)
    return [flaw.text for flaw in KINDS[kind].problems(value, column, {})]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("number", "1.234,5", "1234.5"),
        ("number", "1234,50", "1234.50"),
        ("number", "1 234", "1234"),
        ("number", "\u22125", "-5"),
        ("number", "007", "7"),
        ("number", "1.5", "1.5"),
        ("number", "12 %", "12 %"),
        ("number", "1,2,3", "1,2,3"),
        ("number", "١٢", "١٢"),
        ("money", "60.000,00", "60000.00"),
        ("date", "1.3.2027", "2027-03-01"),
        ("date", "01.03.27", "2027-03-01"),
        ("date", "1/3/2027", "2027-03-01"),
        ("date", "01.01.0099", "0099-01-01"),
        ("date", "31.02.2027", "31.02.2027"),
        ("date", "2027-02-31", "2027-02-31"),
        ("date", "bald", "bald"),
        ("year", "2027", 2027),
        ("year", "0027", "0027"),
        ("year", "27", "27"),
        ("choice", "BEIDES", "both"),
        ("choice", "both", "both"),
        ("choice", "nichts", "nichts"),
        ("line", " a\nb ", "a b"),
        ("text", " a\r\nb ", "a\nb"),
    ],
)
def test_typed_text_is_read_or_kept(kind: str, typed: str, value: Any) -> None:
    assert KINDS[kind].parse(typed, field(kind)) == value


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("number", "1.234", "1.234"),
        ("number", 0, "0"),
        ("number", 0.5, "0.5"),
        ("number", None, ""),
        ("year", 2027, 2027),
        ("line", 7, "7"),
        ("ref", ROW_IDS[0].upper(), ROW_IDS[0]),
    ],
)
def test_json_value_is_read(kind: str, raw: Any, value: Any) -> None:
    assert KINDS[kind].clean(raw, field(kind)) == value


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [("number", "1234567.5", "1.234.567,5"), ("date", "2027-03-01", "01.03.2027"),
     ("choice", "both", "beides"), ("ref", ROW_IDS[0], "Ziel A"), ("ref", ROW_IDS[1], "")],
)  # fmt: skip
def test_value_is_shown_in_german(kind: str, value: Any, shown: str) -> None:
    answers = {"goals": [{"id": ROW_IDS[0], "title": "Ziel A"}]}
    assert KINDS[kind].show(value, field(kind), answers) == shown


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("number", "12 %", "ohne Prozentzeichen"),
        ("number", "viele", "ist keine Zahl"),
        ("number", "1" * 5000, "zu viele Stellen"),
        ("money", "1.234", "zu viele Stellen"),
        ("date", "31.02.2027", "Den Tag 31.02.2027 gibt es nicht"),
        ("date", "bald", "ist kein Datum"),
        ("date", "0099-01-01", "kann nicht stimmen"),
        ("year", "27", "ist keine Jahreszahl"),
        ("year", 1066, "ist keine Jahreszahl"),
        ("choice", "nichts", "Möglich sind: beides, Willkommen"),
        ("email", "name.stadt.example", "braucht ein @"),
        ("email", "a@b", "braucht ein @"),
        ("phone", "ruf mich an", "keine Telefonnummer"),
        ("phone", "---", "keine Telefonnummer"),
        ("ref", "weg", "gibt es nicht mehr"),
        ("line", "x" * 501, "erlaubt sind 500"),
        ("email", "x" * 255, "erlaubt sind 254"),
        ("phone", "1" * 61, "erlaubt sind 60"),
        ("text", "x" * (TEXT_LIMIT + 1), "20001 Zeichen, erlaubt sind 20000"),
    ],
)
def test_flaw_is_told_once_and_shortly(kind: str, value: Any, said: str) -> None:
    (flaw,) = says(kind, value)
    assert said in flaw
    assert len(flaw) < 200


@pytest.mark.parametrize(
    ("bounds", "said"),
    [((0, 1), "zwischen 0 und 1"), ((0, None), "mindestens 0"), ((None, -3), "höchstens -3")],
)
def test_number_out_of_bounds_tells_them(bounds: tuple[Any, Any], said: str) -> None:
    value = "-1" if bounds[0] == 0 else "2"
    assert said in says("number", value, minimum=bounds[0], maximum=bounds[1])[0]


def test_quoted_value_is_cut_in_the_sentence_only() -> None:
    (flaw,) = says("date", "x" * 20_000)
    assert "x" * 59 + "…" in flaw


@pytest.mark.parametrize("value", ["069 90009-101", "+49 (0)69/90009", "06999 1 App. 12"])
def test_usual_phone_numbers_are_sound(value: str) -> None:
    assert says("phone", value) == []


@pytest.mark.parametrize("kind", SIMPLE)
@given(data=st.data())
def test_what_stands_in_the_input_reads_the_same(kind: str, data: st.DataObject) -> None:
    raw = data.draw(values(field(kind)))
    reader, column = KINDS[kind], field(kind)
    for value in (reader.parse("" if raw is None else str(raw), column), reader.clean(raw, column)):
        assert reader.parse(reader.typed(value, column), column) == value
        assert reader.clean(value, column) == reader.clean(reader.clean(value, column), column)


@given(st.decimals(-(10**15) + 1, 10**15 - 1, places=6))
def test_number_typed_in_german_reads_the_same(number: Decimal) -> None:
    kind, column = KINDS["number"], field("number")
    value = kind.clean(f"{number:f}", column)
    assert kind.parse(kind.typed(value, column), column) == value
    assert decimal(value) == number
    assert says("number", value) == []


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_date_typed_in_german_reads_the_same(day: date) -> None:
    kind, column = KINDS["date"], field("date")
    value = kind.parse(kind.typed(day.isoformat(), column), column)
    assert iso_date(value) == day
    assert says("date", value) == []


@given(lines)
def test_iso_date_and_decimal_take_anything(value: str) -> None:
    assert iso_date(value) is None or KINDS["date"].parse(value, field("date")) == value
    assert decimal(value) is None or str(decimal(value))


@given(values(EDITION.questions["indicators"]))
def test_table_rows_have_their_own_ids(raw: list[dict[str, Any]]) -> None:
    table = EDITION.questions["indicators"]
    rows = KINDS["table"].clean(raw, table)
    assert len({row["id"] for row in rows}) == len(rows) == len(raw)
    assert KINDS["table"].clean(rows, table) == rows


def test_table_of_too_many_rows_is_kept_and_marked() -> None:
    table = EDITION.questions["goals"]
    rows = KINDS["table"].clean([{"title": "Ziel"}] * 501, table)
    assert len(rows) == 501
    assert [f.text for f in KINDS["table"].problems(rows, table, {}) if not f.row] == [
        "Die Tabelle hat 501 Zeilen, erlaubt sind 500."
    ]
