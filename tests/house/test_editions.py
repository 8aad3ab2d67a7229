"""Published editions stay as they were, and what has one id is one question in all of them."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain

import pytest

from wirportal.editions.checks import CHECKS
from wirportal.editions.load import FOLDER, edition_ids, load, published
from wirportal.editions.model import Edition

EDITIONS = [load(edition_id) for edition_id in edition_ids()]


def named(edition: Edition) -> str:
    return edition.id


@pytest.mark.parametrize("edition_id", published())
def test_published_edition_is_unchanged(edition_id: str) -> None:
    digest = hashlib.sha256((FOLDER / f"{edition_id}.toml").read_bytes()).hexdigest()
    assert digest == published()[edition_id], "a correction is a new edition"
    assert load(edition_id).sha256 == digest


@pytest.mark.parametrize("edition", EDITIONS, ids=named)
def test_file_is_named_after_its_edition(edition: Edition) -> None:
    assert (FOLDER / f"{edition.id}.toml").is_file()


@pytest.mark.parametrize("edition", EDITIONS, ids=named)
def test_ids_within_an_edition_are_unique(edition: Edition) -> None:
    for ids in id_lists(edition):
        assert len(ids) == len(set(ids))


def id_lists(edition: Edition) -> Iterator[list[str]]:
    """Ids that stand side by side."""
    yield [section.id for section in edition.sections]
    yield [option.id for option in edition.body_types]
    for question in edition.questions.values():
        yield [column.id for column in question.columns]
        for column in question.columns:
            yield [option.id for option in column.options]


@pytest.mark.parametrize("edition", EDITIONS, ids=named)
def test_lead_is_a_question_of_its_section(edition: Edition) -> None:
    for section in edition.sections:
        assert not section.lead or edition.section_of[section.lead] == section


def changed_ids(editions: Iterable[Edition]) -> set[str]:
    """Ids that mean another question, or another kind of answer, in another edition."""
    questions = chain.from_iterable(edition.questions.values() for edition in editions)
    meanings = {(question.id, question.label, question.kind) for question in questions}
    ids = [question_id for question_id, *_ in meanings]
    return {question_id for question_id in ids if ids.count(question_id) > 1}


def test_same_id_is_the_same_question_in_all_editions() -> None:
    assert changed_ids(EDITIONS) == set()


def test_a_reused_id_would_be_noticed() -> None:
    edition = EDITIONS[0]
    question = edition.sections[-1].questions[0].model_copy(update={"kind": "text"})
    section = edition.sections[-1].model_copy(update={"questions": (question,)})
    other = Edition.model_validate(
        edition.model_dump(by_alias=True) | {"section": [section.model_dump(by_alias=True)]}
    )
    assert changed_ids([edition, other]) == {question.id}


def test_every_check_fits_an_edition() -> None:
    assert [one.text for one in CHECKS if not any(map(one.fits, EDITIONS))] == []
