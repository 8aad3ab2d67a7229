"""The inbox as a table: its columns, what narrows it down, and how it is sorted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import conditional_escape, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.documents.xlsx import Cell
from wirportal.editions.text import clean_line
from wirportal.people.models import User
from wirportal.review.queries import DeskRow
from wirportal.rulebook.turns import DESK_LABELS, SIDE_LABELS, Side
from wirportal.sentence import Sentence, listed
from wirportal.web.language import said


@dataclass(frozen=True)
class Column:
    """A column: its heading, and what it says of a row; empty ones come last when sorted."""

    head: Sentence
    says: Callable[[DeskRow], Cell]
    order: Callable[[DeskRow], Any] | None = None
    """What it is sorted by, where that is not what it says."""

    def key(self, row: DeskRow) -> Any:
        return (self.order or self.says)(row)


_STATES = list(DESK_LABELS)
_OFFERED = sorted(
    {label: state for state, label in reversed(DESK_LABELS.items())}.values(), key=_STATES.index
)
"""The first state of each name."""
_ALPHABET = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def _name(text: str) -> str:
    """As German lists are sorted (DIN 5007)."""
    return text.casefold().translate(_ALPHABET)


COLUMNS = {
    "kommune": Column(Sentence("Kommune"), lambda row: row.body, lambda row: _name(row.body)),
    "zustand": Column(
        Sentence("Zustand"), lambda row: said(row.label), lambda row: _STATES.index(row.state)
    ),
    "am_zug": Column(
        Sentence("Am Zug"), lambda row: said(listed(SIDE_LABELS[side] for side in row.sides))
    ),
    "tage": Column(Sentence("Tage seit Einreichung"), lambda row: row.days),
    "nummer": Column(Sentence("Lfd. Nr."), lambda row: row.file.number if row.file else None),
    "aktenzeichen": Column(
        Sentence("Aktenzeichen"), lambda row: row.file.file_number if row.file else None
    ),
    "zustaendig": Column(
        Sentence("Zuständig"),
        lambda row: row.file.officer.name if row.file else None,
        lambda row: _name(row.file.officer.name) if row.file else None,
    ),
    "frist": Column(Sentence("Frist"), lambda row: row.due),
    "stellungnahme": Column(Sentence("Stellungnahme bis"), lambda row: row.opinion_until),
}
"""By the word that the address sorts with."""
FIRST = "kommune"
NOTHING = SafeString("–")
"""Where a cell is empty."""


class DeskFilter(forms.Form):
    """What narrows the list down; what is not among the choices narrows nothing."""

    zustand = forms.ChoiceField(label=gettext_lazy("Zustand"), required=False)
    zustaendig = forms.TypedChoiceField(
        label=gettext_lazy("Zuständig"), coerce=int, required=False, empty_value=None
    )
    am_zug = forms.ChoiceField(label=gettext_lazy("Am Zug"), required=False)
    ueberfaellig = forms.BooleanField(label=gettext_lazy("nur überfällige"), required=False)
    sortierung = forms.ChoiceField(
        choices=[(sign + key, key) for key in COLUMNS for sign in ("", "-")], required=False
    )

    def __init__(self, *args: Any, rows: Iterable[DeskRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "%s"
        in_charge: dict[User, None] = {row.file.officer: None for row in rows if row.file}
        states = [(state.value, said(Sentence(DESK_LABELS[state]))) for state in _OFFERED]
        people = [(one.pk, one.name) for one in sorted(in_charge, key=lambda one: one.name)]
        sides = [(side.value, said(Sentence(SIDE_LABELS[side]))) for side in Side]
        for name, first, choices in (
            ("zustand", _("jeder Zustand"), states),
            ("zustaendig", _("jede Person"), people),
            ("am_zug", _("jede Seite"), sides),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", first), *choices]
        self.full_clean()
        self.chosen = {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        """The filters as an address says them."""
        return urlencode({name: "on" if value is True else value for name, value in self.pairs()})

    def pairs(self, **changes: Any) -> list[tuple[str, Any]]:
        """What was chosen, but for these."""
        return [(name, value) for name, value in (self.chosen | changes).items() if value]

    def with_(self, **changes: Any) -> str:
        """The address's filters, but for these."""
        pairs = self.pairs(**changes)
        return urlencode({name: "on" if value is True else value for name, value in pairs})

    @property
    def is_narrow(self) -> bool:
        return bool(self.chosen.keys() - {"sortierung"})

    def shown(self, rows: Iterable[DeskRow]) -> list[DeskRow]:
        """The rows that fit, in the wanted order."""
        order = self.chosen.get("sortierung", FIRST)
        column = COLUMNS[order.lstrip("-")]
        fitting = sorted(filter(self._fits, rows), key=lambda row: _name(row.body))
        filled = [row for row in fitting if column.key(row) is not None]
        empty = [row for row in fitting if column.key(row) is None]
        return sorted(filled, key=column.key, reverse=order.startswith("-")) + empty

    def _fits(self, row: DeskRow) -> bool:
        wanted = self.chosen
        return all(
            (
                "zustand" not in wanted or row.label == DESK_LABELS[wanted["zustand"]],
                "zustaendig" not in wanted
                or (row.file is not None and row.file.officer_id == wanted["zustaendig"]),
                "am_zug" not in wanted or wanted["am_zug"] in row.sides,
                "ueberfaellig" not in wanted or row.is_overdue,
            )
        )


