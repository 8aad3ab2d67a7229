"""Rows of a table: named by an id of their own, never counted."""

import uuid
from collections.abc import Mapping
from typing import Any

_NAMESPACE = uuid.UUID("6f0c6c4e-6a3b-5f6e-9d0a-77a5b1b0c0de")


def row_title(row: Mapping[str, Any]) -> str:
    """What a row is called where it is picked from a list."""
    return str(row.get("title") or row.get("name") or row.get("holder") or "(ohne Titel)")


def is_blank_row(row: Mapping[str, Any]) -> bool:
    """Whether nothing stands in the row but its id."""
    return not any(value for column, value in row.items() if column != "id")


def own_id(raw: Any, place: str, seen: set[str]) -> str:
    """The row's own UUID; for a missing, broken or repeated one a UUID made of its place."""
    try:
        row_id = str(uuid.UUID(str(raw)))
    except ValueError:
        row_id = str(uuid.uuid5(_NAMESPACE, f"{place}/{raw}"))
    while row_id in seen:
        row_id = str(uuid.uuid5(_NAMESPACE, f"{place}/{row_id}"))
    seen.add(row_id)
    return row_id
