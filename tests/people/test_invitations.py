"""Invitations: once, until a day, for one address, and only while the inviter may invite."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import make
from wirportal.concepts.actions import save_answer
from wirportal.concepts.guests import ask_guest, join, join_with_new_account
from wirportal.concepts.models import Assignment, Concept
from wirportal.ledger.models import Event
from wirportal.people.invitations import (
    accept,
    invitation_behind,
    invite,
    link_to,
    renew,
    withdraw,
)
from wirportal.people.memberships import take_role
from wirportal.people.models import Invitation, Membership, User
from wirportal.people.tasks import send_invitation
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import InvitationState

pytestmark = pytest.mark.django_db
HERE = "https://wir.example.org"
ELI = "eli.gast@verein.example"


@pytest.fixture
def ada() -> User:
    return make.user("Ada Amt", Role.ADMINISTRATOR, make.office())


def invited(by: User, role: Role = Role.CONTRIBUTOR, email: str = ELI) -> Invitation:
    return invite(organisation=make.body(), email=email, role=role, by=by, origin=HERE)


def eli() -> User:
    return User.objects.create_user(ELI, "Eli Gast")


def token_of(invitation: Invitation) -> str:
    return link_to(invitation, "").rstrip("/").rpartition("/")[2]


def test_an_accepted_invitation_gives_the_role_once(ada: User) -> None:
    invitation = invited(ada, Role.SIGNATORY)
    person = eli()
    accept(invitation_id=invitation.pk, by=person)
    assert [m.role for m in person.held] == ["signatory"]
    with pytest.raises(Refused, match="schon angenommen"):
        accept(invitation_id=invitation.pk, by=person)


def test_it_is_for_one_address(ada: User) -> None:
    with pytest.raises(Refused, match="andere Adresse"):
        accept(invitation_id=invited(ada).pk, by=make.user("Kim Muster", None))


def test_it_runs_out(ada: User) -> None:
    invitation = invited(ada)
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(Refused, match="abgelaufen"):
        accept(invitation_id=invitation.pk, by=eli())


def test_it_can_be_taken_back(ada: User) -> None:
    invitation = invited(ada)
    withdraw(invitation_id=invitation.pk, by=ada)
    with pytest.raises(Refused, match="zurückgezogen"):
        accept(invitation_id=invitation.pk, by=eli())
    with pytest.raises(Refused, match="zurückgezogen"):
        renew(invitation_id=invitation.pk, by=ada, origin=HERE)


def test_it_falls_with_the_role_of_who_invited(ada: User) -> None:
    alex = make.user()
    invitation = invited(alex)
    take_role(membership_id=Membership.objects.get(user=alex).pk, by=ada)
    with pytest.raises(Refused, match="zurückgezogen"):
        accept(invitation_id=invitation.pk, by=eli())
    renew(invitation_id=invitation.pk, by=ada, origin=HERE)
    accept(invitation_id=invitation.pk, by=User.objects.get(email=ELI))


def test_a_new_link_ends_the_one_before(ada: User) -> None:
    invitation = invited(ada)
    before = token_of(invitation)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    renewed = renew(invitation_id=invitation.pk, by=ada, origin=HERE)
    assert invitation_behind(before) is None
    assert invitation_behind(token_of(renewed)) == invitation
    assert renewed.state is InvitationState.OPEN


def test_a_link_cannot_be_made_without_the_key(ada: User) -> None:
    invitation = invited(ada)
    content = [invitation.pk, invitation.nonce]
    forged = signing.dumps(content, key="geraten", salt="people.invitation")
    other = signing.dumps(content, salt="people.email")
    for token in (forged, other, token_of(invitation)[:-1], "", "falsch"):
        assert invitation_behind(token) is None
    assert invitation_behind(token_of(invitation)) == invitation


def test_a_coordinator_invites_to_contribute_at_home_and_nothing_else() -> None:
    alex = make.user()
    invited(alex)
    with pytest.raises(Refused, match="nur die Administration"):
        invited(alex, Role.COORDINATOR)
    with pytest.raises(Refused):
        invite(
            organisation=make.body("Landkreis Anderswo"),
            email=ELI,
            role=Role.CONTRIBUTOR,
            by=alex,
            origin=HERE,
        )


def test_neither_ledger_nor_task_holds_the_address_or_the_link(ada: User) -> None:
    invitation = invited(ada)
    kept = repr(list(Event.objects.values())) + repr(list(DBTaskResult.objects.values()))
    assert ELI not in kept
    assert invitation.nonce not in kept


def test_the_mail_holds_the_link_and_goes_only_while_it_counts(ada: User) -> None:
    invitation = invited(ada, email=ELI.upper())
    send_invitation.call(invitation.pk, HERE)
    withdraw(invitation_id=invitation.pk, by=ada)
    send_invitation.call(invitation.pk, HERE)
    (sent,) = mail.outbox
    assert sent.to == [ELI]
    assert link_to(invitation, HERE) in sent.body
    assert sent.subject == "WIR-Portal: Einladung"


# --- guests ---------------------------------------------------------------------------------------


@pytest.fixture
def concept() -> Concept:
    return make.concept(make.user())


def asked(concept: Concept, question: str = "cooperation") -> Invitation:
    return ask_guest(
        concept_id=concept.pk,
        question_id=question,
        email=ELI,
        due=date(2098, 12, 31),
        note="Bitte kurz",
        by=User.objects.get(pk=concept.created_by_id),
        origin=HERE,
    ).invitation


def test_a_guest_joins_for_one_question_and_writes_nothing_else(concept: Concept) -> None:
    invitation = asked(concept)
    join_with_new_account(
        invitation_id=invitation.pk, email=ELI, name="Eli Gast", password="ein langer Satz"
    )
    guest = User.objects.get(email=ELI)
    owed = Assignment.objects.get(person=guest)
    assert (owed.question, owed.asked_by, owed.note) == (
        "cooperation",
        concept.created_by,
        "Bitte kurz",
    )
    facts: dict[str, Any] = {
        "concept_id": concept.pk,
        "version": 0,
        "by": guest,
        "value": "Von Eli",
    }
    save_answer(question_id="cooperation", **facts)
    with pytest.raises(Refused):
        save_answer(question_id="opening", **facts)


def test_several_questions_come_together_in_one_account(concept: Concept) -> None:
    first, second = asked(concept), asked(concept, "opening")
    guest = eli()
    for invitation in (first, second):
        join(invitation_id=invitation.pk, by=guest)
    assert {owed.question for owed in guest.assignments.all()} == {"cooperation", "opening"}
    assert Membership.objects.get(user=guest).role == Role.CONTRIBUTOR


def test_whoever_comes_after_the_concept_was_handed_in_gets_nothing(concept: Concept) -> None:
    invitation = asked(concept)
    Concept.objects.update(state="submitted")
    with pytest.raises(Refused, match="eingereicht"):
        join_with_new_account(
            invitation_id=invitation.pk, email=ELI, name="Eli Gast", password="ein langer Satz"
        )
    assert not User.objects.filter(email=ELI).exists()
    assert Invitation.objects.get(pk=invitation.pk).state is InvitationState.OPEN


def test_what_nobody_answers_is_not_asked_of_guests(concept: Concept) -> None:
    with pytest.raises(KeyError):
        asked(concept, "budget_year")
    assert not Invitation.objects.exists()
