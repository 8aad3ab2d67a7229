"""Shapes of a decision, of what comes after it, and of the authority's letterhead."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.concepts.models import Concept, Provision
from wirportal.documents.attached import ACCEPTED
from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Column
from wirportal.people.models import User
from wirportal.review.deciding import (
    AmountFacts,
    ConditionFacts,
    DecisionFacts,
    grant_of,
)
from wirportal.review.decisions import caps_of
from wirportal.review.delivering import ConditionWork
from wirportal.review.models.deciding import Result
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.web.beside_forms import sent
from wirportal.web.call_forms import Amount, Rows, day_field, words_field
from wirportal.web.language import said
from wirportal.web.summary import Line, lines, row_lines
from wirportal.web.typed import Typed
from wirportal.web.uploads import SentFile

_COUNT = Column(id="quantity", kind="number", label="")
_TOO_LONG = gettext_lazy("Bitte schreiben Sie höchstens %(limit_value)d Zeichen.")
_REQUIRED = gettext_lazy("Bitte füllen Sie dieses Feld aus.")


def text_field(label: Any, length: int, *, rows: int, required: bool = False) -> Typed:
    """A long text."""
    return Typed(
        label=label,
        max_length=length,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _REQUIRED, "max_length": _TOO_LONG},
    )


class Quantity(forms.DecimalField):
    """How many, as Germans write it: "0,5"."""

    def __init__(self, **facts: Any) -> None:
        wrong = gettext_lazy("Bitte schreiben Sie eine Zahl über null, zum Beispiel 0,5.")
        names = ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits")
        super().__init__(
            max_digits=6,
            decimal_places=2,
            min_value=Decimal("0.01"),
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages=dict.fromkeys(names, wrong),
            **facts,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(KINDS["number"].parse(value or "", _COUNT))

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return KINDS["number"].typed(f"{value.normalize():f}", _COUNT)


class ProposalForm(forms.Form):
    """What is decided, without amounts and conditions."""

    result = forms.ChoiceField(
        label=gettext_lazy("Entscheidung"),
        choices=[
            ("", gettext_lazy("bitte wählen")),
            (Result.APPROVE, gettext_lazy("bewilligt")),
            (Result.APPROVE_IN_PART, gettext_lazy("teilweise bewilligt")),
            (Result.DECLINE, gettext_lazy("abgelehnt")),
        ],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            gettext_lazy("Bitte wählen Sie aus, wie entschieden werden soll."),
        ),
    )
    why = words_field(
        gettext_lazy("Warum wird der Bescheid berichtigt?"),
        500,
        required=True,
        hint=gettext_lazy("Das steht am Anfang des neuen Bescheids."),
    )
    period_from = day_field(gettext_lazy("Bewilligt ab"), required=False)
    period_to = day_field(gettext_lazy("Bewilligt bis"), required=False)

    def __init__(self, *args: Any, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["why"]

    @property
    def grants(self) -> bool:
        """Whether something is granted, as far as the form can say."""
        return self.cleaned_data.get("result") in (Result.APPROVE, Result.APPROVE_IN_PART)

    def clean(self) -> dict[str, Any]:
        if not self.grants:
            return self.cleaned_data
        start, end = (self.cleaned_data.get(name) for name in ("period_from", "period_to"))
        for name, day in (("period_from", start), ("period_to", end)):
            if day is None and name not in self.errors:
                self.add_error(name, _("Bitte schreiben Sie ein Datum, zum Beispiel 01.01.2027."))
        if start and end and end < start:
            self.add_error("period_to", _("Der letzte Tag liegt vor dem ersten."))
        return self.cleaned_data


class AmountForm(forms.Form):
    """What is granted for one thing; empty: nothing."""

    quantity = Quantity(label=gettext_lazy("Anzahl"), required=False)
    amount = Amount(label=gettext_lazy("Betrag in Euro"), required=False)

    def __init__(self, data: Any, *, cap: Provision, initial: Any) -> None:
        super().__init__(data, prefix=f"amount-{cap.pk}", initial=initial)
        self.cap = cap

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("amount") and not values.get("quantity") and "quantity" not in self.errors:
            self.add_error("quantity", _("Bitte schreiben Sie, wie viele, zum Beispiel 0,5."))
        return values

    @property
    def facts(self) -> AmountFacts | None:
        """What a valid row says."""
        values = self.cleaned_data
        if not values.get("amount"):
            return None
        return AmountFacts(self.cap.label, values["quantity"], values["amount"])


class ConditionForm(forms.Form):
    text = text_field(gettext_lazy("Auflage"), 2000, rows=3)
    due = day_field(gettext_lazy("Zu erfüllen bis"), required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("due") and not self.cleaned_data.get("text"):
            self.add_error("text", _("Bitte schreiben Sie, was zu erfüllen ist."))
        return self.cleaned_data


class ConditionRows(Rows):
    form = ConditionForm
    names_it = "text"
    twice = gettext_lazy("Diese Auflage steht schon da.")


@dataclass(frozen=True)
class Proposal:
    """All forms of a proposal; everything is checked, so that all errors are said at once."""

    form: ProposalForm
    amounts: list[AmountForm]
    conditions: ConditionRows

    @classmethod
    def of(
        cls, data: Mapping[str, Any] | None, concept: Concept, there: DecisionFacts, corrects: bool
    ) -> "Proposal":
        known = {one.label: asdict(one) for one in there.amounts}
        rows = [asdict(one) for one in there.conditions]
        return cls(
            ProposalForm(data, corrects=corrects, initial=asdict(there)),
            [
                AmountForm(data, cap=cap, initial=known.get(label))
                for label, cap in caps_of(concept).items()
            ],
            ConditionRows(data, prefix="condition", initial=rows),
        )

    def fits(self, concept: Concept, user: User) -> bool:
        """Whether it can be saved; the rulebook's word about an amount stands at its field."""
        parts: list[Any] = [self.form, *self.amounts, self.conditions]
        if not all([part.is_valid() for part in parts]):
            return False
        for row in self.amounts if self.form.grants else ():
            if row.facts:
                case = grant_of(concept, row.facts, row.cap)
                if not (ruling := decide(Action.PROPOSE, case, concept.actor(user))):
                    row.add_error("amount", said(ruling.reason))
        if self.form.grants and not any(row.facts for row in self.amounts if row.is_valid()):
            self.form.add_error("result", _("Bitte tragen Sie ein, wie viel bewilligt wird."))
        return not self.summary

    @property
    def facts(self) -> DecisionFacts:
        """What valid forms say; who declines grants nothing and asks for nothing."""
        values = self.form.cleaned_data
        if not self.form.grants:
            return DecisionFacts(values["result"], why=values.get("why", ""))
        return DecisionFacts(
            **values,
            amounts=tuple(row.facts for row in self.amounts if row.facts),
            conditions=tuple(ConditionFacts(**row) for row in self.conditions.filled()),
        )

    @property
    def summary(self) -> list[Line]:
        if not self.form.is_bound:
            return []
        named = [line for row in self.amounts for line in lines(row, named=True)]
        return [*lines(self.form, named=True), *named, *row_lines(self.conditions)]


