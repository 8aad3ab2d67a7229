"""Several officers, one instant: real threads on a real database."""

from datetime import timedelta
from typing import Any

import pytest

from tests import make
from tests.concepts.test_together_at_once import at_once
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import User
from wirportal.people.seen import Stale, digest
from wirportal.review import checking
from wirportal.review.actions import open_case
from wirportal.review.checking import Found
from wirportal.review.models import CheckRow, Finding, Opinion
from wirportal.review.opinions import ask_opinion, cancel_opinion, give_opinion, move_opinion
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action

pytestmark = pytest.mark.django_db(transaction=True)


def officers() -> list[User]:
    return [make.officer(f"Amt {number}") for number in range(4)]


def test_of_all_findings_at_once_one_is_kept_and_the_others_are_told() -> None:
    people, file = officers(), make.opened()
    row = CheckRow.objects.get(place=1)
    clashes: list[Finding] = []

    def find(person: User) -> None:
        found = {row.pk: Found("met", person.name, 0)}
        saved = checking.save_findings(concept_id=file.concept_id, findings=found, by=person)
        clashes.extend(saved.values())

    at_once(find, people)
    kept = Finding.objects.get()
    assert kept.version == 1 and kept.remark == kept.by.name
    assert [clash.remark for clash in clashes] == [kept.remark] * (len(people) - 1)
    assert Event.objects.filter(action=Action.SAVE_FINDINGS).count() == 1
    assert first_broken(file.concept_id) is None


def test_asked_by_all_at_once_the_ministry_is_asked_once() -> None:
    people, file = officers(), make.opened()
    refused: list[User] = []

    def ask(person: User) -> None:
        day = make.call().closes_at.date()
        try:
            ask_opinion(concept_id=file.concept_id, question=person.name, due=day, by=person)
        except Refused:
            refused.append(person)

    at_once(ask, people)
    assert {*people} - {*refused} == {Opinion.objects.get().asked_by}
    assert first_broken(file.concept_id) is None


def test_given_and_taken_back_at_once_one_of_it_happens() -> None:
    people, file = officers(), make.opened()
    day = make.call().closes_at.date()
    kim = make.user("Kim Ministerium", Role.MINISTRY, make.office())
    at: dict[str, Any] = {"concept_id": file.concept_id}
    asked = ask_opinion(question="Passt das?", due=day, by=people[0], **at)
    at["opinion_id"] = asked.pk
    done: list[User] = []

    def act(person: User) -> None:
        try:
            if person == kim:
                give_opinion(text="Ja.", by=person, **at)
            else:
                cancel_opinion(why="Erledigt.", by=person, **at)
        except Refused:
            return
        done.append(person)

    at_once(act, [*people, kim])
    kept = Opinion.objects.get()
    assert done == [kept.given_by or kept.cancelled_by]
    assert Event.objects.filter(action__startswith="opinion.").count() == 2
    assert first_broken(file.concept_id) is None


def test_moved_by_all_at_once_the_day_is_moved_once() -> None:
    people, file = officers(), make.opened()
    day = make.call().closes_at.date()
    at: dict[str, Any] = {"concept_id": file.concept_id}
    asked = ask_opinion(question="Passt das?", due=day, by=people[0], **at)
    stale: list[User] = []

    def move(person: User) -> None:
        later = day + timedelta(people.index(person) + 1)
        try:
            move_opinion(
                opinion_id=asked.pk, due=later, why="Mehr Zeit", seen=digest(day), by=person, **at
            )
        except Stale:
            stale.append(person)

    at_once(move, people)
    assert {*people} - {*stale} == {Opinion.objects.get().moved_by}
    assert Event.objects.filter(action=Action.MOVE_OPINION).count() == 1


def test_cases_opened_at_once_bring_the_checklist_once() -> None:
    people = officers()
    cases = [make.submitted(make.user(f"Alex {n}", of=make.body(f"Kreis {n}"))) for n in range(2)]
    at_once(
        lambda person: [open_case(concept_id=one.seal.concept_id, by=person) for one in cases],
        people,
    )
    places = CheckRow.objects.values_list("place", flat=True)
    assert sorted(places) == list(range(1, len(places) + 1))
