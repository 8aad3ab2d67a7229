"""Reads of events for pages; each function says how many queries it costs."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from wirportal.ledger.models import Chain, Denial, Event


def events_of(
    chain: UUID, actions: Collection[str], *, actor: int | None = None, before: int | None = None
) -> QuerySet[Event]:
    """What was done, newest first, with who did it: of these kinds, by the actor, before the
    event with that number. One query."""
    events = Event.objects.filter(chain=chain, action__in=actions)
    if actor:
        events = events.filter(actor=actor)
    if before:
        events = events.filter(sequence__lt=before)
    return events.select_related("actor").order_by("-sequence")


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
