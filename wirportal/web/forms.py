"""Shapes of the few plain forms; the concept's own questions go through `fields`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.concepts.models import Call
from wirportal.notices.models import Mails
from wirportal.people.adapters import WRONG_CODE
from wirportal.people.models import Organisation, User
from wirportal.web.language import said
from wirportal.web.typed import Typed
from wirportal.web.uploads import SentFile, scan_kind


class SignIn(LoginForm):
    """E-mail and password; that they do not fit together is said at the first field."""

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field or "login", error)


class _Once:
    """A code signs in once: allauth forgets it after 30 of the 90 seconds that it is valid."""

    user: User

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        digits = "".join(filter(str.isalnum, code))
        if not cache.add(f"code:{self.user.pk}:{digits}", True, timeout=120):
            raise forms.ValidationError(WRONG_CODE)
        return code


class OneTimeCode(_Once, AuthenticateForm):
    """The second step of a sign-in: a code of the app, or one of the spare ones."""


class OneTimeCodeAgain(_Once, ReauthenticateForm):
    """The same, from somebody who is signed in."""


class EmailAddress(forms.Form):
    """An address, wherever it is asked for alone."""

    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Bitte geben Sie Ihre E-Mail-Adresse ein."),
            "invalid": gettext_lazy("Bitte geben Sie eine vollständige E-Mail-Adresse ein."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


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


_CHOOSE = dict.fromkeys(
    ("required", "invalid_choice"), gettext_lazy("Bitte wählen Sie eine der Möglichkeiten aus.")
)
_NO_DAY = gettext_lazy("Bitte schreiben Sie ein Datum, zum Beispiel 15.10.2026.")


class AskAgain(forms.Form):
    """A word and a day: until when."""

    note = Typed(
        max_length=1000,
        required=False,
        error_messages={"max_length": gettext_lazy("Bitte schreiben Sie höchstens 1.000 Zeichen.")},
    )
    due = forms.DateField(
        input_formats=("%d.%m.%Y", "%Y-%m-%d"),
        error_messages={"required": _NO_DAY, "invalid": _NO_DAY},
    )

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise forms.ValidationError(_("Bitte wählen Sie einen Tag ab heute."))
        return due


class Ask(AskAgain):
    """Whom to ask, out of the people of the organisation; `person` is the chosen one."""

    person = forms.TypedChoiceField(
        coerce=int,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Bitte wählen Sie eine Person aus.")
        ),
    )
    field_order = ("person", "note", "due")

    def __init__(self, *args: Any, people: Mapping[User, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.pk: user for user in people}
        chosen = self.fields["person"]
        assert isinstance(chosen, forms.TypedChoiceField)
        chosen.choices = [("", _("bitte wählen"))] + [
            (user.pk, f"{user.name} ({what})") for user, what in people.items()
        ]

    def clean_person(self) -> User:
        return self.people[self.cleaned_data["person"]]


class NoticePreferences(forms.Form):
    """How somebody wishes to be told."""

    mails = forms.ChoiceField(
        choices=[
            (Mails.AT_ONCE, gettext_lazy("Alle, jeweils sofort")),
            (Mails.DAILY, gettext_lazy("Alle, einmal am Tag gesammelt (um 7 Uhr)")),
            (Mails.BINDING, gettext_lazy("Nur wenn jemand auf mich wartet oder eine Frist läuft")),
        ],
        error_messages=_CHOOSE,
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, error_messages=_CHOOSE)


class Say(forms.Form):
    """A comment, or an answer to the one whose id is `root`."""

    key = forms.UUIDField()
    root = forms.UUIDField(required=False)
    text = Typed(
        max_length=4000,
        error_messages={
            "required": gettext_lazy("Bitte schreiben Sie Ihren Kommentar in das Feld."),
            "max_length": gettext_lazy("Bitte schreiben Sie höchstens 4.000 Zeichen."),
        },
    )
    notify = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["notify"]
        assert isinstance(chosen, forms.TypedMultipleChoiceField)
        chosen.choices = [(user.pk, user.name) for user in people]

    @property
    def place(self) -> str:
        """Which of the page's forms it is: the id of its thread, or "new"."""
        root = self.data.get("root", "")
        return str(root) if root else "new"


class WhichEvents(forms.Form):
    """Which events of a ledger to show; what is not among the choices narrows nothing down."""

    topic = forms.ChoiceField(required=False)
    person = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    oldest = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    def __init__(
        self, *args: Any, topics: Mapping[str, str], people: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, first, choices in (
            ("topic", _("alles"), topics),
            ("person", _("alle"), people),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", first)] + [(key, said(word)) for key, word in choices.items()]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen, by field."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


# --- signing --------------------------------------------------------------------------------------


class Reason(forms.Form):
    """Why something is done that others will wonder about."""

    reason = Typed(
        label=gettext_lazy("Begründung"),
        max_length=500,
        error_messages={
            "required": gettext_lazy("Bitte schreiben Sie, warum."),
            "max_length": gettext_lazy("Bitte schreiben Sie höchstens 500 Zeichen."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Declaration(forms.Form):
    """The tick by which somebody signs."""

    declared = forms.BooleanField(
        error_messages={
            "required": gettext_lazy("Bitte bestätigen Sie die Erklärung, um zu zeichnen.")
        },
    )


class SignedPaper(forms.Form):
    """A scan, and the word of whoever has looked at it."""

    file = SentFile(error_messages={"required": gettext_lazy("Bitte wählen Sie den Scan aus.")})
    checked = forms.BooleanField(
        error_messages={
            "required": gettext_lazy(
                "Bitte vergleichen Sie den Scan mit dieser Fassung und bestätigen Sie das."
            )
        },
    )

    def clean_file(self) -> UploadedFile[bytes]:
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        if scan_kind(sent) is None:
            raise forms.ValidationError(_("Bitte senden Sie den Scan als PDF, PNG oder JPEG."))
        return sent

    def scanned(self) -> dict[str, Any]:
        """`data` and `media_type` of the scan, once it is valid."""
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        known = scan_kind(sent)
        assert known
        return {"data": sent.read(), "media_type": known.media_type}
