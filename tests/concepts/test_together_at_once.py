"""Many people, one instant: real threads on a real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from tests import make
from wirportal.concepts import assignments
from wirportal.concepts.comments import comment
from wirportal.concepts.models import Assignment, Comment, Presence
from wirportal.concepts.presence import look_in
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import User
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[User], object], people: list[User]) -> None:
    """Everybody does it at the same time, in a thread and on a connection of their own."""

    def apart(person: User) -> None:
        try:
            act(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(apart, people))


def coordinators() -> list[User]:
    return [make.user(f"Koordination {number}") for number in range(4)]


def test_asked_by_all_at_once_a_person_owes_the_question_once() -> None:
    people = coordinators()
    concept = make.concept(people[0])
    kim = make.user("Kim Muster", Role.CONTRIBUTOR)
    at_once(lambda person: make.asked(concept, kim, by=person), people)
    assert Assignment.objects.count() == 1
    assert Event.objects.filter(action="assignment.ask").count() == len(people)
    assert first_broken(concept.pk) is None


def test_accepted_by_all_at_once_it_is_accepted_once() -> None:
    people = coordinators()
    concept = make.concept(people[0])
    asked = make.asked(concept, people[3])
    assignments.hand_back(assignment_id=asked.pk, by=people[3])
    at_once(lambda person: assignments.accept(assignment_id=asked.pk, by=person), people)
    assert Event.objects.filter(action="assignment.accept").count() == 1
    assert first_broken(concept.pk) is None


def test_said_by_all_at_once_every_sentence_stands_there() -> None:
    people = coordinators()
    concept = make.concept(people[0])

    def say(person: User) -> None:
        key = uuid4()
        for text in ("Stimmt.", "Stimmt.", person.name):
            comment(key=key, concept_id=concept.pk, question_id="opening", text=text, by=person)

    at_once(say, people)
    texts = sorted(one.text for one in Comment.objects.all())
    assert texts == sorted([*(person.name for person in people), *["Stimmt."] * len(people)])
    assert first_broken(concept.pk) is None


def test_all_look_in_at_once() -> None:
    people = coordinators()
    concept = make.concept(people[0])
    at_once(lambda person: look_in(concept=concept, section_id="other", by=person), people)
    assert Presence.objects.count() == len(people)
