"""Shapes of the forms about people, their roles and invitations."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.editions.text import clean_line
from wirportal.people.models import User
from wirportal.rulebook.roles import ROLE_LABELS, Role
from wirportal.sentence import Sentence
from wirportal.web.forms import AskAgain, EmailAddress
from wirportal.web.language import said

_NO_ROLE = gettext_lazy("Bitte wählen Sie eine Aufgabe aus.")


class TheirAddress(EmailAddress):
    """The address of somebody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields["email"]
        asked.error_messages["required"] = _("Bitte geben Sie die E-Mail-Adresse der Person ein.")
        asked.widget.attrs["autocomplete"] = "off"


class Offer(TheirAddress):
    """A role for an address, out of those that the actor may give there."""

    role = forms.TypedChoiceField(
        coerce=Role, error_messages={"required": _NO_ROLE, "invalid_choice": _NO_ROLE}
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(role.value, said(Sentence(ROLE_LABELS[role]))) for role in roles]
        role = self.fields["role"]
        assert isinstance(role, forms.TypedChoiceField)
        role.choices = offered if len(offered) == 1 else [("", _("bitte wählen")), *offered]


class Guest(AskAgain, TheirAddress):
    """Who is asked for one question without having an account, and until when."""

    field_order = ("email", "due", "note")


def _day() -> forms.DateField:
    return forms.DateField(
        required=False,
        input_formats=("%d.%m.%Y", "%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("Bitte schreiben Sie ein Datum, zum Beispiel 15.10.2026.")
        },
    )


class Span(forms.Form):
    """From one day to another, both included; an empty one: without beginning or end."""

    valid_from = _day()
    valid_to = _day()

    def __init__(self, *args: Any, needed: bool = False, **kwargs: Any) -> None:
        """`needed`: a deputy's span has both ends."""
        super().__init__(*args, **kwargs)
        self.needed = needed

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("valid_from", "valid_to"):
            if self.needed and name in given and not given[name]:
                self.add_error(name, _("Eine Vertretung braucht Beginn und Ende."))
        return given

    def clean_valid_to(self) -> date | None:
        end: date | None = self.cleaned_data["valid_to"]
        begin = self.cleaned_data.get("valid_from") or timezone.localdate()
        if end and end < begin:
            raise forms.ValidationError(_("Das Ende liegt vor dem Beginn oder vor heute."))
        return end


class Give(Span, Offer):
    """A role for somebody who has an account; `email` is their user, `deputy_for` too."""

    deputy_for = forms.TypedChoiceField(
        coerce=int,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("Bitte wählen Sie eine Person aus.")},
    )
    field_order = ("email", "role", "deputy_for", "valid_from", "valid_to")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.pk: user for user in people}
        chosen = self.fields["deputy_for"]
        assert isinstance(chosen, forms.TypedChoiceField)
        chosen.choices = [("", _("niemanden: es ist die eigene Aufgabe"))] + [
            (user.pk, user.name) for user in self.people.values()
        ]

    def clean_email(self) -> Any:
        person = User.objects.filter(email=super().clean_email(), is_active=True).first()
        if person is None:
            raise forms.ValidationError(
                _("Zu dieser Adresse gibt es noch kein Konto. Bitte laden Sie die Person ein.")
            )
        return person

    def clean_deputy_for(self) -> User | None:
        chosen: int | None = self.cleaned_data["deputy_for"]
        if chosen and self.people[chosen] == self.cleaned_data.get("email"):
            raise forms.ValidationError(_("Niemand vertritt sich selbst."))
        return self.people[chosen] if chosen else None

    def clean(self) -> dict[str, Any]:
        self.needed = bool(self.cleaned_data.get("deputy_for"))
        return super().clean()


class NewAccount(forms.Form):
    """Who accepts an invitation without having an account."""

    name = forms.CharField(
        max_length=150,
        error_messages={"required": gettext_lazy("Bitte schreiben Sie Ihren Namen.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        strip=False,
        error_messages={"required": gettext_lazy("Bitte wählen Sie ein Passwort.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        strip=False,
        error_messages={"required": gettext_lazy("Bitte schreiben Sie das Passwort noch einmal.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not name:  # characters that nobody sees
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password

    def clean_password2(self) -> str:
        again: str = self.cleaned_data["password2"]
        if again != self.cleaned_data.get("password1", again):
            raise forms.ValidationError(_("Die beiden Passwörter sind nicht gleich."))
        return again
