"""One person is asked for one question, writes, hands back; nobody reaches more than that."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import make
from wirportal.concepts import assignments
from wirportal.concepts.actions import save_answer
from wirportal.concepts.models import Assignment, Concept
from wirportal.concepts.queries import tasks_of
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import Membership, User
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import AssignmentState, State

pytestmark = pytest.mark.django_db
SOON = date(2098, 1, 15)


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def kim() -> User:
    """Asked for single questions only."""
    return make.user("Kim Muster", Role.CONTRIBUTOR)


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex, answers={"opening": "Vorher", "welcome": "Geheim"})


def save(concept: Concept, question: str, by: User, value: Any = "Neu") -> None:
    version = make.version(concept, question)
    save_answer(concept_id=concept.pk, question_id=question, value=value, version=version, by=by)


def test_asked_written_handed_back_accepted(alex: User, kim: User, concept: Concept) -> None:
    asked = make.asked(concept, kim)
    save(concept, "opening", kim, "Von Kim")
    assignments.hand_back(assignment_id=asked.pk, by=kim, remark="Zahlen folgen")
    assignments.accept(assignment_id=asked.pk, by=alex)
    asked.refresh_from_db()
    assert asked.state == AssignmentState.ACCEPTED
    assert asked.remark == "Zahlen folgen"
    done = Event.objects.filter(chain=concept.pk, object=f"opening person {kim.pk}")
    assert list(done.values_list("action", "before", "after", "actor_id")) == [
        ("assignment.ask", "", "open", alex.pk),
        ("assignment.hand_back", "open", "handed_back", kim.pk),
        ("assignment.accept", "handed_back", "accepted", alex.pk),
    ]
    assert first_broken(concept.pk) is None


def test_the_table_beside_the_question_is_asked_for_too(kim: User, concept: Concept) -> None:
    make.asked(concept, kim)
    save(concept, "opening_steps", kim, [])


def test_other_questions_stay_closed(kim: User, concept: Concept) -> None:
    make.asked(concept, kim)
    with pytest.raises(Refused, match="nicht oder nicht mehr zugeordnet"):
        save(concept, "welcome", kim)


@pytest.mark.parametrize("end", ["hand_back", "cancel"])
def test_afterwards_the_question_is_closed_until_asked_again(
    alex: User, kim: User, concept: Concept, end: str
) -> None:
    asked = make.asked(concept, kim)
    getattr(assignments, end)(assignment_id=asked.pk, by=kim if end == "hand_back" else alex)
    with pytest.raises(Refused, match="nicht oder nicht mehr zugeordnet"):
        save(concept, "opening", kim)
    make.asked(concept, kim, due=SOON)
    save(concept, "opening", kim)


def test_asking_again_opens_the_same_request(alex: User, kim: User, concept: Concept) -> None:
    asked = make.asked(concept, kim)
    assignments.hand_back(assignment_id=asked.pk, by=kim)
    again = assignments.ask_again(assignment_id=asked.pk, by=alex, due=SOON, note="Mehr Zahlen")
    assert (again.pk, again.state, again.due, again.note) == (
        asked.pk,
        AssignmentState.OPEN,
        SOON,
        "Mehr Zahlen",
    )
    save(concept, "opening", kim)


def test_asking_twice_renews_note_and_date(kim: User, concept: Concept) -> None:
    first = make.asked(concept, kim)
    second = make.asked(concept, kim, due=SOON, note="Eilt")
    assert second.pk == first.pk
    assert Assignment.objects.get().due == SOON


@pytest.mark.parametrize("verb", ["hand_back", "accept", "cancel"])
def test_a_repeated_verb_changes_nothing(
    alex: User, kim: User, concept: Concept, verb: str
) -> None:
    asked = make.asked(concept, kim)
    if verb == "accept":
        assignments.hand_back(assignment_id=asked.pk, by=kim)
    by = kim if verb == "hand_back" else alex
    getattr(assignments, verb)(assignment_id=asked.pk, by=by)
    events = Event.objects.count()
    getattr(assignments, verb)(assignment_id=asked.pk, by=by)
    assert Event.objects.count() == events


def test_what_is_still_open_is_not_accepted(alex: User, kim: User, concept: Concept) -> None:
    with pytest.raises(Refused, match="offen"):
        assignments.accept(assignment_id=make.asked(concept, kim).pk, by=alex)


def test_what_is_accepted_is_not_cancelled(alex: User, kim: User, concept: Concept) -> None:
    asked = make.asked(concept, kim)
    assignments.hand_back(assignment_id=asked.pk, by=kim)
    assignments.accept(assignment_id=asked.pk, by=alex)
    with pytest.raises(Refused, match="angenommen"):
        assignments.cancel(assignment_id=asked.pk, by=alex)


def test_only_the_person_asked_hands_back(kim: User, concept: Concept) -> None:
    asked = make.asked(concept, kim)
    robin = make.user("Robin Vorlage", Role.CONTRIBUTOR)
    make.asked(concept, robin)
    with pytest.raises(Refused, match="gehört einer anderen Person"):
        assignments.hand_back(assignment_id=asked.pk, by=robin)


def test_contributors_ask_nobody(kim: User, concept: Concept) -> None:
    make.asked(concept, kim)
    with pytest.raises(Refused, match="WIR-Koordination"):
        make.asked(concept, make.user("Robin", Role.CONTRIBUTOR), by=kim)


def test_only_people_of_the_organisation_are_asked(concept: Concept) -> None:
    stranger = make.user("Fremd", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    with pytest.raises(Refused, match="nur Personen Ihrer Organisation"):
        make.asked(concept, stranger)


def test_a_role_that_has_ended_counts_no_longer(kim: User, concept: Concept) -> None:
    make.asked(concept, kim)
    Membership.objects.filter(user=kim).update(valid_to=timezone.localdate() - timedelta(days=1))
    kim = User.objects.get(pk=kim.pk)
    assert not Concept.objects.visible_to(kim)
    with pytest.raises(Refused):
        save(concept, "opening", kim)
    with pytest.raises(Refused, match="nur Personen Ihrer Organisation"):
        make.asked(concept, kim)


def test_who_could_only_read_may_write_what_was_assigned(concept: Concept) -> None:
    robin = make.user("Robin Vorlage", Role.LEADERSHIP)
    make.asked(concept, robin)
    robin = User.objects.get(pk=robin.pk)
    save(concept, "opening", robin)
    with pytest.raises(Refused, match="nicht oder nicht mehr zugeordnet"):
        save(concept, "welcome", robin)


def test_asked_coordinators_keep_the_whole_concept(concept: Concept) -> None:
    kim = make.user("Kim Muster")
    make.asked(concept, kim)
    assert Membership.objects.get(user=kim).role == Role.COORDINATOR
    save(concept, "welcome", kim)


@pytest.mark.parametrize("question", ["opening_steps", "budget_year", "nonsense"])
def test_only_official_questions_are_asked(kim: User, concept: Concept, question: str) -> None:
    with pytest.raises(KeyError):
        make.asked(concept, kim, question)


def test_nothing_is_asked_of_a_concept_that_is_handed_in(kim: User, concept: Concept) -> None:
    asked = make.asked(concept, kim)
    Concept.objects.filter(pk=concept.pk).update(state=State.SUBMITTED)
    with pytest.raises(Refused, match="eingereicht"):
        make.asked(concept, kim, "welcome")
    with pytest.raises(Refused, match="eingereicht"):
        assignments.hand_back(assignment_id=asked.pk, by=kim)
    assert not tasks_of(kim)
    assert not Concept.objects.visible_to(kim)


def test_a_contributor_sees_the_concept_only_once_asked(kim: User, concept: Concept) -> None:
    assert not Concept.objects.visible_to(kim)
    make.asked(concept, kim)
    assert list(Concept.objects.visible_to(kim)) == [concept]


def test_one_request_for_a_question_and_person_is_under_way(kim: User, concept: Concept) -> None:
    asked = make.asked(concept, kim)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            concept=concept,
            question="opening",
            person=kim,
            asked_by=kim,
            asked_at=timezone.now(),
            due=asked.due,
        )


def test_a_request_is_overdue_the_day_after(kim: User, concept: Concept) -> None:
    today = timezone.localdate()
    assert not make.asked(concept, kim, due=today).is_overdue
    assert make.asked(concept, kim, due=today - timedelta(days=1)).is_overdue
