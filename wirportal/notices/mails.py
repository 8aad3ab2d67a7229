"""Send what lies in the outbox: one mail for each person, whatever has come together for them.

Whoever takes notices out postpones them to the next try first. So two workers never send the same
mail; when the mail server is away, or the worker is killed, the next try is on its way already; and
only what was sent is taken off the list. A worker that is killed between sending and noting it
sends the same mail twice: both have the same Message-ID.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from wirportal.language import said
from wirportal.ledger.hashing import digest_of
from wirportal.notices.models import Notice, Preference
from wirportal.people.models import User

Seen = Callable[[User, Collection[UUID]], Collection[UUID]]
"""Which of these concepts the person may see now; the floor above knows."""

TRY_AGAIN_AFTER = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""How long to wait after each failed try; after the last one the notice stays in the inbox only."""

logger = logging.getLogger(__name__)


def send_due(*, now: datetime, seen: Seen) -> None:
    """Mail everything that is due.

    Where the mail server does not take a mail, the round ends: the others wait for the next one.
    """
    waiting = Notice.objects.due(now).values("person")
    for person in User.objects.filter(pk__in=waiting).order_by("pk"):
        notices = _taken_out(person, now)
        told = _still_of_concern(person, notices, seen)
        if told:
            try:
                _mail(person, told).send()
            except OSError as problem:  # what smtplib raises, too
                logger.warning("No mail was sent: %s", type(problem).__name__)
                return
        _note(notices, told)


@transaction.atomic
def _taken_out(person: User, now: datetime) -> list[Notice]:
    """The person's due notices, oldest first, each postponed to its next try."""
    due = Notice.objects.select_for_update(of=("self",)).due(now).filter(person=person)
    notices = list(due.select_related("by").order_by("at", "pk"))
    for notice in notices:
        later = TRY_AGAIN_AFTER[notice.tries : notice.tries + 1]
        notice.mail_at = now + later[0] if later else None
        notice.tries += 1
    Notice.objects.bulk_update(notices, ("mail_at", "tries"))
    return notices


def _still_of_concern(person: User, notices: Sequence[Notice], seen: Seen) -> list[Notice]:
    """Without what is about concepts that the person sees no more; none for a closed account."""
    if not person.is_active:
        return []
    chains = {notice.chain for notice in notices if notice.chain}
    visible = {None, *(seen(person, chains) if chains else ())}
    return [notice for notice in notices if notice.chain in visible]


def _note(notices: Sequence[Notice], told: Sequence[Notice]) -> None:
    """These are off the list; those told of have been mailed."""
    done = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    done.update(mail_at=None)
    done.filter(pk__in=[notice.pk for notice in told]).update(mailed_at=timezone.now())


def _mail(person: User, notices: Sequence[Notice]) -> EmailMessage:
    """What is new for the person, in the language they wish for."""
    preference = Preference.objects.filter(person=person).first() or Preference(person=person)
    with override(preference.language):
        subject, text = _subject(notices), _text(person, notices)
    same = digest_of([notice.pk for notice in notices])
    headers = {
        "Message-ID": f"<{same[:32]}@{urlsplit(settings.ADDRESS).hostname}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's absence need answer it
    }
    return EmailMessage(f"WIR-Portal: {subject}", text, None, [person.email], headers=headers)


def _subject(notices: Sequence[Notice]) -> str:
    """What it is about; how many things it is about where they are of several kinds."""
    subjects = {said(notice.wording.subject) for notice in notices}
    if len(subjects) == 1:
        return subjects.pop()
    text = ngettext("{n} neue Mitteilung", "{n} neue Mitteilungen", len(notices))
    return text.format(n=len(notices))


def _text(person: User, notices: Sequence[Notice]) -> str:
    lines = [f"{said(one.sentence)}\n{_link(one)}" for one in notices]
    closing = _(
        "Welche Mails Sie bekommen, bestimmen Sie selbst:\n{address}\n\n"
        "Diese Nachricht kommt vom WIR-Portal. Bitte antworten Sie nicht darauf."
    )
    return "\n\n".join(
        (
            _("Guten Tag {name},").format(name=person.name),
            _("das ist neu für Sie:"),
            *lines,
            closing.format(address=settings.ADDRESS + reverse("notice-preferences")),
        )
    )


def _link(notice: Notice) -> str:
    """Through the notice's own address: whoever follows it has read it."""
    return settings.ADDRESS + reverse("notice", kwargs={"notice": notice.pk})
