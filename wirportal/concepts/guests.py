"""Ask somebody who has no account yet for one question: an invitation, and what it is for.

Apart from `assignments`, which ask people who are there.
"""

from datetime import date
from uuid import UUID

from django.db import transaction

from wirportal.concepts import assignments
from wirportal.concepts.models import Concept, GuestQuestion
from wirportal.editions.text import clean_text
from wirportal.ledger.actions import record
from wirportal.people import invitations
from wirportal.people.models import Invitation, User
from wirportal.rulebook.decide import require
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action


@transaction.atomic
def ask_guest(
    *,
    concept_id: UUID,
    question_id: str,
    email: str,
    due: date,
    by: User,
    origin: str,
    note: str = "",
) -> GuestQuestion:
    """Invite an address to contribute an official question; KeyError for one nobody answers."""
    concept = (
        Concept.objects.select_for_update(of=("self",))
        .select_related("call", "organisation")
        .get(pk=concept_id)
    )
    question = concept.edition.official[question_id]
    require(Action.ASK_GUEST, concept.case, concept.actor(by))
    invitation = invitations.invite(
        organisation=concept.organisation,
        email=email,
        role=Role.CONTRIBUTOR,
        by=by,
        origin=origin,
    )
    asked = GuestQuestion.objects.create(
        invitation=invitation,
        concept=concept,
        question=question.id,
        due=due,
        note=clean_text(note)[:1000],
    )
    record(
        chain=concept.pk,
        actor_id=by.pk,
        action=Action.ASK_GUEST,
        object=f"{question.id} invitation {invitation.pk}",
    )
    return asked


@transaction.atomic
def join(*, invitation_id: int, by: User) -> Invitation:
    """Accept an invitation, and be asked for what it was sent for."""
    invitation = invitations.accept(invitation_id=invitation_id, by=by)
    for one in GuestQuestion.objects.filter(invitation=invitation):
        assignments.ask(
            concept_id=one.concept_id,
            question_id=one.question,
            person=by,
            due=one.due,
            note=one.note,
            by=invitation.invited_by,
        )
    return invitation


@transaction.atomic
def join_with_new_account(
    *, invitation_id: int, email: str, name: str, password: str
) -> Invitation:
    """The same, as somebody new; IntegrityError where the address has an account."""
    person = User.objects.create_user(email, name, password)
    return join(invitation_id=invitation_id, by=person)
