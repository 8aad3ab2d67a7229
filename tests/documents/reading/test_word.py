"""Word files: our own by tag, the old form by its fields, and what people do to both."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.reading import written
from tests.documents.reading.conftest import Read
from tests.documents.reading.forms import as_word, filled, text_run, word_file
from wirportal.documents import docx as writer
from wirportal.documents.paper import Paper
from wirportal.documents.reading.printed import PLACEHOLDERS
from wirportal.editions.load import load
from wirportal.editions.model import Answers
from wirportal.editions.outline import Body

EDITION = load()
GOALS = [{"id": written.GOAL_IDS[0], "title": "Offene Verwaltung", "focus": "opening"}]


def ours(answers: Answers) -> bytes:
    return writer.write(Paper(EDITION, answers, Body("Musterland", "landkreis")))


def section(number: str) -> str:
    """How the heading of a section begins in our file."""
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    return f'<w:p>{style}<w:r><w:t xml:space="preserve">{number}'


def changed(file: bytes, change: Callable[[str], str]) -> bytes:
    """The Word file with its document changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                before = content.decode()
                content = change(before).encode()
                assert content.decode() != before
            new.writestr(name, content)
    return buffer.getvalue()


# --- our own file ---------------------------------------------------------------------------------


@pytest.mark.documents
@given(answers=written.CONCEPTS)
@settings(max_examples=150, deadline=None)
def test_own_file_comes_back_with_the_same_answers(read: Read, answers: Answers) -> None:
    imported = read(ours(answers))
    assert imported.answers == answers
    assert not imported.unassigned
    assert imported.body == Body("Musterland", "landkreis")
    assert {finding.id for finding in imported.findings} == set(answers)
    assert all(f.source == "content-control" and f.confidence == 1 for f in imported.findings)


def test_edition_and_revision_come_back(read: Read) -> None:
    imported = read(writer.write(Paper(EDITION, {}, revision="K7QM-2F4T")))
    assert (imported.edition, imported.revision) == (EDITION.id, "K7QM-2F4T")


def test_placeholders_are_known() -> None:
    document = zipfile.ZipFile(io.BytesIO(ours({}))).read("word/document.xml").decode()
    shown = re.findall(r'<w:rStyle w:val="PlaceholderText"/></w:rPr><w:t[^>]*>([^<]*)', document)
    assert shown
    assert set(shown) <= set(PLACEHOLDERS)


def test_split_runs_and_smart_tags_are_read_through(read: Read) -> None:
    file = changed(
        ours({"place": "Musterstadt"}),
        lambda xml: xml.replace(
            '<w:t xml:space="preserve">Musterstadt</w:t>',
            "<w:t>Muster</w:t></w:r><w:smartTag><w:r><w:t>sta</w:t></w:r></w:smartTag><w:r><w:t>dt</w:t>",
        ),
    )
    assert read(file).answers == {"place": "Musterstadt"}


def test_tracked_changes_count_as_accepted(read: Read) -> None:
    file = changed(
        ours({"status": "Altes bleibt."}),
        lambda xml: xml.replace(
            '<w:r><w:t xml:space="preserve">Altes bleibt.</w:t></w:r>',
            "<w:del><w:r><w:delText>Altes</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>Neues</w:t></w:r></w:ins><w:r><w:t> bleibt.</w:t></w:r>",
        ),
    )
    assert read(file).answers == {"status": "Neues bleibt."}


def test_copied_row_gets_an_id_of_its_own(read: Read) -> None:
    def copy(xml: str) -> str:
        start = xml.index("<w:sdt>", xml.index("<w15:repeatingSection/>", xml.index("wir.goals")))
        end = xml.index("</w:tr></w:sdtContent></w:sdt>", start) + 30
        return xml[:end] + xml[start:end].replace("Offene", "Weltoffene") + xml[end:]

    rows = read(changed(ours({"goals": GOALS}), copy)).answers["goals"]
    assert [row["title"] for row in rows] == ["Offene Verwaltung", "Weltoffene Verwaltung"]
    assert rows[0]["id"] == written.GOAL_IDS[0] != rows[1]["id"]


def test_row_added_without_tags_is_read_by_place(read: Read) -> None:
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        for text in ("Bericht liegt vor", "Offene Verwaltung", "31.03.2027", "Leitung")
    )
    milestones = [{"id": written.GOAL_IDS[1], "title": "Auftakt", "due": "2027-01-15"}]

    def add(xml: str) -> str:
        start = xml.index('w:val="wir.milestones"')
        end = xml.index("</w:tbl>", start)
        return f"{xml[:end]}<w:tr>{cells}</w:tr>{xml[end:]}"

    imported = read(changed(ours({"goals": GOALS, "milestones": milestones}), add))
    added = imported.answers["milestones"][1]
    assert (added["title"], added["due"]) == ("Bericht liegt vor", "2027-03-31")
    assert added["goal"] == written.GOAL_IDS[0]


def test_number_typed_in_a_cell_becomes_canonical(read: Read) -> None:
    indicators = [{"id": written.GOAL_IDS[1], "title": "Kontakte", "target": "1"}]

    def retype(xml: str) -> str:
        start = xml.index('w:val="wir.indicators.target"')
        return xml[:start] + xml[start:].replace(">1</w:t>", ">1.234,5</w:t>", 1)

    imported = read(changed(ours({"indicators": indicators}), retype))
    assert imported.answers["indicators"][0]["target"] == "1234.5"


