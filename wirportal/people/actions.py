"""The verbs about accounts and about who an organisation is."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.db import transaction

from wirportal.ledger.actions import chain_of, record
from wirportal.people.models import Organisation, User
from wirportal.people.seen import digest, require_seen
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action


def account_for(*, email: str, name: str) -> User:
    """The account with this address; a new one, without roles, where there is none."""
    with transaction.atomic():
        return User.objects.filter(email=email).first() or User.objects.create_user(email, name)


@transaction.atomic
def change_email(*, user_id: int, old: str, new: str) -> bool:
    """Whether the address was changed: not if it has changed since, nor to somebody else's."""
    if User.objects.filter(email=new).exists():
        return False
    return bool(User.objects.filter(pk=user_id, email=old).update(email=new))


def end_sessions(*, sessions: Iterable[UserSession]) -> None:
    """Sign these devices out."""
    for session in sessions:
        session.end()


@transaction.atomic
def change_organisation(
    *, organisation_id: int, facts: dict[str, str], seen: str, by: User
) -> None:
    """Set what is written about an organisation; what the official list says stays untouched.

    Stale where somebody has changed it since the person saw it.
    """
    require(Action.CHANGE_ORGANISATION, Case(), by.everywhere)
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    before = organisation.facts
    require_seen(before, seen)
    changed = [name for name, value in facts.items() if value != before[name]]
    if not changed:
        return
    Organisation.objects.filter(pk=organisation_id).update(**facts)
    record(
        chain=chain_of(f"organisation {organisation_id}"),
        actor_id=by.pk,
        action=Action.CHANGE_ORGANISATION,
        before=seen,
        after=digest(before | facts),
        reason=", ".join(changed),
    )