class BescheidText(forms.Form):
    """The Bescheid in words."""

    text = text_field(gettext_lazy("Text des Bescheids"), 20_000, rows=30, required=True)


class Agreement(forms.Form):
    """The tick by which the second person signs."""

    agreed = forms.BooleanField(
        error_messages={"required": gettext_lazy("Bitte bestätigen Sie, dass Sie zustimmen.")},
    )


class ObjectionForm(forms.Form):
    """A Widerspruch as it came in."""

    received_on = day_field(gettext_lazy("Eingegangen am"))
    text = text_field(gettext_lazy("Worum geht es?"), 4000, rows=5)

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft."))
        return day


class ConditionWorkForm(forms.Form):
    """What the municipality says of a condition."""

    owner = forms.TypedChoiceField(
        label=gettext_lazy("Zuständig"),
        coerce=int,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("Bitte wählen Sie eine Person aus.")},
    )
    note = text_field(gettext_lazy("Was wurde getan?"), 2000, rows=5)
    proof = SentFile(
        label=gettext_lazy("Nachweis"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    done = forms.BooleanField(label=gettext_lazy("Die Auflage ist erfüllt"), required=False)

    def __init__(self, *args: Any, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.TypedChoiceField)
        owner.choices = [("", _("noch niemand")), *people.items()]

    def clean(self) -> dict[str, Any]:
        if "files-lost" in self.data:
            problem = _("Ihre Datei ist beim Anmelden nicht mitgekommen. Bitte wählen Sie sie neu.")
            self.add_error("proof", problem)
        return self.cleaned_data

    @property
    def facts(self) -> dict[str, Any]:
        """`work` and `proof`, once it is valid."""
        said = dict(self.cleaned_data)
        file = said.pop("proof")
        return {"work": ConditionWork(**said), "proof": sent(file) if file else None}


class LetterheadForm(forms.Form):
    """What stands on an authority's letters."""

    department = words_field(gettext_lazy("Dezernat"), 200)
    address = text_field(gettext_lazy("Anschrift"), 300, rows=3)
    place = words_field(gettext_lazy("Ort"), 100, hint=gettext_lazy("Steht vor dem Datum"))
    phone = words_field(gettext_lazy("Telefon"), 60)
    email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": gettext_lazy("Bitte geben Sie eine vollständige E-Mail-Adresse ein."),
        },
    )
    remedy = text_field(gettext_lazy("Rechtsbehelfsbelehrung"), 4000, rows=8)

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).replace("\r\n", "\n")

    def clean_remedy(self) -> str:
        return str(self.cleaned_data["remedy"]).replace("\r\n", "\n")
