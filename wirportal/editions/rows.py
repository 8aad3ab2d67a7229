"""Rows of a table: named by an id of their own, never counted."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from wirportal.sentence import Sentence

_NAMESPACE = uuid.UUID("6f0c6c4e-6a3b-5f6e-9d0a-77a5b1b0c0de")


def row_title(row: Mapping[str, Any]) -> str:
    """What a row is called where it is picked from a list."""
    title = row.get("title") or row.get("name") or row.get("holder")
    return str(title) if title else Sentence("(ohne Titel)")


def is_blank_row(row: Mapping[str, Any]) -> bool:
    """Whether nothing stands in the row but its id."""
    return not any(value for column, value in row.items() if column != "id")


def own_id(raw: Any, place: str, seen: set[str]) -> str:
    """The row's own UUID; for a missing, broken or repeated one a UUID made of it and its place."""
    try:
        row_id = str(uuid.UUID(str(raw)))
    except ValueError:
        row_id = str(uuid.uuid5(_NAMESPACE, f"{place}/{raw}"))
    while row_id in seen:
        row_id = str(uuid.uuid5(_NAMESPACE, f"{place}/{row_id}"))
    seen.add(row_id)
    return row_id


Rows = Sequence[Mapping[str, Any]]


def new_row() -> dict[str, Any]:
    """An empty row with an id that nobody else has."""
    return {"id": str(uuid.uuid4())}


def with_row(rows: Rows, row: Mapping[str, Any], at: int | None = None) -> list[Mapping[str, Any]]:
    """The rows and one more before position `at`, else at the end; as they are if it is there."""
    if any(other["id"] == row["id"] for other in rows):
        return list(rows)
    at = len(rows) if at is None else at
    return [*rows[:at], row, *rows[at:]]


def without_row(rows: Rows, row_id: str) -> list[Mapping[str, Any]]:
    """The rows without that one."""
    return [row for row in rows if row["id"] != row_id]


def moved_row(rows: Rows, row_id: str, by: int) -> list[Mapping[str, Any]]:
    """The rows with that one `by` places further down (up where negative), as far as there are."""
    places = [place for place, row in enumerate(rows) if row["id"] == row_id]
    if not places:
        return list(rows)
    rest = without_row(rows, row_id)
    return with_row(rest, rows[places[0]], max(0, min(len(rest), places[0] + by)))