def test_text_and_table_beside_the_controls_are_not_lost(read: Read) -> None:
    extra = (
        "<w:p><w:r><w:t>Eigener Nachtrag</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Eigene</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>Tabelle</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    file = ours({"steering": "Die Lenkungsgruppe."})
    imported = read(changed(file, lambda xml: xml.replace(section("6."), extra + section("6."))))
    assert imported.answers == {"steering": "Die Lenkungsgruppe."}
    assert imported.unassigned == ("Eigener Nachtrag\nEigene\tTabelle",)


def test_text_below_an_emptied_control_goes_to_its_question(read: Read) -> None:
    extra = "<w:p><w:r><w:t>Daneben getippt</w:t></w:r></w:p>"
    file = changed(ours({}), lambda xml: xml.replace(section("7."), extra + section("7.")))
    assert read(file).answers == {"cooperation": "Daneben getippt"}


def test_strict_and_web_files_are_read_alike(read: Read) -> None:
    strict = changed(
        ours({"place": "Musterstadt"}),
        lambda xml: xml.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
    )
    assert read(strict).answers == {"place": "Musterstadt"}
    web = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as old, zipfile.ZipFile(web, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("word/document.xml", "word/document2.xml"), content)
    assert read(web.getvalue()).answers == {"place": "Musterstadt"}


def test_footnotes_and_strange_controls_are_not_lost(read: Read) -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:footnote><w:p><w:r><w:t>Stand: Mai</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    field = "<w:p><w:r><w:t>5.2. Fremdes Feld</w:t></w:r></w:p>"
    properties = '<w:sdtPr><w:tag w:val="fremd"/><w:text/></w:sdtPr>'
    body = f"<w:sdt>{properties}<w:sdtContent>{field}</w:sdtContent></w:sdt>"
    imported = read(word_file(body, {"word/footnotes.xml": notes}))
    assert imported.unassigned == ("Stand: Mai", "5.2. Fremdes Feld")


# --- the old form ---------------------------------------------------------------------------------


def test_empty_old_form_has_no_answer(read: Read) -> None:
    imported = read(as_word({}))
    assert (imported.answers, imported.unassigned) == ({}, ())


@pytest.mark.documents
@given(answers=written.answers(st.one_of(written.TEXTS, written.QUOTING)))
@settings(max_examples=150, deadline=None)
def test_form_fields_are_certain_whatever_is_written_in_them(
    read: Read, answers: dict[str, str]
) -> None:
    fields = {q: t for q, t in answers.items() if q not in ("measure_note", "cooperation")}
    imported = read(as_word(fields | {"applicant": "Amt 5", "place": "A", "date": "1.2.2027"}))
    for question in ("applicant", "place", "date"):
        imported.answers.pop(question)
    assert imported.answers == fields
    assert not imported.unassigned
    assert {f.source for f in imported.findings if f.id in fields} <= {"form-field"}


@pytest.mark.documents
@given(answers=written.answers())
@settings(max_examples=100, deadline=None)
def test_plain_text_under_the_headings_is_found(read: Read, answers: dict[str, str]) -> None:
    paragraphs = "".join(
        f"<w:p><w:r>{text_run(line)}</w:r></w:p>" for line in filled(answers).split("\n")
    )
    assert read(word_file(paragraphs)).answers == answers


def test_old_form_inside_a_layout_table_is_read(read: Read) -> None:
    answers = {"status": "Viel.\n\n5.1. kommt noch.", "tasks": "Beraten"}
    file = changed(
        as_word(answers),
        lambda xml: xml.replace("<w:body>", "<w:body><w:tbl><w:tr><w:tc/><w:tc>").replace(
            "<w:sectPr/>", "</w:tc></w:tr></w:tbl><w:sectPr/>"
        ),
    )
    assert read(file).answers == answers


def test_numbers_and_bullets_that_word_counts_are_written_out(read: Read) -> None:
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        + abstract(1, ("decimal", "%1."), ("decimal", "%1.%2."))
        + abstract(2, ("bullet", "\uf0b7"))
        + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
        + "</w:numbering>"
    )
    sections = (
        "Beantragte Maßnahme:", "Name/n und Kontaktdaten “WIR“-Koordination:", "Rahmenbedingungen:",
    )  # fmt: skip
    body = "".join(listed(1, 0, text) for text in sections)
    body += listed(1, 1, "In welchem Fachbereich/Sachgebiet ist das Thema Integration angesiedelt?")
    body += "".join(listed(2, 0, text) for text in ("hier", "dort"))
    body += listed(1, 1, "Organisatorische Anbindung der WIR-Koordinationskraft?")
    assert read(word_file(body, {"word/numbering.xml": numbering})).answers == {
        "anchoring": "- hier\n- dort"
    }


def abstract(number: int, *levels: tuple[str, str]) -> str:
    inner = "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (shape, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>'


def listed(number: int, level: int, text: str) -> str:
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
    return f"<w:p><w:pPr><w:numPr>{place}</w:numPr></w:pPr><w:r>{text_run(text)}</w:r></w:p>"
