"""The verbs of invitations. Their link is signed, works once, and until a day.

It is made of the row whenever it is needed, so neither the database nor a task's record holds it.
"""

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wirportal.ledger.actions import chain_of, record
from wirportal.people.memberships import actor_over
from wirportal.people.models import Invitation, Membership, Organisation, User
from wirportal.people.models.invitations import VALID_FOR, new_nonce
from wirportal.people.tasks import send_invitation
from wirportal.rulebook.decide import decide, require
from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import InvitationState

SALT = "people.invitation"


def link_to(invitation: Invitation, origin: str) -> str:
    token = signing.dumps([invitation.pk, invitation.nonce], salt=SALT)
    return origin + reverse("join", kwargs={"token": token})


def invitation_behind(token: str) -> Invitation | None:
    """The invitation of a link, however it stands; None where the link is none of ours."""
    try:
        invitation_id, nonce = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    known = Invitation.objects.select_related("organisation", "invited_by")
    return known.filter(pk=invitation_id, nonce=nonce).first()


@transaction.atomic
def invite(
    *, organisation: Organisation, email: str, role: Role, by: User, origin: str
) -> Invitation:
    """Offer a role to whoever reads that address; they get a mail with the link."""
    case = Case(role=role, kind=organisation.kind)
    require(Action.INVITE, case, actor_over(by, organisation.pk))
    now = timezone.now()
    invitation = Invitation.objects.create(
        organisation=organisation,
        role=role.value,
        email=email.strip().lower(),
        invited_by=by,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    _record(Action.INVITE, invitation, by)
    send_invitation.enqueue(invitation.pk, origin)
    return invitation


@transaction.atomic
def renew(*, invitation_id: int, by: User, origin: str) -> Invitation:
    """Send a new link; the one before does not count any more.

    Where whoever invited could not do so now, `by` takes their place.
    """
    invitation = _locked(invitation_id)
    before = invitation.state
    _require(Action.RENEW_INVITATION, invitation, by)
    if not _still_invites(invitation):
        invitation.invited_by = by
    invitation.nonce = new_nonce()
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.save(update_fields=("nonce", "invited_by", "expires_at"))
    _record(Action.RENEW_INVITATION, invitation, by, before)
    send_invitation.enqueue(invitation.pk, origin)
    return invitation


@transaction.atomic
def withdraw(*, invitation_id: int, by: User) -> Invitation:
    """Take an invitation back before somebody accepts it."""
    invitation = _locked(invitation_id)
    before = invitation.state
    _require(Action.WITHDRAW_INVITATION, invitation, by)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=("withdrawn_at",))
    _record(Action.WITHDRAW_INVITATION, invitation, by, before)
    return invitation


@transaction.atomic
def accept(*, invitation_id: int, by: User) -> Invitation:
    """Become what was offered; Refused where the invitation does not count, or not for `by`."""
    invitation = _locked(invitation_id)
    require(Action.JOIN, *joining(invitation, by))
    Membership.objects.update_or_create(
        user=by,
        organisation=invitation.organisation,
        role=invitation.role,
        deputy_for=None,
        defaults={"valid_from": None, "valid_to": None},
    )
    invitation.accepted_by, invitation.accepted_at = by, timezone.now()
    invitation.save(update_fields=("accepted_by", "accepted_at"))
    _record(Action.JOIN, invitation, by, InvitationState.OPEN)
    return invitation


def joining(invitation: Invitation, user: User | None) -> tuple[Case, Actor]:
    """The facts for the rulebook. Who has no role yet acts with the one that is offered."""
    case = Case(
        role=Role(invitation.role),
        invitation=standing(invitation),
        invited=user.email == invitation.email if user else None,
    )
    return case, Actor(user.pk if user else 0, frozenset({Role(invitation.role)}))


def standing(invitation: Invitation) -> InvitationState:
    """How it stands; withdrawn too where whoever invited could not do so any more."""
    if invitation.state is InvitationState.OPEN and not _still_invites(invitation):
        return InvitationState.WITHDRAWN
    return invitation.state


def _still_invites(invitation: Invitation) -> bool:
    inviter = actor_over(invitation.invited_by, invitation.organisation_id)
    case = Case(role=Role(invitation.role), kind=invitation.organisation.kind)
    return bool(decide(Action.INVITE, case, inviter))


def _locked(invitation_id: int) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "invited_by")
        .get(pk=invitation_id)
    )


def _require(action: Action, invitation: Invitation, by: User) -> None:
    case = Case(role=Role(invitation.role), invitation=invitation.state)
    require(action, case, actor_over(by, invitation.organisation_id))


def _record(action: Action, invitation: Invitation, by: User, before: str = "") -> None:
    """No address: it must be erasable."""
    record(
        chain=chain_of(f"organisation {invitation.organisation_id}"),
        actor_id=by.pk,
        action=action,
        object=f"invitation {invitation.pk} {invitation.role}",
        before=before,
        after=invitation.state,
    )
