"""Shapes of the Nachforderung: what the officer writes, and what the municipality replies."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.concepts.models import Concept
from wirportal.review.requesting import ItemFacts, RequestFacts
from wirportal.web.call_forms import Rows, validate_year
from wirportal.web.checklist_forms import official_choices
from wirportal.web.numbers import whole_number
from wirportal.web.typed import Typed

_TOO_LONG = {
    "max_length": gettext_lazy("Bitte schreiben Sie höchstens %(limit_value)d Zeichen."),
}
_NO_DAY = {"invalid": gettext_lazy("Bitte schreiben Sie ein Datum, zum Beispiel 01.10.2026.")}
Choices = Sequence[tuple[str, str | Sequence[tuple[str, str]]]]


def _text(label: Any, length: int, lines: int, hint: Any = "") -> Typed:
    return Typed(
        label=label,
        max_length=length,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": lines, "lang": "de"}),
        error_messages=_TOO_LONG,
    )


class RequestForm(forms.Form):
    """A Nachforderung without its items; a draft may say little."""

    text = _text(
        gettext_lazy("Text über den Punkten"),
        4000,
        5,
        gettext_lazy("Bleibt er leer, steht dort ein kurzer Standardtext."),
    )
    due = forms.DateField(
        label=gettext_lazy("Antwort erbeten bis"),
        required=False,
        input_formats=("%d.%m.%Y", "%Y-%m-%d"),
        widget=forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric"}),
        validators=[validate_year],
        error_messages=_NO_DAY,
        help_text=gettext_lazy("Tag, Monat und Jahr, zum Beispiel 31.03.2027"),
    )


class ItemForm(forms.Form):
    about = forms.ChoiceField(
        label=gettext_lazy("Worum es geht"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Bitte wählen Sie eine der Möglichkeiten aus.")
        },
    )
    text = _text(gettext_lazy("Was fehlt oder unklar ist"), 2000, 3)
    required = forms.BooleanField(
        label=gettext_lazy("Antwort erforderlich, sonst nur empfohlen"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("text") and values.get("about") == "":
            self.add_error("about", _("Bitte wählen Sie, worum es geht."))
        if values.get("about") and values.get("text") == "":
            self.add_error("text", _("Bitte schreiben Sie, was fehlt oder unklar ist."))
        return values


class ItemRows(Rows):
    form = ItemForm
    names_it = "text"

    def facts(self) -> tuple[ItemFacts, ...]:
        return tuple(ItemFacts(**row) for row in self.filled())


def facts_of(form: RequestForm, rows: ItemRows) -> RequestFacts:
    """What valid forms say."""
    return RequestFacts(**form.cleaned_data, items=rows.facts())


def choices_for(concept: Concept) -> Choices:
    """What can be asked back: the questions as printed, by section, and the call's papers; one
    query."""
    papers = [(f"paper:{one.pk}", one.name) for one in concept.call.papers.all()]
    groups = [*official_choices(concept.edition), (_("Unterlagen"), papers)]
    return [("", _("bitte wählen")), *(group for group in groups if group[1])]


def typed_rows(posted: Mapping[str, str], prefix: str) -> list[dict[str, Any]]:
    """The rows as typed, whatever is wrong with them: to be drawn once more."""
    total = posted.get(f"{prefix}-TOTAL_FORMS", "0")
    numbers = range(min(whole_number(total), Rows.max_num))
    rows = [
        {name: posted.get(f"{prefix}-{number}-{name}", "") for name in ItemForm.base_fields}
        for number in numbers
    ]
    return [row for row in rows if row["about"] or row["text"]]


class ReplyForm(forms.Form):
    """What the municipality says to one item; `seen`: digest of what stood there."""

    reply = _text(gettext_lazy("Ihre Antwort zu diesem Punkt"), 4000, 4)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
