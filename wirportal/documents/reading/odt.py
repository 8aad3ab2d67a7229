"""OpenDocument texts, read without LibreOffice."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from lxml import etree

from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading.grids import looks_like_ours
from wirportal.documents.reading.packages import Package, broken, locked
from wirportal.documents.reading.printed import is_placeholder
from wirportal.documents.reading.source import (
    END,
    FIELD,
    GRID,
    GRID_END,
    Source,
    unmarked,
    without_marks,
)
from wirportal.documents.reading.tree import children, local, text_of, value
from wirportal.editions.model import Edition

_REPEATED = 100
"""Blanks and cells that a file may repeat by naming a number."""
_NOTES = "WIR_20_Hinweis"


def read(path: Path, edition: Edition) -> Source:
    """The file taken apart. Raises UnreadableFile."""
    with Package(path) as package:
        if b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise UnreadableFile(locked())
        content, meta = package.xml("content.xml"), package.xml("meta.xml")
    body = next(content.iter("{*}body"), None) if content is not None else None
    if content is None or body is None:
        raise UnreadableFile(broken())
    properties = _properties(meta)
    source = Source(edition=properties["wir.edition"], revision=properties["wir.revision"])
    walker = Walker(source, edition, _numbered_lists(content))
    walker.walk_inside(body)
    source.text = walker.text
    return source


def _properties(meta: etree._Element | None) -> dict[str, str]:
    """Edition and revision, which LibreOffice keeps from our Word file."""
    found = meta.iter("{*}user-defined") if meta is not None else ()
    named = {value(node, "name"): text_of(node).strip() for node in found}
    return {name: named.get(name, "") for name in ("wir.edition", "wir.revision")}


def _numbered_lists(content: etree._Element) -> set[str]:
    """The names of list styles whose first level has numbers, not bullets."""
    return {
        value(style, "name")
        for style in content.iter("{*}list-style")
        if any(True for _ in children(style, "list-level-style-number"))
    }


class Walker:
    """Writes down the text of an element."""

    def __init__(self, source: Source, edition: Edition, numbered: set[str]) -> None:
        self.source = source
        self.edition = edition
        self.numbered = numbered
        self.pieces: list[str] = []
        self._forms: list[bool] = []
        """For each open field mark: whether people type into it."""
        self._counts: Counter[str] = Counter()

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def inner(self, element: etree._Element) -> str:
        """The text of an element for itself."""
        walker = Walker(self.source, self.edition, self.numbered)
        walker.walk_inside(element)
        return walker.text

    def walk(self, element: etree._Element) -> None:
        name = local(element)
        if name in _SILENT or not name:
            return
        _HANDLERS.get(name, Walker.walk_inside)(self, element)

    def walk_inside(self, element: etree._Element) -> None:
        self.pieces.append(_blanks_as_one(element.text))
        for child in element:
            self.walk(child)
            self.pieces.append(_blanks_as_one(child.tail))

    def paragraph(self, element: etree._Element) -> None:
        if value(element, "style-name") != _NOTES:
            self.walk_inside(element)
            self.pieces.append("\n")

    def blanks(self, element: etree._Element) -> None:
        self.pieces.append(" " * _times(element, "c"))

    def tab(self, element: etree._Element) -> None:
        self.pieces.append("\t")

    def line_break(self, element: etree._Element) -> None:
        self.pieces.append("\n")

    def field(self, element: etree._Element) -> None:
        """A text field or content control."""
        text = unmarked(self.inner(element)).replace("\r", "\n")
        if value(element, "showing-place-holder") != "true" and not is_placeholder(text):
            self.pieces += [FIELD, text.removesuffix("\n"), END]

    def field_start(self, element: etree._Element) -> None:
        self._forms.append(value(element, "type").endswith("FORMTEXT"))
        self.pieces.append(FIELD if self._forms[-1] else "")

    def field_end(self, element: etree._Element) -> None:
        if self._forms and self._forms.pop():
            self.pieces.append(END)

    def note(self, element: etree._Element) -> None:
        self.source.stray += [self.inner(part) for part in children(element, "note-body")]

    def items(self, element: etree._Element) -> None:
        style = value(element, "style-name")
        if value(element, "continue-numbering") != "true":
            self._counts[style] = 0
        for item in children(element, "list-item", "list-header"):
            if local(item) == "list-item":
                self._counts[style] += 1
                number = f"{self._counts[style]}. " if style in self.numbered else "- "
                self.pieces.append(number)
            self.walk_inside(item)

    def table(self, element: etree._Element) -> None:
        rows = [
            [
                self.inner(cell)
                for cell in children(row, "table-cell")
                for _ in range(_times(cell, "number-columns-repeated"))
            ]
            for row in element.iter("{*}table-row")
            if next(row.iterancestors("{*}table")) is element
        ]
        plain = [[unmarked(cell).strip() for cell in row] for row in rows]
        if plain and looks_like_ours(plain[0], self.edition):
            self.pieces.append(f"{GRID}{len(self.source.grids)}{GRID_END}\n")
            self.source.grids.append(plain)
            return
        for row in rows:
            self.pieces.append("\t".join(cell.removesuffix("\n") for cell in row) + "\n")


def _blanks_as_one(text: str | None) -> str:
    """Text as OpenDocument means it: blanks and line ends of the XML are one blank."""
    return without_marks(re.sub(r"[ \t\n]+", " ", text or ""))


def _times(element: etree._Element, name: str) -> int:
    times = value(element, name)
    return min(int(times), _REPEATED) if times.isdigit() else 1


_SILENT = {
    "tracked-changes", "annotation", "sequence-decls", "forms", "shapes", "creator",
}  # fmt: skip
_HANDLERS: Mapping[str, Callable[[Walker, etree._Element], None]] = {
    "p": Walker.paragraph,
    "h": Walker.paragraph,
    "s": Walker.blanks,
    "tab": Walker.tab,
    "line-break": Walker.line_break,
    "list": Walker.items,
    "table": Walker.table,
    "note": Walker.note,
    "text-input": Walker.field,
    "content-control": Walker.field,
    "fieldmark-start": Walker.field_start,
    "fieldmark-end": Walker.field_end,
}
