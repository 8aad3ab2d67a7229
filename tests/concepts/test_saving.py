from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from tests import make
from wirportal.concepts.actions import (
    SITTING,
    Conflict,
    Saved,
    create_concept,
    export,
    restore_version,
    save_answer,
)
from wirportal.concepts.models import Answer, AnswerVersion, Concept, Revision
from wirportal.concepts.queries import answers_of, versions_of
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import User
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db


def save(
    concept: Concept, value: object, version: int, by: User, question: str = "opening"
) -> Saved:
    return save_answer(
        concept_id=concept.pk, question_id=question, value=value, version=version, by=by
    )


def test_new_concept_has_a_row_for_each_typed_question_and_the_legal_name():
    concept = make.concept()
    rows = set(concept.answers.values_list("question", flat=True))
    assert rows == {q.id for q in concept.edition.questions.values() if not q.given}
    assert answers_of(concept) == {
        "budget_year": 2027,
        "applicant": "Kreisausschuss des Landkreises Musterland",
    }


def test_creating_twice_gives_the_first_one():
    person = make.user()
    organisation = person.held[0].organisation
    first, second = (
        create_concept(organisation=organisation, call=make.call(), by=person) for _ in range(2)
    )
    assert first.pk == second.pk
    assert Event.objects.filter(action="concept.create").count() == 1


def test_saving_counts_versions_and_writes_one_event():
    person = make.user()
    concept = make.concept(person)
    before = Event.objects.count()
    assert save(concept, "Erster Text", 0, person).version == 1
    assert save(concept, "Zweiter Text", 1, person).version == 2
    assert Answer.objects.get(concept=concept, question="opening").value == "Zweiter Text"
    assert Event.objects.count() == before + 2


def test_the_ledger_holds_hashes_not_texts():
    concept = make.concept(answers={"opening": "Geheimer Entwurf"})
    events = [
        str(list(event.values())) for event in Event.objects.filter(chain=concept.pk).values()
    ]
    assert not any("Geheimer" in event for event in events)


def test_slower_person_gets_a_conflict_and_nothing_changes():
    alex, kim = make.user(), make.user("Kim Muster")
    concept = make.concept(alex)
    save(concept, "Text von Alex", 0, alex)
    with pytest.raises(Conflict) as caught:
        save(concept, "Text von Kim", 0, kim)
    assert (caught.value.theirs.value, caught.value.theirs.edited_by) == ("Text von Alex", alex)
    assert Answer.objects.get(concept=concept, question="opening").value == "Text von Alex"


def test_a_repeated_save_returns_the_first_result():
    person = make.user()
    concept = make.concept(person)
    first = save(concept, "Text", 0, person)
    assert save(concept, "Text", 0, person) == first
    assert Event.objects.filter(action="answer.save").count() == 1


def test_two_people_in_two_questions_never_collide():
    alex, kim = make.user(), make.user("Kim Muster")
    concept = make.concept(alex)
    save(concept, "a", 0, alex, "opening")
    save(concept, "b", 0, kim, "welcome")
    assert {"opening": "a", "welcome": "b"}.items() <= answers_of(concept).items()


@pytest.mark.parametrize("role", [Role.SIGNATORY, Role.LEADERSHIP])
def test_who_does_not_write_is_refused_with_a_reason(role: Role):
    concept = make.concept()
    reader = make.user("Robin Vorlage", role)
    with pytest.raises(Refused) as caught:
        save(concept, "x", 0, reader)
    assert "WIR-Koordination" in caught.value.ruling.reason


def test_a_coordinator_of_another_body_is_refused():
    concept = make.concept()
    stranger = make.user("Sam Fremd", of=make.body("Musterstadt", "Kreisfreie Stadt"))
    with pytest.raises(Refused):
        save(concept, "x", 0, stranger)


def test_nothing_is_saved_once_the_draft_is_closed():
    person = make.user()
    concept = make.concept(person)
    Concept.objects.update(state=State.SUBMITTED)
    with pytest.raises(Refused) as caught:
        save(concept, "x", 0, person)
    assert "eingereicht" in caught.value.ruling.reason


def test_one_sitting_is_one_earlier_text_another_person_begins_a_new_one():
    alex, kim = make.user(), make.user("Kim Muster")
    concept = make.concept(alex)
    save(concept, "Ein Anfang", 0, alex)
    save(concept, "Ein Anfang, der weitergeht", 1, alex)
    save(concept, "Kims Text ist auch so lang", 2, kim)
    texts = [(v.version, v.value, v.author) for v in versions_of(concept.pk, "opening")]
    assert texts == [
        (3, "Kims Text ist auch so lang", kim),
        (2, "Ein Anfang, der weitergeht", alex),
    ]


def test_deleting_most_of_a_text_keeps_the_long_one():
    person = make.user()
    concept = make.concept(person, answers={"opening": "Lang " * 50})
    save(concept, "kurz", 1, person)
    assert [v.version for v in versions_of(concept.pk, "opening")] == [2, 1]


def test_a_later_sitting_begins_a_new_version():
    person = make.user()
    concept = make.concept(person, answers={"opening": "Text"})
    AnswerVersion.objects.update(began_at=timezone.now() - SITTING)
    save(concept, "Text geändert", 1, person)
    assert len(versions_of(concept.pk, "opening")) == 2


def test_an_earlier_text_comes_back_as_the_newest():
    person = make.user()
    concept = make.concept(person, answers={"opening": "Der lange erste Text"})
    save(concept, "", 1, person)
    restore_version(concept_id=concept.pk, question_id="opening", restored=1, version=2, by=person)
    assert answers_of(concept)["opening"] == "Der lange erste Text"


def test_autosave_costs_seven_statements(django_assert_num_queries):
    person = make.user()
    concept = make.concept(person, answers={"opening": "Text"})
    with django_assert_num_queries(7 + _savepoints()):
        save(concept, "Text, länger", 1, person)


def _savepoints() -> int:
    """Inside the test's own transaction BEGIN becomes SAVEPOINT, and its RELEASE is counted."""
    return 1 if connection.in_atomic_block else 0


def test_exporting_the_same_answers_gives_the_same_revision():
    person = make.user()
    concept = make.concept(person, answers={"opening": "Text"})
    first, again = (export(concept_id=concept.pk, by=person) for _ in range(2))
    save(concept, "Anderer Text", 1, person)
    third = export(concept_id=concept.pk, by=person)
    assert first == again
    assert (first.number, third.number) == (1, 2)
    assert Revision.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_people_at_once_lose_nothing_and_keep_the_chain():
    people = [make.user(f"Person {number}") for number in range(4)]
    concept = make.concept(people[0])
    questions = ["opening", "welcome", "steering", "other"]

    def write(number: int) -> None:
        for version in range(10):
            save(concept, f"{number}/{version}", version, people[number], questions[number])
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert {q: answers_of(concept)[q] for q in questions} == {
        question: f"{number}/9" for number, question in enumerate(questions)
    }
    assert first_broken(concept.pk) is None
    assert Event.objects.filter(action="answer.save").count() == 40
