"""PDF files: our attachment is exact; without it the text still goes to the right questions."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings

from tests.documents.reading import written
from tests.documents.reading.conftest import Read
from wirportal.documents import pdf as printer
from wirportal.documents.paper import Paper, from_json
from wirportal.editions.load import load
from wirportal.editions.model import Answers
from wirportal.editions.outline import Body

EDITION = load()
EXAMPLE = from_json((Path(__file__).parents[2] / "data" / "konzept-musterland.json").read_bytes())
ROWS = {
    "goals": [{"id": written.GOAL_IDS[0], "title": "Formulare sind verständlich"}],
    "milestones": [
        {"id": written.GOAL_IDS[1], "title": "Befragung liegt vor", "due": "2027-03-31"},
        {"id": written.GOAL_IDS[2], "title": "Formulare geprüft", "due": "2027-09-30"},
    ],
}


def without_attachment(data: bytes, **how: pikepdf.Encryption) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for name in list(pdf.attachments):
            del pdf.attachments[name]
        if "/AF" in pdf.Root:
            del pdf.Root["/AF"]
        pdf.save(buffer := io.BytesIO(), **how)  # type: ignore[arg-type]
    return buffer.getvalue()


def letters(text: str) -> str:
    """What line ends, hyphens and the shape of bullets don't change."""
    return re.sub(r"[\s\u00ad•–-]", "", text)


@pytest.mark.documents
@given(answers=written.CONCEPTS)
@settings(max_examples=20, deadline=None)
def test_printed_file_comes_back_with_the_same_answers(read: Read, answers: Answers) -> None:
    imported = read(printer.render(Paper(EDITION, answers, Body("Musterland", "landkreis"))))
    assert imported.answers == answers
    assert imported.body == Body("Musterland", "landkreis")
    assert all(f.source == "attachment" and f.confidence == 1 for f in imported.findings)


def test_revision_comes_back(read: Read) -> None:
    assert read(printer.render(Paper(EDITION, {}, revision="K7QM-2F4T"))).revision == "K7QM-2F4T"


def test_printed_text_alone_goes_to_its_questions(read: Read) -> None:
    imported = read(without_attachment(printer.render(EXAMPLE)))
    prose = {q: v for q, v in EXAMPLE.answers.items() if isinstance(v, str)}
    assert {q: letters(v) for q, v in imported.answers.items() if isinstance(v, str)} == {
        q: letters(v) for q, v in prose.items()
    }
    assert imported.body == EXAMPLE.body
    assert {finding.source for finding in imported.findings} == {"heading"}


def test_printed_tables_stay_out_of_prose(read: Read) -> None:
    answers = EXAMPLE.answers | ROWS
    imported = read(without_attachment(printer.render(Paper(EDITION, answers))))
    for question in ("annual_plan", "schedule", "opening"):
        assert letters(imported.answers[question]) == letters(answers[question])
    rest = letters(" ".join(imported.unassigned))
    assert letters("Befragung liegt vor") in rest


def test_empty_printed_form_has_no_answer(read: Read) -> None:
    imported = read(without_attachment(printer.render(Paper(EDITION, {}))))
    assert (imported.answers, imported.unassigned) == ({}, ())


def test_file_that_only_forbids_printing_is_read(read: Read) -> None:
    encryption = pikepdf.Encryption(user="", owner="geheim")
    imported = read(without_attachment(printer.render(EXAMPLE), encryption=encryption))
    assert imported.answers["place"] == "Musterstadt"


@pytest.mark.documents
@given(answers=written.answers(written.QUOTING))
@settings(max_examples=20, deadline=None)
def test_no_printed_text_goes_to_a_wrong_question(read: Read, answers: dict[str, str]) -> None:
    imported = read(without_attachment(printer.render(Paper(EDITION, answers))))
    for question, text in imported.answers.items():
        assert letters(text) in letters(answers.get(question, ""))
