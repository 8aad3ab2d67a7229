"""The checklist of each directive: the one that we ship to begin with, and the verb to change it.

A row with findings stays as it is, so that what was found in earlier cases can still be read; only
the number that it rests on may be set right.
"""

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import F

from wirportal.concepts.models import Directive
from wirportal.ledger.actions import chain_of, record
from wirportal.people.models import User
from wirportal.people.seen import digest, require_seen
from wirportal.review.models import CheckRow, Finding
from wirportal.review.models.checking import Part
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action

CHECKLISTS = Path(__file__).parent / "data" / "checklists.toml"
_FREE = 1000
"""A place that no row of a list has."""


@dataclass(frozen=True)
class RowFacts:
    """Everything that an officer writes about a row; columns of CheckRow."""

    part: str
    text: str
    question: str = ""
    rests_on: str = ""
    verified: bool = False

    @classmethod
    def of(cls, row: CheckRow) -> "RowFacts":
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})

    @property
    def kept(self) -> tuple[str, str, str]:
        """What stays once somebody has found something."""
        return self.part, self.text, self.question


def rows_of(directive: Directive) -> tuple[RowFacts, ...]:
    """Its checklist; before its first case the one that it will begin with. One query."""
    there = tuple(RowFacts.of(row) for row in directive.checks.all())
    return there or _shipped(directive)


def texts_with_findings(directive: Directive) -> frozenset[str]:
    """The rows for which something was found in a case; one query."""
    found = Finding.objects.filter(row__directive=directive)
    return frozenset(found.values_list("row__text", flat=True))


def load_checklist(directive: Directive) -> None:
    """Give the directive the checklist that we ship, unless it has one."""
    Directive.objects.select_for_update().get(pk=directive.pk)
    if not directive.checks.exists():
        _write(directive, _shipped(directive))


@transaction.atomic
def change_checklist(*, directive_id: int, rows: tuple[RowFacts, ...], seen: str, by: User) -> None:
    """Write the list anew; it holds for every case under the directive, those begun too.

    Formal rows come first. Stale where somebody has changed the list, or found something for a row
    that this one strikes, since the person saw it.
    """
    directive = Directive.objects.select_for_update().get(pk=directive_id)
    before, after = rows_of(directive), _in_order(rows)
    fast = texts_with_findings(directive)
    lost = {row.kept for row in before if row.text in fast} - {row.kept for row in after}
    require(Action.CHANGE_CHECKLIST, Case(row_in_use=bool(lost)), by.everywhere)
    if before == after and directive.checks.exists():
        return
    require_seen(seen_of(directive), seen)
    _write(directive, after)
    record(
        chain=chain_of(f"directive {directive.pk}"),
        actor_id=by.pk,
        action=Action.CHANGE_CHECKLIST,
        before=_digest(before),
        after=_digest(after),
    )


def seen_of(directive: Directive) -> list[object]:
    """What a page shows of the list: its rows, and which of them stand fast. Two queries."""
    fast = sorted(texts_with_findings(directive))
    return [[asdict(row) for row in rows_of(directive)], fast]


def _digest(rows: tuple[RowFacts, ...]) -> str:
    return digest([asdict(row) for row in rows])


def _in_order(rows: tuple[RowFacts, ...]) -> tuple[RowFacts, ...]:
    return tuple(row for part in Part for row in rows if row.part == part)


def _write(directive: Directive, rows: tuple[RowFacts, ...]) -> None:
    """A row that keeps its text stays the same one: findings hang on it."""
    there = {row.text: row for row in directive.checks.all()}
    directive.checks.exclude(text__in=[facts.text for facts in rows]).delete()
    directive.checks.update(place=F("place") + _FREE)  # so that none takes the place of another
    for place, facts in enumerate(rows, start=1):
        row = there.get(facts.text) or CheckRow(directive=directive)
        for name, value in asdict(facts).items():
            setattr(row, name, value)
        row.place = place
        row.save()


def _shipped(directive: Directive) -> tuple[RowFacts, ...]:
    rows = tomllib.loads(CHECKLISTS.read_text(encoding="utf-8"))["row"]
    return tuple(
        RowFacts(
            part=row["part"],
            text=row["text"],
            question=row.get("question", ""),
            rests_on=(ground := row.get("rests_on", {}).get(directive.key, {})).get("number", ""),
            verified=ground.get("verified", False),
        )
        for row in rows
    )
