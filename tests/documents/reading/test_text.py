"""Text filled into the official form's wording is found at the right question."""

import pytest
from hypothesis import given, settings

from tests.documents.reading import written
from tests.documents.reading.conftest import Read
from tests.documents.reading.forms import OFFICIAL, filled
from wirportal.documents.reading.printed import printed
from wirportal.editions.load import CURRENT

HEAD_AND_FOOT = {
    "application_date": "20.11.2026",
    "budget_year": "2027",
    "landkreis": "Musterland",
    "applicant": "Kreisausschuss des Landkreises Musterland",
    "place": "Musterstadt",
    "date": "21. November 2026",
}


def test_empty_form_has_no_answer(read: Read) -> None:
    imported = read(OFFICIAL)
    assert (imported.answers, imported.unassigned) == ({}, ())


def test_head_and_foot_are_read(read: Read) -> None:
    imported = read(filled(HEAD_AND_FOOT))
    assert imported.answers == {
        "application_date": "2026-11-20",
        "budget_year": 2027,
        "applicant": "Kreisausschuss des Landkreises Musterland",
        "place": "Musterstadt",
        "date": "2026-11-21",
    }
    assert (imported.body.name, imported.body.type) == ("Musterland", "landkreis")


@pytest.mark.documents
@given(answers=written.answers())
@settings(max_examples=300, deadline=None)
def test_answers_are_found_at_their_questions(read: Read, answers: dict[str, str]) -> None:
    imported = read(filled(answers | HEAD_AND_FOOT))
    found = {q: text for q, text in imported.answers.items() if q not in HEAD_AND_FOOT}
    assert found == answers
    assert not imported.unassigned


@pytest.mark.documents
@given(answers=written.answers(written.QUOTING))
@settings(max_examples=300, deadline=None)
def test_quoted_prompts_put_no_text_in_a_wrong_question(
    read: Read, answers: dict[str, str]
) -> None:
    imported = read(filled(answers | HEAD_AND_FOOT))
    for question, text in imported.answers.items():
        assert question in HEAD_AND_FOOT or text in answers.get(question, "")


@pytest.mark.documents
@given(answers=written.answers(written.QUOTING))
@settings(max_examples=150, deadline=None)
def test_quoted_prompts_lose_no_written_line(read: Read, answers: dict[str, str]) -> None:
    imported = read(filled(answers | HEAD_AND_FOOT))
    kept = "\n".join([*map(str, imported.answers.values()), *imported.unassigned])
    for line in "\n".join(answers.values()).split("\n"):
        assert line.strip() in kept or not printed(CURRENT).without(line, wrapped=False)
