"""Who is where, and what is new since one was here. Neither is a matter of the ledger.

Presence is for saying "Kim writes here too", not for watching people: names on the same section
only, forgotten after a minute, deleted after a day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max
from django.utils import timezone

from wirportal.concepts.models import AnswerVersion, Concept, Presence, Visit
from wirportal.people.models import User

NEAR = timedelta(seconds=60)
"""Who was seen within this time is here."""
RENEWED = timedelta(seconds=20)
"""How often a person's presence on a section is written at most."""
KEPT = timedelta(days=1)
PAUSE = timedelta(hours=1)
"""After this long away, coming back is another visit."""


def look_in(*, concept: Concept, section_id: str, by: User) -> list[str]:
    """Say that the person is here; the names of who else is. One query, three when written."""
    now = timezone.now()
    here = concept.presences.filter(section=section_id, at__gt=now - NEAR)
    seen = {one.user: one.at for one in here.select_related("user")}
    if now - seen.pop(by, datetime.min.replace(tzinfo=now.tzinfo)) > RENEWED:
        Presence.objects.filter(at__lt=now - KEPT).delete()
        Presence.objects.bulk_create(
            [Presence(concept=concept, section=section_id, user=by, at=now)],
            update_conflicts=True,
            unique_fields=("concept", "section", "user"),
            update_fields=("at",),
        )
    return sorted(user.name for user in seen)


def come_back(*, concept: Concept, by: User) -> datetime | None:
    """When the person was last here before this visit; None at the first. Two queries."""
    now = timezone.now()
    visit, is_first = Visit.objects.get_or_create(concept=concept, user=by, defaults={"last": now})
    if not is_first:
        if now - visit.last > PAUSE:
            visit.previous = visit.last
        Visit.objects.filter(pk=visit.pk).update(last=now, previous=visit.previous)
    return visit.previous


@dataclass(frozen=True)
class Change:
    """What others did to one question: `base` is the version that stood there before (0: none)."""

    question: str
    names: tuple[str, ...]
    at: datetime
    base: int


def changed_since(concept: Concept, since: datetime, reader: User) -> list[Change]:
    """The questions whose texts others changed, newest first; two queries."""
    versions = AnswerVersion.objects.filter(answer__concept=concept)
    newer = versions.filter(at__gt=since).exclude(author=reader)
    by_question: dict[str, list[AnswerVersion]] = {}
    for version in newer.select_related("answer", "author").order_by("-at"):
        by_question.setdefault(version.answer.question, []).append(version)
    before = versions.filter(at__lte=since).order_by().values_list("answer__question")
    bases = dict(before.annotate(Max("version")))
    return [
        Change(
            question,
            tuple(dict.fromkeys(version.author.name for version in found)),
            found[0].at,
            bases.get(question, 0),
        )
        for question, found in by_question.items()
    ]


def said_since(concept: Concept, since: datetime, reader: User) -> dict[str, int]:
    """How many comments others wrote, by question; one query."""
    said = concept.comments.filter(at__gt=since).exclude(author=reader).order_by()
    return dict(said.values_list("question").annotate(Count("pk")))
