"""Bring the official list of bodies in: what it would change, and then the change itself.

A body is recognised by its key (AGS), else by its name: it may change one of them and stay itself.
What stands in the past and not in the list stays as it is.
"""

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from wirportal.ledger.actions import chain_of, record
from wirportal.people.body_list import COLUMNS, Row, Unfit, read_list, rows_of
from wirportal.people.models import BodyList, BodyStatus, Organisation, OrganisationKind, User
from wirportal.people.seen import digest, require_seen
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action
from wirportal.sentence import Sentence

DATA = Path(__file__).parent / "data"
BODIES = DATA / "bodies.csv"


class Kind(StrEnum):
    """What a row of the list does."""

    NEW_BODY = "new_body"
    NEW_SPAN = "new_span"
    ENDED = "ended"
    CHANGED = "changed"


KIND_LABELS = {
    Kind.NEW_BODY: Sentence("Neue Gebietskörperschaft"),
    Kind.NEW_SPAN: Sentence("Neuer Zeitraum"),
    Kind.ENDED: Sentence("Endet"),
    Kind.CHANGED: Sentence("Geändert"),
}


@dataclass(frozen=True)
class Difference:
    """A field of a status that is there already, and what the list has in its place."""

    label: Sentence
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    kind: Kind
    key: str
    """Of the organisation."""
    row: Row
    differences: tuple[Difference, ...] = ()

    @property
    def label(self) -> Sentence:
        return KIND_LABELS[self.kind]


@dataclass(frozen=True)
class Plan:
    """What a list would change today."""

    changes: list[Change] = field(default_factory=list)
    missing: list[BodyStatus] = field(default_factory=list)
    """There, and not in the list: they stay."""

    @property
    def facts(self) -> list[dict[str, Any]]:
        return [asdict(change) for change in self.changes]


def plan_for(rows: Sequence[Row]) -> Plan:
    """What the rows would change; one query. Unfit where the spans of a body overlap."""
    statuses = list(BodyStatus.objects.select_related("organisation").order_by("pk"))
    there = {(status.organisation.key, status.valid_from): status for status in statuses}
    listed = list(zip(_keys(rows, statuses), rows, strict=True))
    named = {(key, row.valid_from) for key, row in listed}
    missing = [status for place, status in there.items() if place not in named]
    _refuse_overlaps([*listed, *((status.organisation.key, _row(status)) for status in missing)])
    known = {status.organisation.key for status in statuses}
    changes = []
    for key, row in listed:
        if change := _change(key, row, there.get((key, row.valid_from)), key in known):
            changes.append(change)
            known.add(key)
    return Plan(changes, [status for status in missing if not status.organisation.fictitious])


def _keys(rows: Iterable[Row], statuses: Iterable[BodyStatus]) -> list[str]:
    """The key of the organisation that each row is about."""
    by_ags = {status.ags: status.organisation.key for status in statuses}
    by_name = {slugify(_spelt_out(s.name)): s.organisation.key for s in statuses}
    keys = []
    for row in rows:
        name = slugify(_spelt_out(row.name))
        key = by_ags.get(row.ags) or by_name.get(name) or name
        by_ags[row.ags] = by_name[name] = key
        keys.append(key)
    return keys


def _refuse_overlaps(spans: Iterable[tuple[str, Row]]) -> None:
    by_key: dict[str, list[Row]] = {}
    for key, row in spans:
        by_key.setdefault(key, []).append(row)
    faults = [
        _overlap(one, other)
        for rows in by_key.values()
        for one, other in combinations(rows, 2)
        if one.overlaps(other)
    ]
    if faults:
        raise Unfit(faults)


def _overlap(one: Row, other: Row) -> Sentence:
    if other.line:
        return Sentence(
            "Zeile {line}: {name} steht für dieselben Tage schon in Zeile {other}.",
            line=other.line,
            name=other.name,
            other=one.line,
        )
    return Sentence(
        "Zeile {line}: {name} ist für dieselben Tage schon gespeichert (gültig ab {day}). "
        "Dieser Zeitraum fehlt in der Liste; dort muss stehen, wann er endet.",
        line=one.line,
        name=one.name,
        day=other.valid_from.strftime("%d.%m.%Y"),
    )


def _row(status: BodyStatus) -> Row:
    """A stored status as a row that stands in no line."""
    return Row(0, **{column.field: getattr(status, column.field) for column in COLUMNS})


