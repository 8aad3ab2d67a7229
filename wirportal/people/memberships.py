"""The verbs of roles: give one, for some time or as a deputy, and take it away.

They bite at the person's next request: who holds what is read with each of them.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from wirportal.ledger.actions import chain_of, record
from wirportal.people.actions import account_for
from wirportal.people.models import Membership, Organisation, User
from wirportal.people.queries import is_last_administrator
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.roles import CARE, Role, Scope
from wirportal.rulebook.rules import Action


def actor_over(user: User, organisation_id: int) -> Actor:
    """The user with the roles that count towards the people of that organisation."""
    everywhere = {role for role, care in CARE.items() if care.scope is Scope.ALL}
    held = user.held if user.is_active else ()
    there = (m for m in held if m.organisation_id == organisation_id or m.role in everywhere)
    return Actor(user.pk, frozenset(Role(m.role) for m in there))


@transaction.atomic
def give_role(
    *,
    organisation: Organisation,
    person: User,
    role: Role,
    by: User,
    valid_from: date | None = None,
    valid_to: date | None = None,
    deputy_for: User | None = None,
) -> Membership:
    """Let the person be something there; who is it already gets these dates."""
    case = Case(
        role=role,
        kind=organisation.kind,
        represented=_own_roles(deputy_for, organisation) if deputy_for else None,
        last_administrator=role is Role.ADMINISTRATOR
        and deputy_for is None
        and not _lasts(valid_from, valid_to)
        and is_last_administrator(person, locked=True),
    )
    require(Action.GIVE, case, actor_over(by, organisation.pk))
    membership, _ = Membership.objects.update_or_create(
        user=person,
        organisation=organisation,
        role=role.value,
        deputy_for=deputy_for,
        defaults={"valid_from": valid_from, "valid_to": valid_to},
    )
    _record(Action.GIVE, membership, by)
    return membership


def _own_roles(user: User, organisation: Organisation) -> frozenset[Role]:
    """What the person is there, not counting whom they stand in for."""
    own = user.memberships.in_force().filter(organisation=organisation, deputy_for=None)
    return frozenset(Role(role) for role in own.values_list("role", flat=True))


@transaction.atomic
def reschedule(
    *, membership_id: int, by: User, valid_from: date | None, valid_to: date | None
) -> Membership:
    """Let a role count from one day to another, or for good."""
    membership = _locked(membership_id)
    last = not _lasts(valid_from, valid_to) and _is_last(membership)
    case = _case(membership, last_administrator=last)
    require(Action.RESCHEDULE, case, actor_over(by, membership.organisation_id))
    before = _span(membership)
    membership.valid_from, membership.valid_to = valid_from, valid_to
    membership.save(update_fields=("valid_from", "valid_to"))
    _record(Action.RESCHEDULE, membership, by, before)
    return membership


@transaction.atomic
def take_role(*, membership_id: int, by: User) -> Membership:
    """Take a role away at once, and with it those of the person's deputies."""
    membership = _locked(membership_id)
    case = _case(membership, last_administrator=_is_last(membership))
    require(Action.REVOKE, case, actor_over(by, membership.organisation_id))
    deputies = Membership.objects.filter(
        organisation=membership.organisation_id,
        role=membership.role,
        deputy_for=membership.user,
    )
    going = [membership, *(deputies if membership.deputy_for is None else ())]
    for one in going:
        _record(Action.REVOKE, one, by, _span(one), taken=True)
    Membership.objects.filter(pk__in=[one.pk for one in going]).delete()
    return membership


@transaction.atomic
def begin_administration(*, organisation: Organisation, email: str, name: str) -> User:
    """The first administrator; whoever runs the server says who. ValueError where there is one.

    The rulebook is not asked: nobody is there yet who could.
    """
    if Membership.objects.in_force().filter(role=Role.ADMINISTRATOR).exists():
        raise ValueError("somebody administers already")
    person = account_for(email=email.strip().lower(), name=name)
    membership = Membership.objects.create(
        user=person, organisation=organisation, role=Role.ADMINISTRATOR.value
    )
    _record(Action.GIVE, membership, by=person)
    return person


def _lasts(valid_from: date | None, valid_to: date | None) -> bool:
    """Whether a role with these dates counts today and has no end."""
    return valid_to is None and (valid_from is None or valid_from <= timezone.localdate())


def _is_last(membership: Membership) -> bool:
    if membership.role != Role.ADMINISTRATOR or membership.deputy_for_id:
        return False
    return is_last_administrator(membership.user, locked=True)


def _locked(membership_id: int) -> Membership:
    return (
        Membership.objects.select_for_update(of=("self",))
        .with_names()
        .select_related("user")
        .get(pk=membership_id)
    )


def _case(membership: Membership, *, last_administrator: bool) -> Case:
    return Case(role=Role(membership.role), last_administrator=last_administrator)


def _span(membership: Membership) -> str:
    """ "2026-12-01/2027-01-31", "../2027-01-31", "../..": as ISO 8601 writes it."""
    ends = (membership.valid_from, membership.valid_to)
    return "/".join(day.isoformat() if day else ".." for day in ends)


def _record(
    action: Action, membership: Membership, by: User, before: str = "", *, taken: bool = False
) -> None:
    """No names and addresses: they must be erasable."""
    instead = f" for person {membership.deputy_for_id}" if membership.deputy_for_id else ""
    record(
        chain=chain_of(f"organisation {membership.organisation_id}"),
        actor_id=by.pk,
        action=action,
        object=f"person {membership.user_id} {membership.role}{instead}",
        before=before,
        after="" if taken else _span(membership),
    )
