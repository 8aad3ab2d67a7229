"""What is kept for a while only, and from when that is counted: one row for each matter."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from wirportal.rulebook.states import AssignmentState, State
from wirportal.sentence import Sentence

EVERY_ROW = Q()


@dataclass(frozen=True)
class Matter:
    """Rows that become due: whose, counted from when, after how many days."""

    id: str
    label: Sentence
    model: str
    """As Django names it: "concepts.Visit"."""
    since: str
    """The instant from which the days are counted, as a path of fields."""
    counted: Sentence
    """The same in words."""
    days: int
    """Unless a `Retention` says otherwise."""
    call: str = ""
    """The way to the call, whose own period counts; empty where there is no call."""
    only: Q = EVERY_ROW
    """Which rows of the model."""
    archive: bool = False
    """Whether it is a record that must be offered to the archive before."""

    def due(self, before: date, call_id: int | None) -> QuerySet[Any]:
        """The rows from before that day, of that call."""
        end = timezone.make_aware(datetime.combine(before, time.min))
        rows: QuerySet[Any] = apps.get_model(self.model)._default_manager.all()
        found = rows.filter(self.only, **{f"{self.since}__lt": end})
        return found.filter(**{self.call: call_id}) if self.call else found

    @property
    def body(self) -> str:
        """The way to the name of the organisation, beside that to the call; empty without one."""
        return f"{self.call.removesuffix('call')}organisation__name" if self.call else ""


YEAR = 365
LONGEST = 30 * YEAR
AFTER_CALL = Sentence("nach dem Ende des Förderaufrufs")

MATTERS: dict[str, Matter] = {
    matter.id: matter
    for matter in (
        Matter(
            "imports",
            Sentence("Eingelesene Dateien und was darin gefunden wurde"),
            "concepts.ImportedFile",
            since="at",
            counted=Sentence("nach dem Hochladen"),
            days=90,
            call="concept__call",
        ),
        Matter(
            "versions",
            Sentence("Frühere Texte (der neueste bleibt)"),
            "concepts.AnswerVersion",
            since="answer__concept__call__closes_at",
            counted=AFTER_CALL,
            days=2 * YEAR,
            call="answer__concept__call",
            only=~Q(version=F("answer__version")),
        ),
        Matter(
            "comments",
            Sentence("Kommentare zu den Fragen"),
            "concepts.Comment",
            since="concept__call__closes_at",
            counted=AFTER_CALL,
            days=2 * YEAR,
            call="concept__call",
        ),
        Matter(
            "assignments",
            Sentence("Erledigte Bitten um Mitzeichnung"),
            "concepts.Assignment",
            since="closed_at",
            counted=Sentence("nach der Annahme oder Rücknahme"),
            days=YEAR,
            call="concept__call",
            only=Q(state__in=(AssignmentState.ACCEPTED.value, AssignmentState.CANCELLED.value)),
        ),
        Matter(
            "visits",
            Sentence("Wann jemand ein Konzept zuletzt geöffnet hat"),
            "concepts.Visit",
            since="last",
            counted=Sentence("nach dem letzten Besuch"),
            days=YEAR,
            call="concept__call",
        ),
        Matter(
            "drafts",
            Sentence("Entwürfe, die nie eingereicht wurden"),
            "concepts.Concept",
            since="call__closes_at",
            counted=AFTER_CALL,
            days=2 * YEAR,
            call="call",
            only=Q(state=State.DRAFT.value),
            archive=True,
        ),
        Matter(
            "invitations",
            Sentence("Einladungen, die abgelaufen oder angenommen sind"),
            "people.Invitation",
            since="expires_at",
            counted=Sentence("nach dem Ablauf"),
            days=90,
        ),
        Matter(
            "notices",
            Sentence("Benachrichtigungen"),
            "notices.Notice",
            since="at",
            counted=Sentence("nach der Benachrichtigung"),
            days=180,
        ),
        Matter(
            "denials",
            Sentence("Abgelehnte Versuche"),
            "ledger.Denial",
            since="last",
            counted=Sentence("nach dem letzten Versuch"),
            days=90,
        ),
    )
}
"""By id. The days are proposals of ours: whoever runs the portal decides on them."""
