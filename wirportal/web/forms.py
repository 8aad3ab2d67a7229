"""Shapes of the few plain forms; the concept's own questions go through `fields`."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.concepts.models import Call
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
    """For which organisation, and on which call."""

    organisation = forms.ModelChoiceField(Organisation.objects.none())
    call = forms.ModelChoiceField(
        Call.objects.none(),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            gettext_lazy("Bitte wählen Sie das Haushaltsjahr aus."),
        ),
    )

    def __init__(
        self, *args: Any, places: list[Organisation], calls: list[Call], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("organisation", places), ("call", calls)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField) and field.queryset is not None
            known = field.queryset.model.objects.all()
            field.queryset = known.filter(pk__in=[choice.pk for choice in choices])
