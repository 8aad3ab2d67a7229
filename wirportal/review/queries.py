"""What the authority's pages read; each function says how many queries it costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from wirportal.concepts.models import Call, Concept, Submission
from wirportal.concepts.queries import eligible_names
from wirportal.people.models import Membership, User
from wirportal.review.models import CaseFile, Opinion, Request, SavedView
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import HANDED_IN, State
from wirportal.rulebook.turns import DESK_LABELS, FINISHED, TURNS, Side, sides
from wirportal.sentence import Sentence


def officers() -> QuerySet[User]:
    """Who is a case officer today, by name; no query yet."""
    held = Membership.objects.in_force().filter(user=OuterRef("pk"), role=Role.OFFICER)
    return User.objects.filter(Exists(held), is_active=True).order_by("name", "pk")


def views_of(user: User) -> list[SavedView]:
    """The person's own ways to look at the inbox; one query."""
    return list(SavedView.objects.filter(person=user))


def opinions_asked(user: User) -> int:
    """How many Stellungnahmen are awaited in files that the user sees; one query."""
    seen = Concept.objects.visible_to(user)
    return Opinion.objects.filter(file__concept__in=seen).awaited().count()


# --- the inbox ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeskRow:
    """A body in a call's inbox. Without a concept it has handed nothing in: whether it has begun
    is its own matter."""

    body: str
    concept: Concept | None = None
    file: CaseFile | None = None
    handed_in_at: datetime | None = None
    """The last time."""
    asked_until: date | None = None
    """When the last Nachforderung is due."""
    opinion_until: date | None = None
    """When the ministry's Stellungnahme is due; None: none is awaited."""

    @cached_property
    def state(self) -> State:
        return State(self.concept.state) if self.concept else State.DRAFT

    @cached_property
    def label(self) -> Sentence:
        return Sentence(DESK_LABELS[self.state])

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Whose turn it is."""
        return sides(self.state, opinion_asked=self.opinion_until is not None)

    @cached_property
    def days(self) -> int | None:
        """Since it was handed in last."""
        if self.handed_in_at is None:
            return None
        return (timezone.localdate() - timezone.localdate(self.handed_in_at)).days

    @cached_property
    def due(self) -> date | None:
        """Until when whoever's turn it is should be through."""
        if self.state in FINISHED:
            return None
        if TURNS[self.state] is Side.MUNICIPALITY:
            return self.asked_until
        return self.file.due if self.file else None

    @cached_property
    def is_overdue(self) -> bool:
        dues = (self.due, self.opinion_until)
        return any(due is not None and due < timezone.localdate() for due in dues)


def desk_call() -> int | None:
    """The call that the inbox opens with: the one to which something came last, else the newest
    that has begun, else the newest; one query, three at most."""
    came = Submission.objects.order_by("-pk").values_list("call", flat=True)
    calls = Call.objects.values_list("pk", flat=True)
    return came.first() or calls.filter(opens_at__lte=timezone.now()).first() or calls.first()


def desk_of(call: Call, user: User) -> list[DeskRow]:
    """Every body that may apply, or has; two queries."""
    bodies = eligible_names(call)
    rows = list(_handed_in(call, user, bodies))
    there = {row.concept.organisation_id for row in rows if row.concept}
    return rows + [DeskRow(name) for body, name in bodies.items() if body not in there]


_SHOWN = (
    "state",
    "call",
    "organisation__name",
    *(f"file__{name}" for name in ("concept", "number", "file_number", "due", "officer__name")),
)
"""What rows are made of: two columns of users, not their passwords."""
_FOUND = ("handed_in_at", "asked_until", "opinion_until")
"""What is looked up beside each concept."""


def _handed_in(call: Call, user: User, bodies: dict[int, str]) -> Iterator[DeskRow]:
    seen = Concept.objects.visible_to(user).filter(call=call, state__in=HANDED_IN)
    handed_in = Submission.objects.filter(seal__concept=OuterRef("pk")).order_by("-at")
    asked = Request.objects.filter(file__concept=OuterRef("pk"), sent_at__isnull=False)
    awaited = Opinion.objects.filter(file__concept=OuterRef("pk")).awaited()
    concepts = (
        seen.select_related("organisation", "file__officer")
        .only(*_SHOWN)
        .annotate(
            handed_in_at=Subquery(handed_in.values("at")[:1]),
            asked_until=Subquery(asked.order_by("-number").values("due")[:1]),
            opinion_until=Subquery(awaited.values("due")[:1]),
        )
    )
    for concept in concepts:
        body = bodies.get(concept.organisation_id, concept.organisation.name)
        found = {name: getattr(concept, name) for name in _FOUND}
        yield DeskRow(body, concept, getattr(concept, "file", None), **found)
