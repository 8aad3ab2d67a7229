"""Word files: our content controls by tag, form fields, and the text around them."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading.docx_controls import Control
from wirportal.documents.reading.docx_numbers import Numbers
from wirportal.documents.reading.grids import looks_like_ours
from wirportal.documents.reading.packages import Package, broken, macros
from wirportal.documents.reading.printed import is_placeholder
from wirportal.documents.reading.source import (
    END,
    FIELD,
    GRID,
    GRID_END,
    Shown,
    Source,
    unmarked,
    without_marks,
)
from wirportal.documents.reading.tree import children, first, local, text_of, value
from wirportal.editions.model import Edition, Question
from wirportal.editions.outline import Body

_NOTES = "WIRHinweis"
"""The style of our own advice to whoever fills the form: not an answer."""


def read(path: Path, edition: Edition) -> Source:
    """The file taken apart. Raises UnreadableFile."""
    with Package(path) as package:
        if b"macroEnabled" in package.read("[Content_Types].xml"):
            raise UnreadableFile(macros())
        main = package.xml(_main_part(package))
        if main is None:
            raise UnreadableFile(broken())
        numbers = Numbers(package.xml("word/numbering.xml"), package.xml("word/styles.xml"))
        source = Source()
        walker = Walker(source, edition, numbers)
        walker.walk(main)
        source.text = walker.text
        source.stray += _footnotes(package, edition, numbers)
        _read_properties(package, source)
    return source


def paragraphs(file: BinaryIO) -> list[str]:
    """The texts of all paragraphs of a Word file, controls or not."""
    with Package(file) as package:
        main = package.xml(_main_part(package))
    found = main.iter("{*}p") if main is not None else ()
    return [text_of(paragraph) for paragraph in found]


def _main_part(package: Package) -> str:
    """The part that holds the text: Word's web version calls it document2.xml."""
    for relation in children(package.xml("_rels/.rels"), "Relationship"):
        if value(relation, "Type").endswith("/officeDocument"):
            return value(relation, "Target").lstrip("/")
    return "word/document.xml"


def _footnotes(package: Package, edition: Edition, numbers: Numbers) -> list[str]:
    found = []
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        for note in children(package.xml(name), "footnote", "endnote"):
            walker = Walker(Source(), edition, numbers)
            walker.walk(note)
            found.append(unmarked(walker.text).strip())
    return found


def _read_properties(package: Package, source: Source) -> None:
    properties = {
        value(node, "name"): text_of(node).strip()
        for node in children(package.xml("docProps/custom.xml"), "property")
    }
    source.edition = properties.get("wir.edition", "")
    source.revision = properties.get("wir.revision", "")


