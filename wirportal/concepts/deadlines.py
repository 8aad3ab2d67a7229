"""Whose day is coming: the ends of calls, and the days until which people were asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from wirportal.concepts.models import Assignment, Call, Concept
from wirportal.concepts.telling import facts_of, overview_path, question_path
from wirportal.notices.actions import MORNING, About, tell
from wirportal.notices.kinds import Kind
from wirportal.people.models import BodyStatus, Membership, Organisation, User
from wirportal.people.models.persons import MembershipQuerySet
from wirportal.rulebook.rules import RULES, Action
from wirportal.rulebook.states import AssignmentState, State

ASSIGNMENT_STEPS = {7: Kind.DUE_SOON, 1: Kind.DUE_SOON, -1: Kind.OVERDUE}
CALL_STEPS = {30: Kind.CLOSING, 14: Kind.CLOSING, 7: Kind.CLOSING, 1: Kind.CLOSING, -1: Kind.CLOSED}
"""On which days people are reminded: so many days before the day, below 0 after it."""
MADE_UP_FOR = timedelta(days=3)
"""A reminder that nobody could send for longer than this is left out."""
IN_HAND = (State.DRAFT, State.SEALED)
"""While its concept is in these states, a body can still miss the end of a call."""


@dataclass(frozen=True)
class Deadline:
    """The end of a call as it concerns a person: for a body that has not handed in its concept."""

    person: User
    body: Organisation
    call: Call
    concept: Concept | None
    """What there is of it."""

    @property
    def path(self) -> str:
        if self.concept is None:
            return reverse("concepts")
        return reverse("concept", kwargs={"concept": self.concept.pk})


def deadlines(calls: list[Call], memberships: MembershipQuerySet) -> Iterator[Deadline]:
    """Whom among these members the calls' ends concern; two queries."""
    begun = {
        (concept.organisation_id, concept.call_id): concept
        for concept in Concept.objects.filter(call__in=calls).exclude(state=State.WITHDRAWN)
    }
    concerned = memberships.in_force().filter(
        role__in=RULES[Action.DEADLINES].roles,
        user__is_active=True,
        organisation__in=BodyStatus.objects.on(timezone.localdate()).values("organisation"),
    )
    held = concerned.select_related("user", "organisation").order_by("pk")
    members = dict.fromkeys((membership.user, membership.organisation) for membership in held)
    for call in calls:
        for person, body in members:
            concept = begun.get((body.pk, call.pk))
            if concept is None or concept.state in IN_HAND:
                yield Deadline(person, body, call, concept)


def deadlines_of(user: User) -> list[Deadline]:
    """The ends of running calls that concern the user, the next first; three queries."""
    now = timezone.now()
    running = list(Call.objects.filter(opens_at__lte=now, closes_at__gte=now).order_by("closes_at"))
    return list(deadlines(running, Membership.objects.filter(user=user)))


# --- reminders ------------------------------------------------------------------------------------


def remind(*, now: datetime) -> None:
    """Tell people of days that come near or have passed: of each step once, from the morning on."""
    here = timezone.localtime(now)
    if here.time() < MORNING:
        return
    for assignment in _assignments_around(here.date()):
        _remind_of_assignment(assignment, here.date())
    _remind_of_calls(here.date())


def step(steps: dict[int, Kind], day: date, since: date, today: date) -> int | None:
    """The step at which people are to be reminded today; None where none is.

    Args:
        since: when they have heard of the day; no reminder belongs to that date or before.
    """
    for days in sorted(steps):
        turn = day - timedelta(days=days)
        if turn <= today:
            return days if turn > since and today - turn <= MADE_UP_FOR else None
    return None


def window(steps: dict[int, Kind], today: date) -> tuple[date, date]:
    """The first and the last day for which a step may have come."""
    first = today + timedelta(days=min(steps)) - MADE_UP_FOR
    return first, today + timedelta(days=max(steps))


def _assignments_around(today: date) -> Iterator[Assignment]:
    """The requests that a step may have come for; one query."""
    owed = Assignment.objects.filter(
        state=AssignmentState.OPEN,
        concept__state=State.DRAFT,
        due__range=window(ASSIGNMENT_STEPS, today),
    )
    people = ("person", "asked_by")
    yield from owed.select_related(*people, "concept__organisation", "concept__call")


def _remind_of_assignment(one: Assignment, today: date) -> None:
    days = step(ASSIGNMENT_STEPS, one.due, timezone.localdate(one.asked_at), today)
    if days is None:
        return
    kind, once, facts = ASSIGNMENT_STEPS[days], f"{one.pk}: {one.due}, {days}", facts_of(one)
    about = About(one.concept_id, question_path(one), once, facts)
    tell(kind=kind, people=[one.person], about=about)
    if kind is Kind.OVERDUE and one.asked_by != one.person:
        facts |= {"name": one.person.name}
        about = About(one.concept_id, overview_path(one), once, facts)
        tell(kind=Kind.STILL_OWED, people=[one.asked_by], about=about)


def _remind_of_calls(today: date) -> None:
    steps = {
        call: days for call in Call.objects.all() if (days := _call_step(call, today)) is not None
    }
    for deadline in deadlines(list(steps), Membership.objects.all()):
        call, days = deadline.call, steps[deadline.call]
        closes_at = timezone.localtime(call.closes_at)
        facts = {
            "place": f"{deadline.body} {call.budget_year}",
            "day": date_format(closes_at, "d.m.Y"),
            "time": date_format(closes_at, "H:i"),
        }
        once = f"{call.pk}, {deadline.body.pk}: {closes_at.date()}, {days}"
        chain = deadline.concept.pk if deadline.concept else None
        about = About(chain, deadline.path, once, facts)
        tell(kind=CALL_STEPS[days], people=[deadline.person], about=about)


def _call_step(call: Call, today: date) -> int | None:
    day, since = timezone.localdate(call.closes_at), timezone.localdate(call.opens_at)
    return step(CALL_STEPS, day, since, today)
