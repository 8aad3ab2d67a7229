"""Write events and prove that nobody touched them."""

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785
from django.db import connection
from django.utils import timezone

from wirportal.ledger.models import Chain, Event

_HASHED = (
    "sequence", "actor_id", "action", "object", "before", "after", "reason", "previous"
)  # fmt: skip


def record(
    *,
    chain: UUID,
    actor_id: int,
    action: str,
    object: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
) -> Event:
    """Append an event. The caller holds a lock on the chain's object, inside its transaction."""
    assert connection.in_atomic_block
    last = Event.objects.filter(chain=chain).order_by("-sequence").values_list("sequence", "sha256")
    sequence, previous = last.first() or (0, "")
    event = Event(
        chain=chain,
        sequence=sequence + 1,
        at=timezone.now(),
        actor_id=actor_id,
        action=action,
        object=object,
        before=before,
        after=after,
        reason=reason[:500],
        previous=previous,
    )
    event.sha256 = _digest(event)
    event.save(force_insert=True)
    return event


def chain_of(name: str) -> UUID:
    """The chain of something that is no concept, locked until the transaction ends.

    Args:
        name: "kind id" as in `Chain.name`; the first event about it begins the chain.
    """
    Chain.objects.get_or_create(name=name)
    return Chain.objects.select_for_update().get(name=name).pk


def first_broken(chain: UUID) -> int | None:
    """The sequence number of the first event that does not fit the one before it; None: all do."""
    previous = ""
    for number, event in enumerate(Event.objects.filter(chain=chain).order_by("sequence"), start=1):
        sound = event.sequence == number and event.previous == previous
        if not sound or event.sha256 != _digest(event):
            return event.sequence
        previous = event.sha256
    return None


def digest_of(value: Any) -> str:
    """SHA-256 (hex) of a JSON value in canonical form (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def _digest(event: Event) -> str:
    at: datetime = event.at.astimezone(UTC)
    facts = {name: getattr(event, name) for name in _HASHED}
    return digest_of(facts | {"chain": str(event.chain), "at": at.isoformat()})
