"""A table as an XLSX file, written by hand: one sheet, a head that stays in sight, equal bytes.

What people have typed stays text: a spreadsheet never takes it for a formula.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from wirportal.editions.text import clean_line, clean_text

Cell = str | int | date | None

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_DAY_ONE = date(1899, 12, 30)
"""Spreadsheets count days from here."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HEAD, _PLAIN, _DATE, _QUOTED = 1, 2, 3, 4
"""Places in the styles' list of cell formats."""
_ACTS = tuple("=+-@|")
"""What a formula can begin with, once somebody saves the sheet as CSV and opens that."""
_WIDEST, _LONGEST = 60, 32_767

_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
        '<font><b/><sz val="11"/><name val="Arial"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        '</cellStyleXfs><cellXfs count="5">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
        "</cellXfs></styleSheet>"
    ),
}


def write(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file's bytes; `name`: of the sheet."""
    table = [head, *rows]
    parts = _PARTS | {
        "xl/workbook.xml": _workbook(name),
        "xl/worksheets/sheet1.xml": "".join(_sheet(table)),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(zipfile.ZipInfo(path, _ZIP_DATE), f"{_XML}{content}".encode())
    return buffer.getvalue()


def _workbook(name: str) -> str:
    plain = "".join(" " if letter in r"\/?*[]:'" else letter for letter in clean_line(name))[:31]
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={quoteattr(plain)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(table: Sequence[Sequence[Cell]]) -> Iterator[str]:
    last = f"{_column(len(table[0]))}{len(table)}"
    yield f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/>'
    yield '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    yield 'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>'
    for place, cells in enumerate(zip(*table, strict=True), start=1):
        width = min(max(len(str(cell or "")) for cell in cells) + 2, _WIDEST)
        yield f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    for number, row in enumerate(table, start=1):
        yield f'<row r="{number}">'
        for place, cell in enumerate(row, start=1):
            yield _cell(f"{_column(place)}{number}", cell, is_head=number == 1)
        yield "</row>"
    yield f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>'


def _cell(at: str, value: Cell, *, is_head: bool) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return f'<c r="{at}" s="{_DATE}"><v>{(value - _DAY_ONE).days}</v></c>'
    if isinstance(value, int):
        return f'<c r="{at}" s="{_PLAIN}"><v>{value}</v></c>'
    text = clean_text(value)[:_LONGEST]
    style = _HEAD if is_head else _QUOTED if text.startswith(_ACTS) else _PLAIN
    said = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    return f'<c r="{at}" s="{style}" t="inlineStr">{said}</c>'


def _column(place: int) -> str:
    """ "A" for 1, "AA" for 27."""
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
