"""Pieces of WordprocessingML as strings: runs, paragraphs, content controls, tables.

Strings, because a form of 300 rows is 100 000 elements; `document` parses them once.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15"'
)
FIELD = "F0F2F4"
"""The ground of what is to be filled in."""
_NAME_LIMIT = 64  # Word refuses files with a longer tag or title of a control
_ENTRY_LIMIT = 255


def document(body: str) -> Any:
    """The w:document element of that body, its controls numbered."""
    root: Any = parse_xml(f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>")
    numbers = count(1)
    for properties in root.iter(f"{{{W}}}sdtPr"):
        properties.find(f"{{{W}}}id").set(f"{{{W}}}val", str(next(numbers)))
    return root


def run(text: str, style: str = "") -> str:
    """A run; tabs and line ends become elements of their own."""
    pieces = (
        {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(piece)
        or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in re.split("([\t\n])", text)
        if piece
    )
    properties = f"<w:rPr><w:rStyle w:val={quoteattr(style)}/></w:rPr>" if style else ""
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    properties = f"<w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>" if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def control(
    tag: str,
    name: str,
    content: str,
    shape: str = "",
    *,
    style: str = "",
    locked: bool = True,
    empty: bool = False,
) -> str:
    """A content control around runs, paragraphs, cells, rows or tables.

    `shape`: the element that says what may stand in it; none: anything. `locked`: nobody
    deletes it by accident. `empty`: the content is only a placeholder. `style`: of what is typed.
    """
    properties = "".join(
        (
            f"<w:rPr><w:rStyle w:val={quoteattr(style)}/></w:rPr>" if style else "",
            f"<w:alias w:val={quoteattr(name[:_NAME_LIMIT])}/>",
            f"<w:tag w:val={quoteattr(tag)}/>" if tag else "",
            '<w:id w:val="0"/>',
            '<w:lock w:val="sdtLocked"/>' if locked else "",
            "<w:showingPlcHdr/>" if empty else "",
            shape,
        )
    )
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def choice(element: str, entries: Mapping[str, str]) -> str:
    """The shape of a drop-down list ("dropDownList") or one to type in as well ("comboBox").

    `entries`: value → what is shown; equal or long ones are made different and short.
    """
    items = "".join(
        f"<w:listItem w:displayText={quoteattr(shown)} w:value={quoteattr(value)}/>"
        for value, shown in shown_entries(entries).items()
    )
    return f"<w:{element}>{items}</w:{element}>"


def shown_entries(entries: Mapping[str, str]) -> dict[str, str]:
    """Value → shown text: not empty, each different, each short enough for Word."""
    taken: dict[str, str] = {}
    for value, shown in entries.items():
        short = shown[:_ENTRY_LIMIT] or value
        number = count(2)
        while short in taken:
            ending = f" ({next(number)})"
            short = shown[: _ENTRY_LIMIT - len(ending)] + ending
        taken[short] = value
    return {value: shown for shown, value in taken.items()}


def cell(content: str, width: int, *, ground: str = FIELD) -> str:
    """A table cell of paragraphs on a ground of that colour; width in twentieths of a point."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>'
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
    return f"<w:tc>{properties}{content}</w:tc>"


def row(cells: Iterable[str], *, header: bool = False, height: int = 0) -> str:
    """A row that stays on one page; a header row repeats on each."""
    properties = (
        "<w:cantSplit/>"
        + (f'<w:trHeight w:val="{height}"/>' if height else "")
        + ("<w:tblHeader/>" if header else "")
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(rows: str, widths: Sequence[int], caption: str) -> str:
    """A table with grid lines; `caption` is its title for screen readers."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
        '<w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(caption)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
