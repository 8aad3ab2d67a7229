"""Shapes of the few plain forms; the concept's own questions go through `fields`."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.people.models import Organisation, User


class SignIn(forms.Form):
    """E-mail and password; `user` is who they belong to."""

    email = forms.CharField(max_length=254, required=False)
    password = forms.CharField(max_length=4096, strip=False, required=False)
    user: User | None = None

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        user = authenticate(
            self.request, username=given.get("email", ""), password=given.get("password", "")
        )
        self.user = user if isinstance(user, User) else None
        if self.user is None:
            self.add_error(
                "email",
                _(
                    "E-Mail-Adresse und Passwort passen nicht zusammen. "
                    "Bitte prüfen Sie beides und versuchen Sie es noch einmal."
                ),
            )
        return given


class NewConcept(forms.Form):
    """For which organisation, and for which Haushaltsjahr."""

    organisation = forms.ModelChoiceField(Organisation.objects.none())
    budget_year = forms.IntegerField(
        min_value=2014,
        max_value=2099,
        error_messages=dict.fromkeys(
            ("invalid", "required", "min_value", "max_value"),
            gettext_lazy("Bitte geben Sie das Haushaltsjahr mit vier Ziffern an, z. B. 2027."),
        ),
    )

    def __init__(self, *args: Any, places: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["organisation"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Organisation.objects.filter(pk__in=[place.pk for place in places])
