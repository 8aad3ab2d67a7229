"""The verbs about accounts and about who an organisation is."""

from collections import Counter
from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.db import transaction

from wirportal.ledger.actions import chain_of, record
from wirportal.people.models import Organisation, User
from wirportal.people.seen import digest, require_seen
from wirportal.people.tasks import ACCOUNT_MAILS, send_account_mail
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
    if not User.objects.filter(pk=user_id, email=old).update(email=new):
        return False
    note_in_account(user_id=user_id, action=Action.CREDENTIALS, object="email")
    return True


@transaction.atomic
def end_sessions(*, sessions: Iterable[UserSession], by: User) -> None:
    """Sign these devices out."""
    ended: Counter[int] = Counter()
    for session in sessions:
        session.end()
        ended[session.user_id] += 1
    for user_id, count in ended.items():
        note_in_account(user_id=user_id, action=Action.SESSIONS, object=str(count), by=by)


@transaction.atomic
def tell_of_change(*, user: User, occasion: str, origin: str) -> None:
    """Note that somebody's access has changed, and mail it to them; occasion: of ACCOUNT_MAILS."""
    change = ACCOUNT_MAILS[occasion].change
    note_in_account(user_id=user.pk, action=Action.CREDENTIALS, object=change)
    send_account_mail.enqueue(occasion, user.pk, origin)


@transaction.atomic
def note_in_account(
    *, user_id: int, action: Action, object: str = "", by: User | None = None
) -> None:
    """An event about a person's account, done by themselves if by nobody else.

    No addresses, devices or places: what was done, and when.
    """
    record(
        chain=chain_of(f"user {user_id}"),
        actor_id=by.pk if by else user_id,
        action=action,
        object=object,
    )


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
