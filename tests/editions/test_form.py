"""The edition is the paper, letter for letter."""

import re
from collections.abc import Iterator
from pathlib import Path

from wirportal.editions.load import load
from wirportal.editions.model import Edition, Question, Section

PAPER = Path(__file__).parents[1] / "data" / "formular.txt"


def flat(text: str) -> str:
    """One line; a blank to fill in (five en-spaces) counts as a space."""
    return re.sub(r"\s+", " ", text).strip()


def printed(edition: Edition) -> Iterator[str]:
    """Every wording that the edition prints, from top to bottom."""
    yield edition.questions["serial_number"].label
    yield from (edition.title, edition.programme, edition.budget_item)
    yield from official(edition.questions["application_date"])
    yield edition.name_label
    yield from (f"· {option.label}:" for option in edition.body_types)
    for section in edition.sections:
        if section.part == "body":
            yield from section_wording(section)
    yield from (edition.applicant_label, edition.place_date_label, edition.signature_label)


def section_wording(section: Section) -> Iterator[str]:
    yield from (section.heading, section.hint)
    for question in section.questions:
        if not question.beside and question.id != section.lead:
            yield from official(question)


def official(question: Question) -> Iterator[str]:
    yield question.preface
    yield from question.printed.split("{}") if question.printed else (question.heading,)
    yield question.hint


def test_edition_prints_the_official_form() -> None:
    paper = flat(PAPER.read_text(encoding="utf-8")).replace("kreisfeien", "kreisfreien")
    left_over = []
    for wording in filter(None, map(flat, printed(load()))):
        before, found, paper = paper.partition(wording)
        assert found, f"not on the paper, or not here: {wording}"
        left_over.append(before.strip())
    # the dots of the date line and the comma between place and date stand between blanks
    assert [*filter(None, left_over), paper] == [". .", ",", ""]


def test_lead_question_says_what_its_section_says() -> None:
    for section in load().sections:
        if section.lead:
            lead = load().questions[section.lead]
            assert (lead.label, lead.hint) == (section.label, section.hint)


def test_tables_stand_beside_official_questions_of_their_section() -> None:
    edition = load()
    groups = {lead: group for lead, group in edition.companions.items() if len(group) > 1}
    assert {lead: group[1].id for lead, group in groups.items()} == {
        "contacts_note": "contacts",
        "posts_note": "posts",
        "annual_plan": "goals",
        "opening": "opening_steps",
        "welcome": "welcome_steps",
        "schedule": "milestones",
        "indicators_note": "indicators",
    }
    for lead, group in groups.items():
        assert {edition.section_of[question.id].id for question in group} == {
            edition.section_of[lead].id
        }
