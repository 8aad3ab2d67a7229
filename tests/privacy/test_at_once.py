"""Many people, one instant: real threads on a real database."""

from contextlib import suppress

import pytest

from tests import make
from tests.concepts.test_together_at_once import at_once
from wirportal.concepts.models import ImportedFile
from wirportal.ledger.models import Chain, Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import User
from wirportal.privacy.actions import leave, propose, prune
from wirportal.privacy.models import Proposal
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action

pytestmark = pytest.mark.django_db(transaction=True)


def administrators() -> list[User]:
    return [make.user(f"Ada {number}", Role.ADMINISTRATOR) for number in range(4)]


def leave_if_allowed(person: User) -> None:
    with suppress(Refused):
        leave(by=person)


def due_file() -> None:
    concept = make.concept()
    file = ImportedFile.objects.create(
        concept=concept, name="Konzept.docx", error="Nicht lesbar.", author=concept.created_by
    )
    ImportedFile.objects.filter(pk=file.pk).update(at="2020-01-01T00:00:00Z")


def test_when_all_administrators_leave_at_once_one_stays() -> None:
    at_once(leave_if_allowed, administrators())
    assert User.objects.filter(is_active=True).count() == 1


def test_proposed_by_all_at_once_it_is_proposed_once() -> None:
    due_file()
    at_once(lambda person: propose(), administrators())
    assert Proposal.objects.count() == 1


def test_confirmed_by_all_at_once_it_is_deleted_once() -> None:
    due_file()
    propose()
    proposal = Proposal.objects.get()
    people = administrators()
    at_once(lambda person: prune(proposal_id=proposal.pk, seen=1, by=person), people)
    assert not ImportedFile.objects.exists()
    assert Event.objects.filter(action=Action.PRUNE).count() == 1
    assert first_broken(Chain.objects.get(name="portal").pk) is None
