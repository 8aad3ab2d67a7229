"""The table as a spreadsheet reads it."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirportal.documents import xlsx

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
HEAD = ("Kommune", "Tage", "Frist")


def sheet(data: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        return ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))


def cells(data: bytes) -> dict[str, tuple[str, str, str]]:
    """Text, type and style of each cell, by its place."""
    return {
        cell.attrib["r"]: ("".join(cell.itertext()), cell.get("t", "n"), cell.attrib["s"])
        for cell in sheet(data).iterfind(".//m:c", NS)
    }


def test_texts_numbers_and_days_are_what_they_are() -> None:
    got = cells(xlsx.write("Eingang", HEAD, [("Köln & Umland <1>", 7, date(2026, 10, 12))]))
    assert got["A1"] == ("Kommune", "inlineStr", "1")
    assert got["A2"] == ("Köln & Umland <1>", "inlineStr", "2")
    assert got["B2"] == ("7", "n", "2")
    assert got["C2"] == ("46307", "n", "3")  # the 12th of October 2026 as spreadsheets count


def test_what_is_empty_has_no_cell() -> None:
    assert "B2" not in cells(xlsx.write("Eingang", HEAD, [("Stadt", None, None)]))


@pytest.mark.parametrize(
    "typed", ["=1+1", "+49 611", "-5", "@SUM(A1)", "\t=cmd|' /C calc'!A0", "|x", "\r\n=1"]
)
def test_no_text_is_taken_for_a_formula(typed: str) -> None:
    data = xlsx.write("Eingang", HEAD, [(typed, 1, None)])
    text, kind, style = cells(data)["A2"]
    assert (text, kind, style) == (typed.strip(), "inlineStr", "4")
    assert not list(sheet(data).iterfind(".//m:f", NS))


@given(st.text(max_size=50))
def test_every_text_makes_a_readable_file(typed: str) -> None:
    sheet(xlsx.write(typed, HEAD, [(typed, 1, None)]))


def test_equal_tables_are_equal_bytes() -> None:
    rows = [("Stadt", 1, date(2026, 1, 1))]
    assert xlsx.write("Eingang", HEAD, rows) == xlsx.write("Eingang", HEAD, rows)
