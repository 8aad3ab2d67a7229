"""Reads of events for pages; each function says how many queries it costs."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from wirportal.ledger.models import Chain, Denial, Event


def events_of(
    chain: UUID,
    actions: Collection[str],
    *,
    actor: int | None = None,
    oldest: int | None = None,
    most: int,
) -> tuple[list[Event], int]:
    """What was done, newest first, with who did it: of these kinds, by the actor, so many at most;
    and how many are older still. Two queries.

    oldest: only that many from the chain's beginning on. Pages go on by this number and not by the
    events' own: these count too what the reader may not see.
    """
    events = Event.objects.filter(chain=chain, action__in=actions)
    if actor:
        events = events.filter(actor=actor)
    there = events.count()
    end = min(there, oldest or there)
    older = max(0, end - most)
    found = events.select_related("actor").order_by("sequence")[older:end]
    return list(found)[::-1], older


def actors_of(chain: UUID, actions: Collection[str]) -> dict[int, str]:
    """Who did something of these kinds, by id, in the order of their names; one query."""
    did = Event.objects.filter(chain=chain, action__in=actions).order_by().values("actor")
    people = get_user_model().objects.filter(pk__in=did).order_by("name", "pk")
    return dict(people.values_list("pk", "name"))


def named_chain(name: str) -> UUID | None:
    """The chain of something that is no concept; None where nothing was done. One query."""
    return Chain.objects.filter(name=name).values_list("pk", flat=True).first()


def denials() -> QuerySet[Denial]:
    """What people did not get, newest first, with who they are; one query."""
    return Denial.objects.select_related("user")
