"""Prove that nobody touched the chains, or say where.

A chain proves itself: whatever is changed, removed, added or moved in it no longer fits the hashes
around it, and its `Head` tells where it must end. Who can write into the database could compute
all of that anew. Therefore heads can be noted: a list of them kept elsewhere proves that nothing
that was there at that time has changed since, whoever tried.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from wirportal.ledger.actions import event_digest
from wirportal.ledger.models import Event, Head

STREAMED = 2000
"""Events in memory at a time."""


class Fault(StrEnum):
    """What is wrong with the first event that does not fit."""

    MISSING = "missing"
    CHANGED = "changed"
    ADDED = "added"
    """It comes after the chain's end."""
    REWRITTEN = "rewritten"
    """The chain fits, but it is another one than was noted."""


@dataclass(frozen=True)
class Break:
    """The first place where a chain is damaged."""

    chain: UUID
    sequence: int
    fault: Fault


@dataclass
class Report:
    """What was looked at, and the first break of each damaged chain."""

    events: int = 0
    chains: int = 0
    breaks: list[Break] = field(default_factory=list)


def verify(**which: UUID) -> Report:
    """Read every event once (of one chain: `chain=`), some at a time; two queries.

    Heads come with their events in one statement, so that what is being written meanwhile
    is seen as a whole or not at all.
    """
    report = Report()
    stream = _counted(_with_heads(Event.objects.filter(**which)), report)
    for chain, events in groupby(stream, key=lambda event: event.chain):
        report.chains += 1
        report.breaks += filter(None, [_first_break(chain, events)])
    emptied = Head.objects.filter(~Exists(Event.objects.filter(chain=OuterRef("chain"))), **which)
    report.breaks += [Break(head.chain, 1, Fault.MISSING) for head in emptied]
    return report


def first_broken(chain: UUID) -> int | None:
    """The number of the first event of this chain that does not fit; None: all do."""
    return next((found.sequence for found in verify(chain=chain).breaks), None)


def departures(noted: Iterable[Head]) -> Iterator[Break]:
    """Where the chains are no longer those whose heads were noted; a query for each."""
    for head in noted:
        there = Event.objects.filter(chain=head.chain, sequence=head.length, sha256=head.sha256)
        if not there.exists():
            yield Break(head.chain, head.length, Fault.REWRITTEN)


def _with_heads(events: QuerySet[Event]) -> Iterator[Event]:
    """In order, each with `end_length` and `end_sha256` of its chain."""
    head = Head.objects.filter(chain=OuterRef("chain"))
    ends = {f"end_{name}": Subquery(head.values(name)) for name in ("length", "sha256")}
    return events.annotate(**ends).order_by("chain", "sequence").iterator(chunk_size=STREAMED)


def _counted(events: Iterable[Any], report: Report) -> Iterator[Any]:
    for event in events:
        report.events += 1
        yield event


def _first_break(chain: UUID, events: Iterable[Any]) -> Break | None:
    """Of one chain, whose events come in order with their end."""
    number, previous = 0, ""
    for number, event in enumerate(events, start=1):
        if event.sequence != number:
            return Break(chain, number, Fault.MISSING)
        if event.previous != previous or event.sha256 != event_digest(event):
            return Break(chain, number, Fault.CHANGED)
        previous = event.sha256
    length = event.end_length or 0
    if number < length:
        return Break(chain, number + 1, Fault.MISSING)
    if number > length:
        return Break(chain, length + 1, Fault.ADDED)
    return None if previous == event.end_sha256 else Break(chain, number, Fault.CHANGED)