def _change(key: str, row: Row, status: BodyStatus | None, known: bool) -> Change | None:
    if status is None:
        return Change(Kind.NEW_SPAN if known else Kind.NEW_BODY, key, row)
    differences = tuple(
        Difference(column.label, before, after)
        for column in COLUMNS
        if (before := getattr(status, column.field)) != (after := getattr(row, column.field))
    )
    if not differences:
        return None
    ends = status.valid_to is None and row.valid_to is not None
    return Change(Kind.ENDED if ends else Kind.CHANGED, key, row, differences)


def _apply(plan: Plan, *, fictitious: bool = False) -> None:
    """Carry the changes out; a body is called as in its newest span."""
    for change in plan.changes:
        row = change.row
        organisation, _ = Organisation.objects.get_or_create(
            key=change.key,
            defaults={
                "name": row.name,
                "legal_name": legal_name(row.name, row.type),
                "fictitious": fictitious,
            },
        )
        fields = {column.field: getattr(row, column.field) for column in COLUMNS}
        organisation.statuses.update_or_create(valid_from=row.valid_from, defaults=fields)
        newest = organisation.statuses.order_by("-valid_from").values_list("name", flat=True)[0]
        Organisation.objects.filter(pk=organisation.pk).update(name=newest)


# --- by a person --------------------------------------------------------------------------------


@transaction.atomic
def bring_list(*, name: str, data: bytes, by: User) -> BodyList:
    """Keep a list to be looked at; nothing counts yet. Unfit where it could not be taken over."""
    require(Action.IMPORT_BODIES, Case(), by.everywhere)
    plan_for(read_list(data))
    text = data.decode("utf-8-sig")
    return BodyList.objects.create(name=name[-200:], text=text, author=by)


def plan_of(body_list: BodyList) -> Plan:
    """What a kept list would change today; one query. Unfit where it does not fit any more."""
    return plan_for(read_list(body_list.text.encode()))


@transaction.atomic
def import_bodies(*, body_list_id: UUID, seen: str, by: User) -> int:
    """Take a list over; how many rows changed something, 0 where that was done before.

    Stale where it would now change something else than the person has seen; Unfit.
    """
    require(Action.IMPORT_BODIES, Case(), by.everywhere)
    chain = chain_of("portal")
    body_list = BodyList.objects.select_for_update().get(pk=body_list_id)
    if body_list.applied_at:
        return 0
    plan = plan_of(body_list)
    require_seen(plan.facts, seen)
    _apply(plan)
    BodyList.objects.filter(pk=body_list_id).update(applied_at=timezone.now())
    record(
        chain=chain,
        actor_id=by.pk,
        action=Action.IMPORT_BODIES,
        object=f"body-list {body_list_id}",
        after=digest(body_list.text),
        reason=body_list.name,
    )
    return len(plan.changes)


# --- by the portal itself -----------------------------------------------------------------------


def load_official_bodies(*, path: Path = BODIES) -> int:
    """Bring in the list that we ship, again and again; returns the number of rows."""
    with path.open(encoding="utf-8", newline="") as lines:
        return load_bodies(rows=csv.DictReader(lines))


@transaction.atomic
def load_bodies(*, rows: Iterable[Mapping[str, str]], fictitious: bool = False) -> int:
    """Rows with the columns of bodies.csv. KeyError for a missing column, Unfit for a misfit."""
    read = rows_of(enumerate(rows, start=2))
    _apply(plan_for(read), fictitious=fictitious)
    return len(read)


@transaction.atomic
def load_authorities() -> None:
    """Bring in who grants and who oversees, where they are missing; one that is there stays."""
    source = tomllib.loads((DATA / "authorities.toml").read_text(encoding="utf-8"))
    for entry in source["organisation"]:
        facts = dict(entry, kind=OrganisationKind(entry["kind"]))
        Organisation.objects.get_or_create(key=facts.pop("key"), defaults=facts)


def load_missing() -> None:
    """What a new portal needs to know; who has brought a newer list in keeps it."""
    load_authorities()
    if not BodyStatus.objects.filter(organisation__fictitious=False).exists():
        load_official_bodies()


def legal_name(name: str, body_type: str) -> str:
    """Who applies for the body in law: its Kreisausschuss or Magistrat."""
    if body_type != "landkreis":
        return f"Magistrat der Stadt {name}"
    if name.startswith("Landkreis "):
        return f"Kreisausschuss des Landkreises {name.removeprefix('Landkreis ')}"
    return f"Kreisausschuss des {name}es"


def _spelt_out(name: str) -> str:
    """Umlauts as two letters, so that keys read as Germans write them."""
    for letter, spelt in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        name = name.lower().replace(letter, spelt)
    return name
