"""What was handed in is found by its words, in the same way on every database."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from wirportal.concepts.models import Concept
from wirportal.people.models import User
from wirportal.review.models import SearchText
from wirportal.review.searching import found_in, hit, index, not_indexed, wanted_stems
from wirportal.review.tasks import index_submissions
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db

TEXT = "Die Netzwerke der Vereine arbeiten in den Häusern der Stadtteile – Café & Gespräche."


def handed_in(text: str = TEXT, body: str = "Landkreis Musterland", **answers: Any) -> Concept:
    author = make.user(f"Alex {body}", Role.COORDINATOR, make.body(body))
    concept = make.concept(author, answers={"opening": text} | answers)
    make.as_handed_in(concept)
    Concept.objects.filter(pk=concept.pk).update(state=State.SUBMITTED)
    return concept


def found(typed: str, user: User | None = None, call: int | None = None) -> list[Concept]:
    return [text.concept for text in found_in(user or make.officer(), typed, call)]


@pytest.mark.parametrize(
    "typed",
    [
        "Netzwerk", "netzwerken", "VEREIN", "Haus", "Hauses", "Stadtteil Verein", "Stadt*",
        "cafe", "gespräch", "Netzwerke*", "verein, haus!",
    ],
)  # fmt: skip
def test_every_form_of_a_word_finds_it(typed: str) -> None:
    concept = handed_in()
    index_submissions.call()
    assert found(typed) == [concept]


@pytest.mark.parametrize(
    "typed",
    ["Netz", "Stadt", "Netzwerk Theater", "", "   ", "*", "''", '"', "- & | !", "words:x", "x'*"],
)
def test_other_words_and_signs_find_nothing(typed: str) -> None:
    handed_in()
    index_submissions.call()
    assert found(typed) == []


@pytest.mark.parametrize(
    "typed", ["Öffnung AND", "NEAR(haus)", "a OR b", "(", "haus:*", "\\", "\0"]
)
def test_signs_of_the_databases_mean_nothing(typed: str) -> None:
    handed_in()
    index_submissions.call()
    found(typed)


def test_drafts_are_never_read() -> None:
    concept = make.concept(answers={"opening": TEXT})
    index_submissions.call()
    index(concept_id=concept.pk)
    assert not SearchText.objects.exists()


@pytest.mark.parametrize("typed", ["Landesprogramm", str(make.YEAR)])
def test_words_of_the_form_itself_are_not_searched(typed: str) -> None:
    handed_in()
    index_submissions.call()
    assert found(typed) == []


def test_what_is_written_after_handing_in_is_not_found() -> None:
    concept = handed_in()
    index_submissions.call()
    Concept.objects.filter(pk=concept.pk).update(state=State.RETURNED, open_questions=["opening"])
    make.saved(concept, "opening", "Ein Geheimnis", concept.created_by)
    index_submissions.call()
    assert found("Geheimnis") == []
    assert found("Netzwerk") == [concept]


def test_the_next_submission_takes_the_place_of_the_former() -> None:
    concept = handed_in()
    index_submissions.call()
    assert not not_indexed().exists()
    concept.answers.filter(question="opening").update(value="Ein Theater")
    make.as_handed_in(concept)
    assert concept in not_indexed()
    index_submissions.call()
    assert found("Netzwerk") == []
    assert found("Theater") == [concept]
    assert not not_indexed().exists()


def test_it_is_indexed_once() -> None:
    concept = handed_in()
    for _ in range(2):
        index(concept_id=concept.pk)
    assert SearchText.objects.count() == 1
    assert found("Netzwerk") == [concept]


@pytest.mark.parametrize("role", list(Role))
def test_everybody_finds_only_what_they_see(role: Role) -> None:
    handed_in()
    index_submissions.call()
    reader = make.user(f"Person {role}", role, make.body("Landkreis Anderswo"))
    sees = role in (Role.OFFICER, Role.APPROVER, Role.MINISTRY)
    assert bool(found("Netzwerk", reader)) == sees


def test_one_call_or_all() -> None:
    concept = handed_in()
    index_submissions.call()
    assert found("Netzwerk", call=concept.call_id) == [concept]
    assert found("Netzwerk", call=make.call(2040).pk) == []


def test_the_excerpt_shows_the_word_in_its_sentence() -> None:
    handed_in(f"{'Davor steht vieles. ' * 20}{TEXT}{' Danach auch.' * 20}")
    index_submissions.call()
    shown = hit(found_in(make.officer(), "haus").get(), "haus")
    assert shown.found == "Häusern"
    assert shown.before.startswith("… ") and shown.before.endswith("arbeiten in den ")
    assert shown.after.startswith(" der Stadtteile") and shown.after.endswith(" …")


def test_searching_costs_one_query_however_much_is_found() -> None:
    costs = []
    for numbers in (range(1), range(1, 12)):
        for number in numbers:
            handed_in(body=f"Landkreis {number}")
        index_submissions.call()
        robin = User.objects.get(pk=make.officer().pk)
        assert robin.held
        with CaptureQueriesContext(connection) as captured:
            hits = [hit(text, "haus") for text in found_in(robin, "haus")]
            assert [str(one.concept) for one in hits]
        costs.append(len(captured))
        assert len(hits) == numbers.stop
    assert costs == [1, 1]


def test_deleted_texts_leave_the_index() -> None:
    handed_in()
    index_submissions.call()
    former = SearchText.objects.get()
    SearchText.objects.all().delete()
    other = handed_in("Anderes", "Stadt Neu")
    index(concept_id=other.pk)
    SearchText.objects.filter(concept=other).update(submission=former.submission_id)
    assert found("Netzwerk") == []


def test_a_search_is_no_longer_than_twenty_words() -> None:
    assert len(wanted_stems(" ".join(f"wort{n}" for n in range(100)))) == 20
