"""The concept as a Word file: the official layout with one tagged content control per field.

Tags are `wir.<question id>`, `wir.row.<row id>`, `wir.<table id>.<column id>` and
`wir.body.<type id>`; `reading` finds the answers by them.
"""

from collections.abc import Iterator
from typing import Any

from wirportal.documents.docx_package import package
from wirportal.documents.layout import (
    APPLICANT,
    DATE,
    PLACE,
    SERIAL_NUMBER,
    SIGNATORIES,
    around,
    shares,
)
from wirportal.documents.paper import Paper
from wirportal.documents.wordml import (
    cell,
    choice,
    control,
    document,
    paragraph,
    row,
    run,
    shown_entries,
    table,
)
from wirportal.editions.answers import is_empty, without_blank_rows
from wirportal.editions.kinds import KINDS, iso_date
from wirportal.editions.model import Column, Option, Question, Section
from wirportal.editions.rows import own_id, row_title

PAGE_WIDTH = 9638  # twentieths of a point between the margins
_HEADER, _PEN = "DDE3E8", "FFFFFF"  # grounds of cells that nobody types into
_BLANK_ROWS = 3  # at least so many rows in a table, and one more than are filled
_LISTED = 60  # more rows than these are typed in, not picked from a list
_ADVICE = (
    "Bitte füllen Sie nur die grauen Felder aus und ändern Sie sonst nichts. "
    "Speichern Sie die Datei als Word-Dokument (.docx) und laden Sie sie im WIR-Portal hoch; "
    "dort sehen Sie vor dem Übernehmen, was erkannt wurde. "
    "Zeilen in Tabellen ergänzen Sie mit dem Pluszeichen am Ende der Zeile."
)
_PROMPTS = {
    "text": "Klicken, um Text einzugeben",
    "line": "Klicken, um Text einzugeben",
    "number": "Zahl",
    "money": "Betrag",
    "date": "TT.MM.JJJJ",
    "year": "JJJJ",
    "choice": "Bitte wählen",
    "ref": "Ziel wählen",
    "phone": "Nummer",
    "email": "Adresse",
}
_DATE_SHAPE = (
    '<w:date{}><w:dateFormat w:val="dd.MM.yyyy"/><w:lid w:val="de-DE"/>'
    '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
)


def write(paper: Paper) -> bytes:
    """The .docx file, equal bytes for equal papers; without answers the blank form."""
    return package(document("".join(_content(paper))), paper)


def _content(paper: Paper) -> Iterator[str]:
    edition = paper.edition
    yield from _head(paper)
    for section in edition.sections:
        if section.part == "body":
            yield paragraph(run(section.heading), style="Heading1")
            if section.hint:
                yield paragraph(run(section.hint), style="WIRKlammer")
            for question in section.questions:
                yield from _question(question, section, paper)
    yield from _foot(paper)


def _head(paper: Paper) -> Iterator[str]:
    edition = paper.edition
    number = edition.questions[SERIAL_NUMBER]
    yield paragraph(run(f"{number.label} "), _line(number, paper), style="WIRRechts")
    yield paragraph(run(_ADVICE), style="WIRHinweis")
    yield paragraph(run(edition.title), style="Title")
    yield paragraph(run(edition.programme), style="Subtitle")
    yield paragraph(run(edition.budget_item), style="WIRKlammer")
    for question in edition.section("head").questions:
        if question is not number:
            yield _printed_line(question, paper)
    yield paragraph(run(edition.name_label), style="Heading2")
    for option in edition.body_types:
        yield _body_line(option, paper)


def _body_line(option: Option, paper: Paper) -> str:
    name = paper.body.name if paper.body.type == option.id else ""
    field = _inline(f"wir.body.{option.id}", option.label, name, "<w:text/>", _PROMPTS["line"])
    return paragraph(run(f"{option.label}: "), field, style="WIRZeile")


def _printed_line(question: Question, paper: Paper) -> str:
    """The answer inside its printed line."""
    before, after = around(question)
    after += f" {question.hint}" if question.hint else ""
    return paragraph(run(before), _line(question, paper), run(after), style="WIRZeile")


def _question(question: Question, section: Section, paper: Paper) -> Iterator[str]:
    if question.preface:
        yield paragraph(run(question.preface), style="WIRVorsatz")
    if question.printed:
        yield _printed_line(question, paper)
    elif question.columns:
        yield paragraph(run(question.label), style="Caption")
        yield _table(question, paper)
        yield paragraph(style="WIRAbstand")
    else:
        yield from _prose(question, section, paper)


def _prose(question: Question, section: Section, paper: Paper) -> Iterator[str]:
    if question.id != section.lead:
        yield paragraph(run(question.heading), style="Heading2")
        if question.hint:
            yield paragraph(run(question.hint), style="WIRKlammer")
    if question.kind == "text":
        text = paper.answers.get(question.id) or ""
        content = _paragraphs(text, _PROMPTS["text"], "WIRAntwort")
        yield control(f"wir.{question.id}", question.label, content, empty=not text)
    else:
        yield paragraph(_line(question, paper), style="WIRAntwort")
    yield paragraph(style="WIRAbstand")


