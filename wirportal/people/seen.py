"""Nobody overwrites what they have not seen: pages send back a digest of what they showed."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from wirportal.ledger.hashing import digest_of


class Stale(Exception):
    """What the person has looked at is not what is there now."""


def digest(facts: Any) -> str:
    """SHA-256 of facts, whatever they are made of."""
    return digest_of(_plain(facts))


def require_seen(facts: Any, seen: str) -> None:
    """Stale where the person has seen something else than what is there."""
    if digest(facts) != seen:
        raise Stale


def _plain(facts: Any) -> Any:
    if isinstance(facts, dict):
        return {name: _plain(value) for name, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [_plain(value) for value in facts]
    if isinstance(facts, datetime):
        return facts.astimezone(UTC).isoformat()
    if isinstance(facts, Decimal):
        return f"{facts.normalize():f}"
    return facts if isinstance(facts, bool | int | None) else str(facts)
