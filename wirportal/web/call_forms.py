"""Shapes of what is settled about calls and directives; each turns into the facts of a verb."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.concepts.calls import (
    USUAL_PAPERS,
    CallFacts,
    DirectiveFacts,
    PaperFacts,
    ProvisionFacts,
)
from wirportal.concepts.models import Directive
from wirportal.editions.kinds import KINDS
from wirportal.editions.load import CURRENT, edition_ids, load
from wirportal.editions.model import Column
from wirportal.web.typed import Typed

_REQUIRED = gettext_lazy("Bitte füllen Sie dieses Feld aus.")
_NO_DAY = gettext_lazy("Bitte schreiben Sie ein Datum, zum Beispiel 01.10.2026.")
_NO_TIME = gettext_lazy("Bitte schreiben Sie eine Uhrzeit, zum Beispiel 23:59:59.")
_MONEY = Column(id="amount", kind="money", label="")


def validate_year(day: date) -> None:
    """The clock of no other time is kept here."""
    if not 1990 <= day.year <= 2199:
        raise forms.ValidationError(_("Das Jahr kann nicht stimmen."))


def day_field(label: Any, **facts: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=("%d.%m.%Y", "%Y-%m-%d"),
        widget=forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric"}),
        validators=[validate_year],
        error_messages={"required": _NO_DAY, "invalid": _NO_DAY},
        **facts,
    )


def _time(**facts: Any) -> forms.TimeField:
    return forms.TimeField(
        label=gettext_lazy("Uhrzeit"),
        input_formats=("%H:%M:%S", "%H:%M"),
        widget=forms.TimeInput(format="%H:%M:%S"),
        error_messages={"required": _NO_TIME, "invalid": _NO_TIME},
        **facts,
    )


def words_field(label: Any, length: int, *, required: bool = False, hint: Any = "") -> Typed:
    return Typed(
        label=label,
        max_length=length,
        required=required,
        help_text=hint,
        error_messages={
            "required": _REQUIRED,
            "max_length": gettext_lazy("Bitte schreiben Sie höchstens %(limit_value)d Zeichen."),
        },
    )


class Amount(forms.DecimalField):
    """An amount as Germans write it: "60.000" or "60.000,50"."""

    def __init__(self, **facts: Any) -> None:
        wrong = gettext_lazy("Bitte schreiben Sie einen Betrag, zum Beispiel 60.000.")
        errors = dict.fromkeys(
            ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"), wrong
        )
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(
            max_digits=12,
            decimal_places=2,
            min_value=0,
            widget=widget,
            error_messages=errors,
            **facts,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(KINDS["money"].parse(value or "", _MONEY))

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return KINDS["money"].typed(f"{value:.2f}".removesuffix(".00"), _MONEY)


class CallForm(forms.Form):
    """A call without its papers; `facts` is what it says."""

    budget_year = forms.IntegerField(
        label=gettext_lazy("Haushaltsjahr"),
        min_value=2014,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            gettext_lazy("Bitte schreiben Sie ein Jahr, zum Beispiel 2027."),
        ),
    )
    edition_id = forms.ChoiceField(label=gettext_lazy("Formularfassung"), initial=CURRENT)
    directive_id = forms.TypedChoiceField(
        label=gettext_lazy("Richtlinie"),
        coerce=int,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Bitte wählen Sie die Richtlinie aus.")
        ),
    )
    eligible_on = day_field(
        gettext_lazy("Stichtag"),
        help_text=gettext_lazy(
            "Wer an diesem Tag Landkreis, kreisfreie Stadt oder Sonderstatusstadt ist, darf "
            "einen Antrag stellen."
        ),
    )
    opens_day = day_field(gettext_lazy("Erster Tag"))
    opens_time = _time(initial=time(0, 0))
    closes_day = day_field(gettext_lazy("Letzter Tag"))
    closes_time = _time(initial=time(23, 59, 59))
    takes_late = forms.BooleanField(
        label=gettext_lazy("Nach Fristende noch annehmen und als verspätet kennzeichnen"),
        required=False,
        initial=True,
    )

    signs_in_portal = forms.BooleanField(
        label=gettext_lazy("Das Konzept darf im Portal gezeichnet werden"),
        required=False,
        initial=True,
    )
    signs_on_paper = forms.BooleanField(
        label=gettext_lazy("Das Konzept darf auf Papier gezeichnet werden"),
        required=False,
        initial=True,
    )
    signs_by_file = forms.BooleanField(
        label=gettext_lazy("Das Konzept darf als PDF-Datei elektronisch signiert werden"),
        required=False,
    )

    def __init__(self, *args: Any, fixed: CallFacts | None = None, **kwargs: Any) -> None:
        """fixed: the call whose grounds may not be changed any more."""
        super().__init__(*args, **kwargs)
        self.fixed = fixed
        choices = {
            "edition_id": [(name, load(name).title) for name in edition_ids()],
            "directive_id": [(one.pk, str(one)) for one in Directive.objects.all()],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]
        for name in CallFacts.GROUNDS if fixed else ():
            del self.fields[name]

    @staticmethod
    def initial_of(facts: CallFacts) -> dict[str, Any]:
        opens, closes = map(timezone.localtime, (facts.opens_at, facts.closes_at))
        return asdict(facts) | {
            "opens_day": opens.date(),
            "opens_time": opens.time(),
            "closes_day": closes.date(),
            "closes_time": closes.time(),
        }

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        for name in ("opens", "closes"):
            values[f"{name}_at"] = self._instant(name)
        opens, closes = values["opens_at"], values["closes_at"]
        if opens and closes and closes <= opens:
            self.add_error("closes_day", _("Das Ende muss nach dem Beginn liegen."))
        if not any(values[name] for name in ("signs_in_portal", "signs_on_paper", "signs_by_file")):
            text = _("Bitte lassen Sie mindestens eine Art zu, wie gezeichnet werden kann.")
            self.add_error("signs_in_portal", text)
        return values

    def _instant(self, name: str) -> datetime | None:
        """Day and time together, in Berlin; the clock change leaves out an hour or repeats one."""
        day, clock = (self.cleaned_data.get(f"{name}_{part}") for part in ("day", "time"))
        if not isinstance(day, date) or not isinstance(clock, time):
            return None
        try:
            return from_current_timezone(datetime.combine(day, clock))
        except forms.ValidationError:
            text = _(
                "An diesem Tag wird die Uhr umgestellt: Diese Uhrzeit gibt es dann nicht oder "
                "zweimal. Bitte wählen Sie eine andere."
            )
            self.add_error(f"{name}_time", text)
            return None

    def facts(self, papers: Iterable[PaperFacts]) -> CallFacts:
        """What a valid form says."""
        names = CallFacts.__dataclass_fields__.keys() - {"papers"}
        given = vars(self.fixed) if self.fixed else {}
        values = given | {n: v for n, v in self.cleaned_data.items() if n in names}
        return CallFacts(**values | {"papers": tuple(papers)})


class Rows(forms.BaseFormSet[forms.Form]):
    """Rows of which those without a text in `names_it` do not count: emptying one removes it."""

    extra = 2
    min_num = 0
    max_num = absolute_max = 40
    validate_max = True
    validate_min = can_order = can_delete = False
    renderer = None
    names_it: str
    twice: Any = None
    """Says that a row stands there twice; None: it may."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """A row counts by what stands in it, also where that is what it began with."""
        form.empty_permitted = False
        super().add_fields(form, index)

    def filled(self) -> list[dict[str, Any]]:
        """What the rows of a valid set say."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get(self.names_it)]

    def clean(self) -> None:
        names: set[str] = set()
        for form in self.forms:
            name = form.cleaned_data.get(self.names_it) if form.is_valid() else None
            if name and name in names and self.twice:
                form.add_error(self.names_it, self.twice)
            names.add(name or "")