def _paragraphs(text: str, prompt: str, style: str) -> str:
    """One paragraph per line, so that the text comes back exactly."""
    if not text:
        return paragraph(run(prompt, "PlaceholderText"), style=style)
    return "".join(paragraph(run(line) if line else "", style=style) for line in text.split("\n"))


def _line(question: Question, paper: Paper) -> str:
    """The control of a one-line answer, to stand inside a paragraph."""
    value = paper.answers.get(question.id)
    shown, shape = _shown(value, question, paper)
    return _inline(f"wir.{question.id}", question.label, shown, shape, _PROMPTS[question.kind])


def _inline(tag: str, name: str, text: str, shape: str, prompt: str) -> str:
    content = run(text, "WIRFeld") if text else run(prompt, "PlaceholderText")
    return control(tag, name, content, shape, style="WIRFeld", empty=not text)


def _shown(value: Any, field: Column, paper: Paper) -> tuple[str, str]:
    """What stands in the control, and its shape."""
    if field.kind in ("choice", "ref"):
        entries = shown_entries(_entries(value, field, paper))
        element = "dropDownList" if field.kind == "choice" else "comboBox"
        return entries.get(value, ""), choice(element, entries)
    shown = "" if is_empty(value) else KINDS[field.kind].typed(value, field)
    if field.kind == "date":
        day = iso_date(value)
        return shown, _DATE_SHAPE.format(f' w:fullDate="{day}T00:00:00Z"' if day else "")
    return shown, "<w:text/>"


def _entries(value: Any, field: Column, paper: Paper) -> dict[str, str]:
    """Value → what is shown, for everything that can be picked, and for what was picked."""
    if field.kind == "choice":
        entries = {option.id: option.label for option in field.options}
    else:
        rows = without_blank_rows(paper.answers.get(field.table) or [])
        entries = {
            row["id"]: row_title(row) for row in rows if len(rows) <= _LISTED or row["id"] == value
        }
    return entries if is_empty(value) else {**entries, value: entries.get(value, value)}


def _table(question: Question, paper: Paper, extra: str = "") -> str:
    """The table in its control; `extra` heads a last column that is left to the pen."""
    room = PAGE_WIDTH * (0.6 if extra else 1)
    filled = () if extra else paper.outline.item(question.id).rows
    widths = [round(share * room) for share in shares(question, filled)]
    heads = [column.label for column in question.columns]
    if extra:
        heads.append(extra)
        widths.append(PAGE_WIDTH - sum(widths))
    header = row(
        (
            cell(paragraph(run(head), style="WIRKopfzeile"), width, ground=_HEADER)
            for head, width in zip(heads, widths, strict=True)
        ),
        header=True,
    )
    shape = "<w15:repeatingSection/>"
    rows = "".join(_row(question, values, widths, paper) for values in _rows(question, paper))
    return control(
        f"wir.{question.id}",
        question.label,
        table(header + control("", question.row_label, rows, shape), widths, question.label),
    )


def _rows(question: Question, paper: Paper) -> list[dict[str, Any]]:
    """The filled rows and some blank ones with ids of their own."""
    rows = list(without_blank_rows(paper.answers.get(question.id) or []))
    seen = {row["id"] for row in rows}
    wanted = max(_BLANK_ROWS, len(rows) + 1)
    blank = [
        {"id": own_id("", f"{question.id}/{number}", seen)} for number in range(len(rows), wanted)
    ]
    return rows + blank


def _row(question: Question, values: dict[str, Any], widths: list[int], paper: Paper) -> str:
    cells = [
        _cell(question, column, values.get(column.id), width, paper)
        for column, width in zip(question.columns, widths, strict=False)
    ]
    if len(widths) > len(cells):
        cells.append(cell(paragraph(style="WIRZelle"), widths[-1], ground=_PEN))
    height = 800 if len(widths) > len(question.columns) else 0
    return control(
        f"wir.row.{values['id']}",
        question.row_label,
        row(cells, height=height),
        "<w15:repeatingSectionItem/>",
        locked=False,
    )


def _cell(question: Question, column: Column, value: Any, width: int, paper: Paper) -> str:
    """A cell; LibreOffice 7.4 understands controls inside its paragraph best."""
    tag, prompt = f"wir.{question.id}.{column.id}", _PROMPTS[column.kind]
    shown, shape = _shown(value, column, paper)
    if column.kind == "text":
        content = cell(_paragraphs(shown, prompt, "WIRZelle"), width)
        return control(tag, column.label, content, locked=False, empty=not shown)
    field = _inline(tag, column.label, shown, shape, prompt)
    return cell(paragraph(field, style="WIRZelle"), width)


def _foot(paper: Paper) -> Iterator[str]:
    edition = paper.edition
    ask = edition.questions
    yield paragraph(style="WIRAbstand")
    yield paragraph(_line(ask[APPLICANT], paper), style="WIRZeile")
    yield paragraph(run(edition.applicant_label), style="WIRKlammer")
    yield paragraph(_line(ask[PLACE], paper), run(", "), _line(ask[DATE], paper), style="WIRZeile")
    yield paragraph(run(edition.place_date_label), style="WIRKlammer")
    yield _table(ask[SIGNATORIES], paper, edition.signature_label)