class Walker:
    """Writes down the text of an element; controls with our tags go to the source instead."""

    def __init__(self, source: Source, edition: Edition, numbers: Numbers) -> None:
        self.source = source
        self.edition = edition
        self.numbers = numbers
        self.pieces: list[str] = []
        self.cell: dict[str, str] = {}
        """Values of the controls in the table cell that is being read, by column id."""
        self._forms: list[bool] = []
        """For each open field: whether people type into it."""

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def inner(self, *elements: etree._Element) -> "Walker":
        """What another walker writes down of these elements."""
        walker = Walker(self.source, self.edition, self.numbers)
        for element in elements:
            walker.walk(element)
        return walker

    def walk(self, element: etree._Element) -> None:
        name = local(element)
        if name in _SILENT or not name:
            return
        if handler := _HANDLERS.get(name):
            handler(self, element)
        else:
            self.walk_children(element)

    def walk_children(self, element: etree._Element | None) -> None:
        for child in element if element is not None else ():
            self.walk(child)

    def write(self, element: etree._Element) -> None:
        self.pieces.append(without_marks(element.text or ""))

    def sign(self, element: etree._Element) -> None:
        self.pieces.append(_SIGNS[local(element)])

    def symbol(self, element: etree._Element) -> None:
        code = value(element, "char")
        try:
            self.pieces.append(without_marks(chr(int(code, 16))))
        except ValueError:
            return

    def paragraph(self, element: etree._Element) -> None:
        properties = first(element, "pPr")
        if value(first(properties, "pStyle")) == _NOTES:
            return
        self.pieces.append(self.numbers.prefix(element))
        self.walk_children(element)
        if first(first(properties, "rPr"), "del") is None:
            self.pieces.append("\n")

    def field(self, element: etree._Element) -> None:
        """A complex field: begin … instruction … separate … result … end, over many runs."""
        step = value(element, "fldCharType")
        if step == "begin":
            data = first(element, "ffData")
            self._forms.append(data is not None)
            self.pieces.append(FIELD + _picked(data) if data is not None else "")
        elif step == "end" and self._forms and self._forms.pop():
            self.pieces.append(END)

    def simple_field(self, element: etree._Element) -> None:
        is_form = "FORMTEXT" in value(element, "instr")
        self.pieces.append(FIELD if is_form else "")
        self.walk_children(element)
        self.pieces.append(END if is_form else "")

    def control(self, element: etree._Element) -> None:
        control = Control.of(element)
        question = self.edition.questions.get(control.name[0]) if control.name else None
        if control.name[:1] == ("body",):
            self._body(control)
        elif question and question.columns and len(control.name) == 1:
            self._table(control, question)
        elif question and question.columns and len(control.name) == 2:
            self.cell[control.name[1]] = self._typed(control)
        elif question and not question.columns:
            self._answer(question, self._typed(control))
        elif control.name or not control.is_empty:
            self._foreign(control)

    def table(self, element: etree._Element) -> None:
        rows = [[self.inner(cell).text for _, cell in cells] for _, cells in _rows(element)]
        plain = [[unmarked(cell).strip() for cell in row] for row in rows]
        if plain and looks_like_ours(plain[0], self.edition):
            self.pieces.append(f"{GRID}{len(self.source.grids)}{GRID_END}\n")
            self.source.grids.append(plain)
            return
        for row in rows:
            self.pieces.append("\t".join(cell.removesuffix("\n") for cell in row) + "\n")

    def _foreign(self, control: Control) -> None:
        """A control without our tag: what was picked or typed in it is no prompt."""
        inner = self.inner(*(control.content if control.content is not None else ()))
        if not control.is_field:
            self.pieces.append(inner.text)
        elif not is_placeholder(unmarked(inner.text)):
            self.pieces += [FIELD, unmarked(inner.text), END]
        self.cell |= inner.cell

    def _typed(self, control: Control) -> str:
        if control.is_empty or control.content is None:
            return ""
        text = unmarked(self.inner(*control.content).text).removesuffix("\n")
        return "" if is_placeholder(text) else control.typed(text)

    def _answer(self, question: Question, text: str) -> None:
        tagged = self.source.tagged
        if not text.strip() or text == tagged.get(question.id):
            tagged.setdefault(question.id, "")
        elif tagged.get(question.id):
            self.source.stray.append(text)
        else:
            tagged[question.id] = text

    def _body(self, control: Control) -> None:
        name = self._typed(control).strip()
        if name and not self.source.body.name:
            self.source.body = Body(name, control.name[-1])
        elif name:
            self.source.stray.append(name)

    def _table(self, control: Control, question: Question) -> None:
        rows = self.source.tagged.setdefault(question.id, [])
        for child in control.content if control.content is not None else ():
            if local(child) == "tbl":
                rows += self._tagged_rows(child, question)
            else:
                self.walk(child)

    def _tagged_rows(self, table: etree._Element, question: Question) -> Iterator[dict[str, Any]]:
        for row_id, cells in _rows(table):
            walkers = [(control, self.inner(cell)) for control, cell in cells]
            labels = [unmarked(walker.text).strip() for _, walker in walkers]
            if row_id or not looks_like_ours(labels, self.edition):
                yield {"id": row_id} | self._cells(walkers, question)

    def _cells(
        self, walkers: list[tuple[Control | None, "Walker"]], question: Question
    ) -> dict[str, str]:
        found: dict[str, str] = {}
        for place, (control, walker) in enumerate(walkers):
            found |= walker.cell
            text = unmarked(walker.text).strip()
            column = next(iter(walker.cell), "") or _column(control, question, place)
            if control and column not in walker.cell:
                text = "" if control.is_empty else control.typed(text)
            if text and column:
                found[column] = Shown(f"{found.get(column, '')} {text}".strip())
            elif text:
                self.source.stray.append(text)
        return found


def _column(control: Control | None, question: Question, place: int) -> str:
    """The column of a cell: by the tag around it, otherwise by its place."""
    if control and len(control.name) == 2:
        return control.name[1]
    return question.columns[place].id if place < len(question.columns) else ""


Cells = list[tuple[Control | None, etree._Element]]


def _rows(element: etree._Element, row_id: str = "") -> Iterator[tuple[str, Cells]]:
    """The id of the tag around each row, and its cells with the control around each."""
    for child in element:
        name = local(child)
        if name == "sdt":
            control = Control.of(child)
            inner_id = control.name[1] if control.name[:1] == ("row",) else row_id
            if control.content is not None:
                yield from _rows(control.content, inner_id)
        elif name in ("customXml", "ins"):
            yield from _rows(child, row_id)
        elif name == "tr" and first(first(child, "trPr"), "del") is None:
            yield row_id, list(_cells_of(child))


def _cells_of(
    element: etree._Element, control: Control | None = None
) -> Iterator[tuple[Control | None, etree._Element]]:
    for child in element:
        name = local(child)
        if name == "sdt":
            around = Control.of(child)
            if around.content is not None:
                yield from _cells_of(around.content, around if around.name else control)
        elif name == "tc":
            yield control, child
        elif name == "customXml":
            yield from _cells_of(child, control)


def _picked(data: etree._Element) -> str:
    """What a legacy drop-down or check box shows; empty for text."""
    if (entries := first(data, "ddList")) is not None:
        names = [value(entry) for entry in children(entries, "listEntry")]
        chosen = value(first(entries, "result")) or "0"
        return names[int(chosen)] if chosen.isdigit() and int(chosen) < len(names) else ""
    if (box := first(data, "checkBox")) is not None:
        state = first(box, "checked")
        return "☒" if state is not None and value(state) not in ("0", "false") else "☐"
    return ""


_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_SILENT = {
    "del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "pPr", "rPr", "sdtPr",
    "sdtEndPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sectPr", "ffData", "ptab", "ruby",
}  # fmt: skip
_HANDLERS: Mapping[str, Callable[[Walker, etree._Element], None]] = {
    "t": Walker.write,
    "p": Walker.paragraph,
    "tbl": Walker.table,
    "sdt": Walker.control,
    "fldChar": Walker.field,
    "fldSimple": Walker.simple_field,
    "sym": Walker.symbol,
} | dict.fromkeys(_SIGNS, Walker.sign)
