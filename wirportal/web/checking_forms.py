"""Shapes of what the authority writes in a file; the checklist is a small form for each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.concepts.models import Concept
from wirportal.editions.model import Question
from wirportal.review.checking import Found
from wirportal.review.findings import Checked
from wirportal.review.models import CheckRow, Finding
from wirportal.review.models.checking import Outcome, Purpose
from wirportal.review.text_blocks import BlockFacts
from wirportal.web.summary import Line, lines
from wirportal.web.typed import Typed

_TOO_LONG = gettext_lazy("Bitte schreiben Sie höchstens %(limit_value)d Zeichen.")
_NO_DAY = gettext_lazy("Bitte schreiben Sie ein Datum, zum Beispiel 15.10.2026.")

_WHY = gettext_lazy("Warum?")
_NO_REASON = gettext_lazy("Bitte schreiben Sie, warum.")


def _text(label: Any, length: int, *, rows: int = 4, missing: Any = "") -> Typed:
    """missing: what is said where nothing was written; none: it may stay empty."""
    return Typed(
        label=label,
        max_length=length,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": _TOO_LONG},
    )


class RemarkForm(forms.Form):
    text = _text(
        gettext_lazy("Bemerkung"),
        2000,
        missing=gettext_lazy("Bitte schreiben Sie Ihre Bemerkung in das Feld."),
    )


class NoteForm(forms.Form):
    text = _text(
        gettext_lazy("Neue Notiz"),
        4000,
        missing=gettext_lazy("Bitte schreiben Sie Ihre Notiz in das Feld."),
    )


class DayAhead(forms.DateField):
    """A day from today on."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Bis wann?"),
            help_text=gettext_lazy("Zum Beispiel 15.10.2026"),
            input_formats=("%d.%m.%Y", "%Y-%m-%d"),
            widget=forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric"}),
            error_messages={"required": _NO_DAY, "invalid": _NO_DAY},
        )

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value < timezone.localdate():
            raise forms.ValidationError(_("Bitte wählen Sie einen Tag ab heute."))


class AskOpinion(forms.Form):
    """What the ministry is asked, and until when it should answer."""

    question = _text(
        gettext_lazy("Wozu bitten Sie um Stellungnahme?"),
        2000,
        rows=6,
        missing=gettext_lazy("Bitte schreiben Sie, worum es geht."),
    )
    due = DayAhead()


class MoveOpinion(forms.Form):
    """Another day until which the ministry should answer, and why.

    presently: the day until now; None where the page has shown another one.
    """

    due = DayAhead()
    why = _text(_WHY, 400, rows=2, missing=_NO_REASON)

    def __init__(self, *args: Any, presently: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.presently = presently

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due == self.presently:
            raise forms.ValidationError(_("Bitte wählen Sie einen anderen Tag als bisher."))
        return due


class CancelOpinion(forms.Form):
    why = _text(_WHY, 400, rows=2, missing=_NO_REASON)


class GiveOpinion(forms.Form):
    text = _text(
        gettext_lazy("Ihre Stellungnahme"),
        10_000,
        rows=12,
        missing=gettext_lazy("Bitte schreiben Sie Ihre Stellungnahme in das Feld."),
    )


class TextBlockForm(forms.Form):
    """A text block; `facts` is what it says."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Wofür?"),
        choices=Purpose.choices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            gettext_lazy("Bitte wählen Sie eine der Möglichkeiten aus."),
        ),
    )
    title = Typed(
        label=gettext_lazy("Titel"),
        max_length=120,
        error_messages={
            "required": gettext_lazy("Bitte geben Sie dem Textbaustein einen Titel."),
            "max_length": _TOO_LONG,
        },
    )
    text = _text(
        gettext_lazy("Text"),
        4000,
        rows=8,
        missing=gettext_lazy("Bitte schreiben Sie den Text in das Feld."),
    )

    @property
    def facts(self) -> BlockFacts:
        return BlockFacts(**self.cleaned_data)


# --- the checklist --------------------------------------------------------------------------------


class FindingForm(forms.Form):
    """A row of the checklist; field names as `carry` knows them: "choice-12"."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Ergebnis"),
        choices=[("", gettext_lazy("offen")), *Outcome.choices],
        required=False,
    )
    remark = _text(gettext_lazy("Bemerkung"), 2000, rows=2)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    def add_prefix(self, field_name: str) -> str:
        return f"{field_name}-{self.prefix}"


@dataclass
class Row:
    """A row as the page shows it."""

    check: CheckRow
    finding: Finding | None
    question: Question | None
    form: FindingForm
    version: Any
    """The one that the person writes over."""
    clash: Finding | None = None
    """What somebody else has written meanwhile."""


class Sheet:
    """The checklist of a case as a form."""

    def __init__(
        self, concept: Concept, checked: list[Checked], posted: Mapping[str, Any] | None = None
    ) -> None:
        questions = concept.edition.questions
        self.rows = [self._row(one, questions.get(one.row.question), posted) for one in checked]

    @staticmethod
    def _row(one: Checked, question: Question | None, posted: Mapping[str, Any] | None) -> Row:
        finding = one.finding or Finding(version=0)
        initial = {"choice": finding.outcome, "remark": finding.remark}
        form = FindingForm(posted, initial=initial, prefix=str(one.row.pk))
        version = form["version"].value() if form.is_bound else finding.version
        return Row(one.row, one.finding, question, form, version)

    def is_valid(self) -> bool:
        return all([row.form.is_valid() for row in self.rows])

    def typed(self, *, without: str = "") -> dict[int, Found]:
        """What stands in every row but one."""
        return {
            row.check.pk: Found(data["choice"], data["remark"], data["version"])
            for row in self.rows
            if str(row.check.pk) != without and (data := row.form.cleaned_data)
        }

    def meet(self, clashes: Mapping[int, Finding]) -> None:
        """Show these beside what was typed; the next save goes over them."""
        for row in self.rows:
            if clash := clashes.get(row.check.pk):
                row.clash, row.version = clash, clash.version

    @property
    def place(self) -> str:
        """Where the page goes on: at the last row that was changed."""
        changed = [row for row in self.rows if {"choice", "remark"} & {*row.form.changed_data}]
        return f"#zeile-{changed[-1].check.pk}" if changed else "#pruefliste"

    @property
    def summary(self) -> list[Line]:
        """Every error, linked to its field, then every row that somebody else has changed."""
        said = _("Jemand anderes hat diese Zeile inzwischen ausgefüllt.")
        wrong = [line for row in self.rows for line in lines(row.form, named=True)]
        clashes = [row.check for row in self.rows if row.clash]
        return wrong + [
            Line(f"zeile-{row.pk}", said, where=row.text.rstrip(".")) for row in clashes
        ]
