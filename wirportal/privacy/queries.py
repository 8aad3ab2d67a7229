"""Reads: what is kept about a person, for how long, and what is due."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from wirportal.concepts.models import Call
from wirportal.people.models import User
from wirportal.privacy.inventory import PERSONAL, Holding
from wirportal.privacy.matters import MATTERS, Matter
from wirportal.privacy.models import Proposal, Retention
from wirportal.sentence import Sentence


class Periods:
    """For how many days everything is kept. One query."""

    def __init__(self) -> None:
        rows = Retention.objects.values_list("call", "matter", "days")
        self._set: dict[tuple[int | None, str], int] = {
            (call_id, matter): days for call_id, matter, days in rows
        }

    def days(self, matter: Matter, call_id: int | None = None) -> int:
        """What the call says, else what holds everywhere, else what the table proposes."""
        everywhere = self._set.get((None, matter.id), matter.days)
        return self._set.get((call_id, matter.id), everywhere)

    def own(self, matter: Matter, call_id: int | None) -> int | None:
        """What the call (None: everywhere) itself says; None: nothing."""
        return self._set.get((call_id, matter.id))

    def in_words(self, holding: Holding) -> Sentence:
        """How long it is kept."""
        if isinstance(holding.kept, Sentence):
            return holding.kept
        matter = MATTERS[holding.kept]
        text = "{days} Tage {counted}, wenn der Förderaufruf nichts anderes bestimmt"
        if not matter.call:
            text = "{days} Tage {counted}"
        return Sentence(text, days=self.days(matter), counted=matter.counted)


def rows_about(holding: Holding, person: User) -> QuerySet[Any]:
    """The rows of a holding that lead to the person; none where nothing leads to anybody."""
    rows: QuerySet[Any] = apps.get_model(holding.model)._default_manager.all()
    if not holding.links:
        return rows.none()
    return rows.filter(reduce(or_, (Q(**{link: person.pk}) for link in holding.links)))


def kept_about(person: User) -> list[tuple[Holding, Sentence, int]]:
    """Every holding, how long it is kept, and how many of its rows lead to the person.

    One query for each holding that leads to people, and one.
    """
    periods = Periods()
    return [
        (holding, periods.in_words(holding), rows_about(holding, person).count())
        for holding in PERSONAL
    ]


def everything_about(person: User) -> dict[str, Any]:
    """What is kept about the person, to be given out. One query for each holding that leads there.

    Nobody else's data: of what several people wrote only the person's own part.
    """
    return {
        "person": person.name,
        "stand": timezone.now(),
        "angaben": [
            {
                "titel": holding.label,
                "inhalt": holding.what,
                "zweck": holding.why,
                "rechtsgrundlage": holding.ground,
                "eintraege": list(_shown(holding, person)),
            }
            for holding in PERSONAL
            if holding.links
        ],
    }


def _shown(holding: Holding, person: User) -> Iterator[dict[str, Any]]:
    fields = holding.shown
    for row in rows_about(holding, person).order_by("pk").values_list(*fields.values()):
        yield dict(zip(fields, row, strict=True))


def places(matter: Matter) -> list[int | None]:
    """The calls for which a matter is looked through; one without a call is looked through once."""
    return list(Call.objects.values_list("pk", flat=True)) if matter.call else [None]


def due_today() -> Iterator[tuple[Matter, int | None, date, int]]:
    """Matter, call, before which day, how many rows. One query for each matter and call."""
    periods, today = Periods(), timezone.localdate()
    for matter in MATTERS.values():
        for call_id in places(matter):
            before = today - timedelta(days=periods.days(matter, call_id))
            yield matter, call_id, before, matter.due(before, call_id).count()


def by_organisation(proposal: Proposal) -> list[tuple[str, int]]:
    """How much of what is due lies with whom; one query, none where nobody is behind it."""
    body = proposal.what.body
    if not body:
        return []
    return list(proposal.rows().order_by(body).values_list(body).annotate(Count("pk")))


def open_proposals() -> QuerySet[Proposal]:
    """What waits for somebody to confirm. One query."""
    return Proposal.objects.filter(done_at=None).select_related("call")


def done_proposals() -> QuerySet[Proposal]:
    """What was deleted, newest first. One query."""
    return Proposal.objects.exclude(done_at=None).select_related("call", "done_by")
