"""Tell people something, and do with notices what they wish.

What somebody reads, or how they wish to hear of it, is no event for the ledger; that a link to
their calendar is given out or revoked is one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from wirportal.ledger.actions import chain_of, record
from wirportal.notices.kinds import KINDS, Kind, Wording
from wirportal.notices.models import Feed, Mails, Notice, NoticeQuerySet, Preference
from wirportal.people.models import User
from wirportal.rulebook.rules import Action

MORNING = time(7)
"""When the day's mail is sent, in local time."""


@dataclass(frozen=True)
class About:
    """What a notice is about; see the fields of `Notice` with these names."""

    chain: UUID | None
    path: str
    once: str
    facts: dict[str, str] = field(default_factory=dict)


def tell(*, kind: Kind, people: Iterable[User], about: About, by: User | None = None) -> None:
    """Put it into people's inboxes and on its way as mail, once; nobody is told what they did.

    Belongs into the transaction of what happened: both are kept, or neither. Two queries.
    """
    now = timezone.now()
    told = [person for person in people if person != by]
    wishes = dict(Preference.objects.filter(person__in=told).values_list("person", "mails"))
    Notice.objects.bulk_create(
        [
            Notice(
                person=person,
                kind=kind,
                chain=about.chain,
                path=about.path,
                by=by,
                facts=about.facts,
                once=about.once,
                at=now,
                mail_at=MAIL_TIMES[Mails(wishes.get(person.pk, Mails.AT_ONCE))](KINDS[kind], now),
            )
            for person in told
        ],
        ignore_conflicts=True,
    )


def next_morning(now: datetime) -> datetime:
    """The next time that the day's mail is sent."""
    here = timezone.localtime(now)
    day = here.date() + timedelta(days=here.time() >= MORNING)
    return datetime.combine(day, MORNING, tzinfo=here.tzinfo)


MAIL_TIMES: dict[Mails, Callable[[Wording, datetime], datetime | None]] = {
    Mails.AT_ONCE: lambda wording, now: now,
    Mails.DAILY: lambda wording, now: next_morning(now),
    Mails.BINDING: lambda wording, now: now if wording.binding else None,
}
"""When a notice is mailed to whom wishes for what; None: it stays in the inbox."""


def mark_read(*, notices: NoticeQuerySet) -> int:
    """Note that these were read, which spares their mails; how many were new."""
    return notices.unread().update(read_at=timezone.now(), mail_at=None)


def prefer(*, by: User, mails: str, language: str) -> None:
    """From now on tell the person this way; what is on its way already comes as it was."""
    wished = {"mails": mails, "language": language}
    Preference.objects.update_or_create(person=by, defaults=wished)


@transaction.atomic
def give_feed(*, by: User) -> Feed:
    """A new link to the person's dates; the former one, if any, leads nowhere from now on."""
    fresh = {"nonce": uuid4(), "given_at": timezone.now()}
    feed, is_first = Feed.objects.update_or_create(person=by, defaults=fresh)
    _record_feed(by, before="" if is_first else "given", after="given")
    return feed


@transaction.atomic
def revoke_feed(*, by: User) -> None:
    """Nobody fetches the person's dates any more."""
    deleted, _ = Feed.objects.filter(person=by).delete()
    if deleted:
        _record_feed(by, before="given", after="revoked")


def _record_feed(by: User, before: str, after: str) -> None:
    chain = chain_of(f"user {by.pk}")
    record(chain=chain, actor_id=by.pk, action=Action.CALENDAR, before=before, after=after)
