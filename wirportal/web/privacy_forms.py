"""Shapes of the forms about deleting: sure, how many, for how long."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy

from wirportal.privacy.matters import LONGEST, Matter
from wirportal.web.typed import Typed


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent: nothing at all counts too, as no tick is an answer."""
    return request.POST if request.method == "POST" else None


class Sure(forms.Form):
    """A tick before something that cannot be taken back."""

    sure = forms.BooleanField(
        error_messages={
            "required": gettext_lazy("Bitte setzen Sie das Häkchen, wenn Sie sich sicher sind.")
        },
    )


class Confirm(Sure):
    """How many rows the person has seen; what the archive said, where it must be asked."""

    seen = forms.IntegerField(
        error_messages=dict.fromkeys(
            ("required", "invalid"),
            gettext_lazy("Bitte sehen Sie sich den Vorschlag noch einmal an."),
        ),
    )
    note = Typed(
        max_length=500,
        error_messages={
            "required": gettext_lazy("Bitte schreiben Sie, was das Archiv geantwortet hat."),
            "max_length": gettext_lazy("Bitte schreiben Sie höchstens 500 Zeichen."),
        },
    )
    field_order = ("note", "sure")

    def __init__(self, *args: Any, archive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not archive:
            del self.fields["note"]


_DAYS = gettext_lazy("Bitte geben Sie eine Zahl von 1 bis %(most)s ein, oder lassen Sie es leer.")


class Days(forms.Form):
    """For how many days each matter is kept, by its id; empty: as it was proposed."""

    def __init__(self, *args: Any, matters: Iterable[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        says = _DAYS % {"most": LONGEST}
        for matter in matters:
            self.fields[matter.id] = forms.IntegerField(
                min_value=1,
                max_value=LONGEST,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), says),
            )
