"""The shape of a directive's checklist; it turns into the rows of its verb."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.editions.load import load
from wirportal.editions.model import Edition
from wirportal.review.checklists import RowFacts
from wirportal.review.models.checking import Part
from wirportal.web.call_forms import Rows, words_field

_WRONG_CHOICE = {
    "invalid_choice": gettext_lazy("Bitte wählen Sie eine der Möglichkeiten aus."),
    "required": gettext_lazy("Bitte wählen Sie eine der Möglichkeiten aus."),
}


def official_choices(edition: Edition) -> list[tuple[str, list[tuple[str, str]]]]:
    """The questions as printed, by section."""
    official = edition.official.values()
    return [
        (section.heading, [(one.id, one.heading) for one in section.questions if one in official])
        for section in edition.sections
    ]


class CheckRowForm(forms.Form):
    """A row; of one with findings only the number that it rests on can be set right."""

    part = forms.ChoiceField(
        label=gettext_lazy("Teil"), choices=Part.choices, error_messages=_WRONG_CHOICE
    )
    text = words_field(gettext_lazy("Was ist zu prüfen?"), 500)
    question = forms.ChoiceField(
        label=gettext_lazy("Frage des Formulars"), required=False, error_messages=_WRONG_CHOICE
    )
    rests_on = words_field(
        gettext_lazy("Nummer der Richtlinie"), 60, hint=gettext_lazy("Zum Beispiel Nr. 3.3 b)")
    )
    verified = forms.BooleanField(
        label=gettext_lazy("An der Richtlinie nachgelesen"), required=False
    )

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    """What the row said when the page was drawn: others may have moved it since."""

    def __init__(self, *args: Any, fast: Mapping[str, RowFacts], **kwargs: Any) -> None:
        """fast: the rows that stay as they are because something was found for them, by text."""
        super().__init__(*args, **kwargs)
        self.fixed = fast.get(str(self["was"].value() or ""))
        self.fields["question"].choices = [  # type: ignore[attr-defined]
            ("", _("das ganze Konzept")),
            *(group for group in official_choices(load()) if group[1]),
        ]
        for name in ("part", "text", "question") if self.fixed else ():
            self.fields[name].disabled, self.fields[name].widget = True, forms.HiddenInput()
            self.initial[name] = getattr(self.fixed, name)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("rests_on") and values.get("text") == "":
            self.add_error("text", _("Bitte schreiben Sie, was zu prüfen ist."))
        if values.get("verified") and values.get("rests_on") == "":
            self.add_error("rests_on", _("Bitte schreiben Sie, welche Nummer Sie gelesen haben."))
        return values


class CheckRows(Rows):
    form = CheckRowForm
    names_it = "text"
    twice = gettext_lazy("Diese Zeile steht schon da.")

    def facts(self) -> tuple[RowFacts, ...]:
        names = RowFacts.__dataclass_fields__
        return tuple(RowFacts(**{name: row[name] for name in names}) for row in self.filled())