@dataclass(frozen=True)
class Head:
    """A column's heading as a link that sorts by it."""

    label: str
    query: str
    sorted: str
    """"ascending", "descending" or nothing: for aria-sort."""


def heads(form: DeskFilter) -> list[Head]:
    """The headings; a second click turns the order round."""
    order = form.chosen.get("sortierung", FIRST)
    return [_head(form, key, column, order) for key, column in COLUMNS.items()]


def _head(form: DeskFilter, key: str, column: Column, order: str) -> Head:
    label = said(column.head)
    if order.lstrip("-") != key:
        return Head(label, form.with_(sortierung=key), "")
    if order == key:
        return Head(label, form.with_(sortierung=f"-{key}"), "ascending")
    return Head(label, form.with_(sortierung=key), "descending")


def cells(rows: Iterable[DeskRow]) -> list[dict[str, Any]]:
    """What the page says of each row, by column; `case`: where it leads, if anywhere.

    A template asks a dict much faster than an object; our own words are translated and escaped once
    for all rows.
    """
    states = {state: _ready(Sentence(DESK_LABELS[state])) for state in DESK_LABELS}
    sides = {side: _ready(Sentence(SIDE_LABELS[side])) for side in Side}
    today = timezone.localdate()
    return [
        {
            "case": row.concept.pk if row.concept else None,
            "kommune": row.body,
            "zustand": states[row.state],
            "am_zug": format_html_join(", ", "{}", ((sides[side],) for side in row.sides)),
            "tage": NOTHING if row.days is None else row.days,
            "nummer": row.file.number if row.file else NOTHING,
            "aktenzeichen": row.file.file_number if row.file else NOTHING,
            "zustaendig": row.file.officer.name if row.file else NOTHING,
            "frist": _day(row.due, today),
            "stellungnahme": _day(row.opinion_until, today),
        }
        for row in rows
    ]


def labels() -> dict[str, SafeString]:
    """What stands above each column."""
    return {key: _ready(column.head) for key, column in COLUMNS.items()}


def _ready(sentence: Sentence) -> SafeString:
    return conditional_escape(said(sentence))


def _day(day: date | None, today: date) -> dict[str, Any] | None:
    return {"iso": f"{day}", "text": f"{day:%d.%m.%Y}", "past": day < today} if day else None


@dataclass(frozen=True)
class Turn:
    """How many rows wait for somebody, and the filter that shows them."""

    label: Sentence
    count: int
    query: str


def turns(rows: Iterable[DeskRow]) -> list[Turn]:
    """Those for whom any wait, in the order of the table."""
    waiting = [side for row in rows for side in row.sides]
    return [
        Turn(Sentence(SIDE_LABELS[side]), count, urlencode({"am_zug": side.value}))
        for side in Side
        if (count := waiting.count(side))
    ]


class ViewName(forms.Form):
    """What a view is called."""

    name = forms.CharField(
        label=gettext_lazy("Name der Ansicht"),
        max_length=80,
        error_messages={
            "required": gettext_lazy("Bitte geben Sie der Ansicht einen Namen."),
            "max_length": gettext_lazy("Bitte schreiben Sie höchstens 80 Zeichen."),
        },
    )

    def clean_name(self) -> str:
        if not (name := clean_line(self.cleaned_data["name"])):
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name


class Search(forms.Form):
    """Words to look for, in one call or in all."""

    suche = forms.CharField(
        label=gettext_lazy("In eingereichten Konzepten suchen"), max_length=200, required=False
    )
    aufruf = forms.TypedChoiceField(
        label=gettext_lazy("Haushaltsjahr"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, calls: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "%s"
        chosen = self.fields["aufruf"]
        assert isinstance(chosen, forms.TypedChoiceField)
        chosen.choices = [("", _("alle Jahre")), *((call.pk, call.budget_year) for call in calls)]
        self.full_clean()


class Arrange(forms.Form):
    """Who sees to a file, until when."""

    officer = forms.TypedChoiceField(
        label=gettext_lazy("Zuständig"),
        coerce=int,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Bitte wählen Sie eine Person aus.")
        ),
    )
    due = forms.DateField(
        label=gettext_lazy("Frist der Bearbeitung"),
        required=False,
        input_formats=("%d.%m.%Y", "%Y-%m-%d"),
        widget=forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Nur für die Behörde, zum Beispiel 15.10.2026. Leer: keine Frist."),
        error_messages={
            "invalid": gettext_lazy("Bitte schreiben Sie ein Datum, zum Beispiel 15.10.2026.")
        },
    )

    def __init__(self, *args: Any, officers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["officer"]
        assert isinstance(chosen, forms.TypedChoiceField)
        chosen.choices = [(person.pk, person.name) for person in officers]
