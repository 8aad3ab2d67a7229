"""Several officers, one instant: real threads on a real database."""

import pytest

from tests import make
from tests.concepts.test_together_at_once import at_once
from tests.review.deciding import approver, countersigned, facts, given
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.notices.models import Notice
from wirportal.people.models import User
from wirportal.people.seen import Stale
from wirportal.review import deciding
from wirportal.review.models import Decision
from wirportal.rulebook.rules import Action

pytestmark = pytest.mark.django_db(transaction=True)


def officers() -> list[User]:
    return [make.officer(f"Amt {number}") for number in range(4)]


def test_issued_by_all_at_once_there_is_one_bescheid() -> None:
    file = make.in_review()
    seen = countersigned(file).saved
    at_once(
        lambda by: deciding.issue(concept_id=file.concept_id, version=1, saved=seen, by=by),
        officers(),
    )
    assert Decision.objects.count() == 1
    assert Event.objects.filter(action=Action.APPROVE).count() == 1
    assert Notice.objects.filter(kind="decision.issued").count() == 1
    assert first_broken(file.concept_id) is None


def test_proposed_by_all_at_once_the_first_one_stands() -> None:
    file = make.in_review()
    stale: list[User] = []

    def propose(by: User) -> None:
        what = facts(str(by.pk))
        try:
            deciding.propose(concept_id=file.concept_id, facts=what, saved=0, by=by)
        except Stale:
            stale.append(by)

    at_once(propose, officers())
    assert len(stale) == 3
    assert Decision.objects.get().saved == 1
    assert Event.objects.filter(action=Action.PROPOSE).count() == 1


def test_countersigned_by_two_at_once_one_of_them_did() -> None:
    file = make.in_review()
    saved = given(file).saved
    stale: list[User] = []

    def countersign(by: User) -> None:
        try:
            deciding.countersign(concept_id=file.concept_id, version=1, saved=saved, by=by)
        except Stale:
            stale.append(by)

    at_once(countersign, [approver("Eins"), approver("Zwei")])
    assert len(stale) == 1
    assert Event.objects.filter(action=Action.COUNTERSIGN).count() == 1
