"""How the chains are hashed: without a database, so that a file taken out of it can be proved."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

HASHED = (
    "chain", "sequence", "at", "actor_id", "action", "object", "before", "after", "reason",
    "previous",
)  # fmt: skip
"""All that an event says, the instant as ISO 8601 in UTC, and the hash of the one before it."""


def digest_of(value: Any) -> str:
    """SHA-256 (hex) of a JSON value in canonical form (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def facts_digest(facts: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of an event whose facts are at hand as JSON has them."""
    return digest_of({name: facts[name] for name in HASHED})
