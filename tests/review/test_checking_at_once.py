"""Several officers, one instant: real threads on a real database."""

import pytest

from tests import make
from tests.concepts.test_together_at_once import at_once
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import User
from wirportal.review import checking
from wirportal.review.actions import open_case
from wirportal.review.checking import Found
from wirportal.review.models import CheckRow, Finding, Opinion
from wirportal.review.opinions import ask_opinion
from wirportal.rulebook.decide import Refused
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


def test_cases_opened_at_once_bring_the_checklist_once() -> None:
    people = officers()
    cases = [make.submitted(make.user(f"Alex {n}", of=make.body(f"Kreis {n}"))) for n in range(2)]
    at_once(
        lambda person: [open_case(concept_id=one.seal.concept_id, by=person) for one in cases],
        people,
    )
    places = CheckRow.objects.values_list("place", flat=True)
    assert sorted(places) == list(range(1, len(places) + 1))
