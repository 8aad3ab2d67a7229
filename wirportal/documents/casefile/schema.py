"""How what a file says of itself is read when it comes from anywhere: nothing unknown."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Listed(Strict):
    """A part of the ZIP as the manifest names it."""

    path: str
    size: int = Field(ge=0)
    sha256: str


class End(Strict):
    """Where the chain of events ends in this file."""

    length: int
    sha256: str


class Manifest(Strict):
    format: str
    version: int
    file_number: str
    concept: str
    at: str
    chain: End
    files: tuple[Listed, ...]


class Paper(Strict):
    path: str
    kind: str
    label: str
    noted_sha256: str


class Entry(Strict):
    """`contents.Record` as it came back."""

    title: str
    facts: dict[str, str | int | bool | None]
    files: tuple[Paper, ...]
    records: tuple["Entry", ...]

    def fact(self, name: str) -> str:
        value = self.facts.get(name)
        return "" if value is None else str(value)

    def paper(self, kind: str) -> Paper | None:
        """Its first of that kind."""
        return next((paper for paper in self.files if paper.kind == kind), None)


class Data(Strict):
    format: str
    version: int
    concept: str
    at: str
    head: Entry
    parts: dict[str, tuple[Entry, ...]]
    people: dict[str, str]

    def entries(self) -> list[Entry]:
        """All of them, those within others too."""
        found = [entry for part in self.parts.values() for entry in part]
        for entry in found:
            found += entry.records
        return found


class Event(Strict):
    """An event of the ledger; without facts where it is not the authority's to read."""

    sequence: int
    previous: str
    sha256: str
    chain: str = ""
    at: str = ""
    actor_id: int | None = None
    action: str = ""
    object: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""

    @property
    def is_told(self) -> bool:
        return self.actor_id is not None


Read = TypeVar("Read", bound=Strict)


def read_as(kind: type[Read], data: bytes | None) -> Read | None:
    """The content as that kind; None where it is not one."""
    try:
        return kind.model_validate_json(data or b"")
    except ValidationError:
        return None


def events_in(data: bytes | None) -> list[Event] | None:
    """One event a line; None where a line is none."""
    events = [read_as(Event, line) for line in (data or b"").splitlines()]
    told = [event for event in events if event]
    return told if events and len(told) == len(events) else None