class PaperForm(forms.Form):
    name = words_field(gettext_lazy("Unterlage"), 200)
    required = forms.BooleanField(label=gettext_lazy("Pflicht"), required=False, initial=True)


class PaperRows(Rows):
    form = PaperForm
    names_it = "name"
    twice = gettext_lazy("Diese Unterlage steht schon da.")

    def facts(self) -> list[PaperFacts]:
        return [PaperFacts(**row) for row in self.filled()]


USUAL_ROWS = [asdict(paper) for paper in USUAL_PAPERS]


class DirectiveForm(forms.Form):
    """A directive without its provisions."""

    name = words_field(gettext_lazy("Name"), 200, required=True)
    published = words_field(
        gettext_lazy("Fundstelle"), 300, hint=gettext_lazy("Wo die Richtlinie veröffentlicht ist")
    )
    valid_from = day_field(gettext_lazy("Gültig ab"), required=False)
    valid_to = day_field(gettext_lazy("Gültig bis"), required=False)

    def clean(self) -> dict[str, Any]:
        start, end = (self.cleaned_data.get(name) for name in ("valid_from", "valid_to"))
        if start and end and end < start:
            self.add_error("valid_to", _("Der letzte Tag liegt vor dem ersten."))
        return self.cleaned_data

    def facts(self, provisions: Iterable[ProvisionFacts]) -> DirectiveFacts:
        return DirectiveFacts(**self.cleaned_data, provisions=tuple(provisions))


class ProvisionForm(forms.Form):
    label = words_field(gettext_lazy("Was ist geregelt?"), 300)
    number = words_field(
        gettext_lazy("Nummer der Richtlinie"), 40, hint=gettext_lazy("Zum Beispiel Nr. 3.3 b)")
    )
    amount = Amount(label=gettext_lazy("Betrag"), required=False)
    unit = words_field(
        gettext_lazy("Einheit"), 100, hint=gettext_lazy("Zum Beispiel Euro je Stelle und Jahr")
    )
    source = words_field(gettext_lazy("Quelle"), 300)
    verified = forms.BooleanField(label=gettext_lazy("An der Quelle geprüft"), required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        rest = [value for name, value in values.items() if name != "label"]
        if any(rest) and not values.get("label"):
            self.add_error("label", _("Bitte schreiben Sie, was geregelt ist."))
        if values.get("amount") is not None and not values.get("unit"):
            self.add_error("unit", _("Bitte schreiben Sie, worauf sich der Betrag bezieht."))
        if values.get("verified") and not values.get("source"):
            self.add_error("source", _("Bitte schreiben Sie, an welcher Quelle geprüft wurde."))
        return values


class ProvisionRows(Rows):
    form = ProvisionForm
    names_it = "label"

    def facts(self) -> list[ProvisionFacts]:
        return [ProvisionFacts(**row) for row in self.filled()]
