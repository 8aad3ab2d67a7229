"""Whose day is coming in cases: answers, opinions, and conditions that are still to be met."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from wirportal.concepts.deadlines import step, window
from wirportal.concepts.models import Concept, actor_in
from wirportal.concepts.telling import holders
from wirportal.notices.actions import MORNING, About, tell
from wirportal.notices.kinds import Kind
from wirportal.people.models import User
from wirportal.review.models import Condition, Decision, Opinion, Request
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rule import COORDINATOR, MINISTRY
from wirportal.rulebook.states import State
from wirportal.sentence import Sentence


@dataclass(frozen=True)
class Due:
    """Something of a case that is to be done by a day."""

    concept: Concept
    what: str
    """A name of its own: "request 12"."""
    label: Sentence
    """In a calendar."""
    day: date
    since: datetime
    """When those concerned have heard of it."""
    roles: frozenset[Role]
    owner: User | None = None
    """Who has taken it on; None: everybody with one of the roles."""

    @property
    def people(self) -> list[User]:
        """At most one query."""
        return [self.owner] if self.owner else holders(self.concept, self.roles)


Concepts = QuerySet[Concept]
"""Of which something is looked for."""
Days = tuple[date, date]
"""The first and the last that are looked for."""
EVER = (date.min, date.max)


def requests_due(concepts: Concepts, days: Days) -> Iterator[Due]:
    """Nachforderungen that nobody has answered; one query."""
    waiting = Request.objects.filter(sent_at__isnull=False, answered_with=None, due__range=days)
    waiting = waiting.filter(file__concept__in=concepts).defer("letter")
    for one in waiting.select_related(*_CONCEPT):
        assert one.due and one.sent_at
        concept = one.file.concept
        label = Sentence("Nachforderung beantworten: {place}", place=concept)
        yield Due(concept, f"request {one.pk}", label, one.due, one.sent_at, COORDINATOR)


def opinions_due(concepts: Concepts, days: Days) -> Iterator[Due]:
    """What the ministry has not said yet; one query."""
    waiting = Opinion.objects.filter(due__range=days, file__concept__in=concepts).awaited()
    for one in waiting.select_related(*_CONCEPT):
        concept = one.file.concept
        label = Sentence("Stellungnahme abgeben: {place}", place=concept)
        yield Due(concept, f"opinion {one.pk}", label, one.due, one.told_at, MINISTRY)


def conditions_due(concepts: Concepts, days: Days) -> Iterator[Due]:
    """Conditions of decisions in force that nobody has called met; one query."""
    issued = Decision.objects.filter(file=OuterRef("decision__file"), issued_at__isnull=False)
    in_force = Q(decision=Subquery(issued.order_by("-version").values("pk")[:1]))
    in_force &= Q(decision__file__concept__in=concepts)
    waiting = Condition.objects.filter(in_force, done_at=None, due__range=days)
    for one in waiting.select_related("owner", *(f"decision__{path}" for path in _CONCEPT)):
        assert one.due and one.decision.issued_at
        since, concept = one.decision.issued_at, one.decision.file.concept
        label = Sentence("Auflage erfüllen: {place}", place=concept)
        what = f"condition {one.pk}"
        yield Due(concept, what, label, one.due, since, COORDINATOR, one.owner)


_CONCEPT = ("file__concept__organisation", "file__concept__call")


@dataclass(frozen=True)
class Watched:
    """One kind of things that are due: which, at which steps people hear of it, and where."""

    due: Callable[[Concepts, Days], Iterator[Due]]
    steps: dict[int, Kind]
    page: str
    """Name of an address of the concept."""

    def path(self, due: Due) -> str:
        """Where it is done."""
        return reverse(self.page, kwargs={"concept": due.concept.pk})


WATCHED = (
    Watched(
        requests_due,
        {7: Kind.ANSWER_DUE, 1: Kind.ANSWER_DUE, -1: Kind.ANSWER_OVERDUE},
        "requests",
    ),
    Watched(
        opinions_due,
        {3: Kind.OPINION_DUE, -1: Kind.OPINION_OVERDUE},
        "opinions",
    ),
    Watched(
        conditions_due,
        {30: Kind.CONDITION_DUE, 7: Kind.CONDITION_DUE, -1: Kind.CONDITION_OVERDUE},
        "conditions",
    ),
)


def remind(*, now: datetime) -> None:
    """Tell people of days that come near or have passed: of each step once, from the morning on."""
    here = timezone.localtime(now)
    if here.time() < MORNING:
        return
    alive = Concept.objects.exclude(state=State.WITHDRAWN)
    for watched in WATCHED:
        for due in watched.due(alive, window(watched.steps, here.date())):
            _remind(watched, due, here.date())


def _remind(watched: Watched, due: Due, today: date) -> None:
    days = step(watched.steps, due.day, timezone.localdate(due.since), today)
    if days is None:
        return
    facts = {"place": str(due.concept), "day": date_format(due.day, "d.m.Y")}
    about = About(due.concept.pk, watched.path(due), f"{due.what}: {due.day}, {days}", facts)
    tell(kind=watched.steps[days], people=due.people, about=about)


# --- a person's own -------------------------------------------------------------------------------


def due_for(user: User) -> list[tuple[Watched, Due]]:
    """What of the cases that the user sees is theirs to do by a day, the next first; three
    queries."""
    seen = Concept.objects.visible_to(user).exclude(state=State.WITHDRAWN)
    mine = [
        (watched, due)
        for watched in WATCHED
        for due in watched.due(seen, EVER)
        if (due.owner == user if due.owner else _has_one(user, due))
    ]
    return sorted(mine, key=lambda one: one[1].day)


def _has_one(user: User, due: Due) -> bool:
    """Whether the user has one of the roles that it waits for."""
    return bool(actor_in(user, due.concept.organisation_id).roles & due.roles)
