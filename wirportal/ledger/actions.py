"""Write events, each with the hash of the one before it. What they prove: see `verify`."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from wirportal.ledger.hashing import HASHED, facts_digest
from wirportal.ledger.models import Chain, Event, Head


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
    head = Head.objects.filter(pk=chain).first() or Head(chain=chain)
    event = Event(
        chain=chain,
        sequence=head.length + 1,
        at=timezone.now(),
        actor_id=actor_id,
        action=action,
        object=object,
        before=before,
        after=after,
        reason=reason[:500],
        previous=head.sha256,
    )
    event.sha256 = event_digest(event)
    event.save(force_insert=True)
    head.length, head.sha256 = event.sequence, event.sha256
    head.save(force_insert=head._state.adding)
    return event


def chain_of(name: str) -> UUID:
    """The chain of something that is no concept, locked until the transaction ends.

    Args:
        name: "kind id" as in `Chain.name`; the first event about it begins the chain.
    """
    Chain.objects.get_or_create(name=name)
    return Chain.objects.select_for_update().get(name=name).pk


def facts_of(event: Event) -> dict[str, Any]:
    """All that an event says, as JSON has it."""
    at: datetime = event.at.astimezone(UTC)
    facts = {name: getattr(event, name) for name in HASHED}
    return facts | {"chain": str(event.chain), "at": at.isoformat()}


def event_digest(event: Event) -> str:
    """SHA-256 (hex) of all that an event says, and of the hash before it."""
    return facts_digest(facts_of(event))
