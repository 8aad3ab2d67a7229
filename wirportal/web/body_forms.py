"""Shapes of what is written about organisations, and the upload of the official list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wirportal.people.body_list import MAX_BYTES
from wirportal.people.models import Organisation
from wirportal.web.typed import Typed
from wirportal.web.uploads import FileToRead

_TOO_LONG = gettext_lazy("Bitte schreiben Sie höchstens %(limit_value)d Zeichen.")
_ERRORS = {"required": gettext_lazy("Bitte füllen Sie dieses Feld aus."), "max_length": _TOO_LONG}


class OrganisationForm(forms.Form):
    """What an administrator writes; which fields there are, the organisation says."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, error_messages=_ERRORS)
    legal_name = forms.CharField(
        label=gettext_lazy("Träger"),
        max_length=200,
        error_messages=_ERRORS,
        help_text=gettext_lazy("So steht er unter dem Konzept, zum Beispiel „Kreisausschuss …“"),
    )
    address = Typed(
        label=gettext_lazy("Anschrift"),
        max_length=300,
        required=False,
        error_messages=_ERRORS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Wie auf dem Umschlag, ohne den Namen"),
    )
    file_number = forms.CharField(
        label=gettext_lazy("Aktenzeichen"), max_length=60, required=False, error_messages=_ERRORS
    )

    def __init__(self, data: Any = None, *, of: Organisation) -> None:
        super().__init__(data, initial=of.facts)
        for name in self.fields.keys() - of.facts.keys():
            del self.fields[name]


class ListToRead(FileToRead):
    """The official list as a file."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                gettext_lazy("Die Datei ist größer als %(limit)d Kilobyte."),
                params={"limit": MAX_BYTES // 1_000},
            )
        return file
