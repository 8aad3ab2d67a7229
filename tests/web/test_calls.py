"""Pages about Förderaufrufe and directives."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from wirportal.concepts.calls import load_directives
from wirportal.concepts.models import Call, Directive
from wirportal.editions.load import CURRENT
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import Way

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def admin() -> Client:
    return make.client(make.user("Ada Verwaltung", Role.ADMINISTRATOR))


def rows(prefix: str, *typed: dict[str, str]) -> dict[str, str]:
    """What a page sends for its rows."""
    sent = {f"{prefix}-TOTAL_FORMS": str(len(typed)), f"{prefix}-INITIAL_FORMS": "0"}
    for place, row in enumerate(typed):
        sent |= {f"{prefix}-{place}-{name}": text for name, text in row.items()}
    return sent


def typed(**others: str) -> dict[str, str]:
    return {
        "budget_year": "2030",
        "edition_id": CURRENT,
        "directive_id": str(make.directive().pk),
        "eligible_on": "01.01.2030",
        "opens_day": "01.10.2029",
        "opens_time": "00:00",
        "closes_day": "31.12.2029",
        "closes_time": "23:59:59",
        "takes_late": "on",
        "signs_in_portal": "on",
        "signs_on_paper": "on",
        **rows("paper", {"name": "Antragsformular", "required": "on"}, {"name": ""}),
        **others,
    }


def test_a_call_is_created_in_berlin_time(admin: Client) -> None:
    answer = admin.post(reverse("new-call"), typed())
    call = Call.objects.get(budget_year=2030)
    assert answer["Location"] == reverse("call", args=[call.pk])
    assert call.opens_at == datetime(2029, 10, 1, tzinfo=BERLIN)
    assert call.closes_at == datetime(2029, 12, 31, 23, 59, 59, tzinfo=BERLIN)
    assert [(paper.name, paper.required) for paper in call.papers.all()] == [
        ("Antragsformular", True)
    ]


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"closes_day": "31.03.2030", "closes_time": "02:30"}, "closes_time", "umgestellt"),
        ({"closes_day": "27.10.2030", "closes_time": "02:30"}, "closes_time", "umgestellt"),
        ({"closes_day": "30.09.2029"}, "closes_day", "nach dem Beginn"),
        ({"closes_time": "24:00"}, "closes_time", "Uhrzeit"),
        ({"opens_day": "31.02.2029"}, "opens_day", "Datum"),
        ({"opens_day": "01.01.0001"}, "opens_day", "Jahr"),
        ({"budget_year": "zwanzig"}, "budget_year", "Jahr"),
        ({"edition_id": "../etc"}, "edition_id", ""),
        ({"directive_id": "0"}, "directive_id", "Richtlinie"),
        ({"paper-0-name": "x" * 201}, "paper-0-name", "höchstens 200"),
        ({"paper-1-name": "Antragsformular"}, "paper-1-name", "steht schon da"),
        ({"paper-TOTAL_FORMS": "100000"}, "paper", ""),
        ({"paper-TOTAL_FORMS": "viele"}, "paper", ""),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    admin: Client, wrong: dict[str, str], field: str, says: str
) -> None:
    answer = admin.post(reverse("new-call"), typed(**wrong))
    assert answer.status_code == 422
    assert says in next(
        line.text for line in answer.context["summary"] if line.anchor == f"id_{field}"
    )
    assert f'id="id_{field}"' in answer.content.decode()
    assert not Call.objects.exists()


@pytest.mark.parametrize("closes", ["01:59:59", "03:00:00"])
def test_times_beside_the_clock_change_are_taken(admin: Client, closes: str) -> None:
    sent = typed(closes_day="31.03.2030", closes_time=closes)
    assert admin.post(reverse("new-call"), sent).status_code == 302


def test_a_year_that_is_taken_is_said_at_its_field(admin: Client) -> None:
    make.call(2030)
    answer = admin.post(reverse("new-call"), typed())
    assert answer.status_code == 422
    (line,) = answer.context["summary"]
    assert (line.anchor, line.text) == (
        "id_budget_year",
        "Für dieses Haushaltsjahr gibt es schon einen Förderaufruf.",
    )


def edited(client: Client, path: str) -> dict[str, Any]:
    """What the page's form holds, as a browser would send it back."""
    context = client.get(path).context
    forms = [context["form"], *context["rows"].forms, context["rows"].management_form]
    fields = {field.html_name: field.value() for form in forms for field in form}
    shown = {
        field.html_name: field.field.widget.format_value(field.value())
        for form in forms
        for field in form
        if field.widget_type in ("date", "time")
    }
    texts = {n: v for n, v in (fields | shown).items() if v not in ("", None) and v is not False}
    return texts | {"seen": context["seen"]}


def test_a_call_says_how_it_may_be_signed(admin: Client) -> None:
    nowhere = admin.post(reverse("new-call"), typed(signs_in_portal="", signs_on_paper=""))
    assert nowhere.status_code == 422
    assert "mindestens eine Art" in nowhere.content.decode()
    admin.post(reverse("new-call"), typed(signs_in_portal=""))
    call = Call.objects.get(budget_year=2030)
    assert call.ways == {Way.PAPER}
    page = admin.get(reverse("call", args=[call.pk])).content.decode()
    assert "Unterschrift auf Papier" in page
    assert "Erklärung im Portal" not in page


def test_a_call_opens_as_it_was_saved_and_changes(admin: Client) -> None:
    admin.post(reverse("new-call"), typed())
    call = Call.objects.get(budget_year=2030)
    path = reverse("change-call", args=[call.pk])
    sent = edited(admin, path)
    assert (sent["closes_day"], sent["closes_time"]) == ("31.12.2029", "23:59:59")
    more = {"closes_day": "15.01.2030", "paper-1-name": "Kostenplan", "paper-0-name": ""}
    assert admin.post(path, sent | more).status_code == 302
    call.refresh_from_db()
    assert call.closes_at == datetime(2030, 1, 15, 23, 59, 59, tzinfo=BERLIN)
    assert [paper.name for paper in call.papers.all()] == ["Kostenplan"]
    answer = admin.post(path, sent | {"closes_day": "16.01.2030"})
    assert answer.status_code == 409
    assert "16.01.2030" in answer.content.decode()


def test_once_there_are_concepts_the_grounds_are_shown_as_fixed(admin: Client) -> None:
    call = make.concept(make.user()).call
    path = reverse("change-call", args=[call.pk])
    page = admin.get(path)
    assert "gibt es schon Konzepte" in page.content.decode()
    assert "budget_year" not in page.context["form"].fields
    forged = edited(admin, path) | {"budget_year": "2040", "takes_late": ""}
    assert admin.post(path, forged).status_code == 302
    call.refresh_from_db()
    assert (call.budget_year, call.takes_late) == (make.YEAR, False)


def test_everybody_with_a_role_reads_what_a_call_asks(admin: Client) -> None:
    admin.post(reverse("new-call"), typed())
    call = Call.objects.get(budget_year=2030)
    reader = make.client(make.user())
    text = reader.get(reverse("call", args=[call.pk])).content.decode()
    assert "Antragsformular" in text and "Landkreis Musterland" in text
    assert reverse("change-call", args=[call.pk]) not in text


def test_figures_that_nobody_has_verified_say_so(admin: Client) -> None:
    load_directives()
    text = {
        key: admin.get(
            reverse("directive", args=[Directive.objects.get(key=key).pk])
        ).content.decode()
        for key in ("wir-2013", "wir-2021")
    }
    assert text["wir-2013"].count("nicht geprüft</span>") == 3
    assert text["wir-2021"].count("nicht geprüft</span>") == 0
    assert "60.000 " in text["wir-2021"]


def test_a_directive_is_written_as_germans_write_amounts(admin: Client) -> None:
    row = {"label": "Volle Stelle", "amount": "60.000,50", "unit": "Euro im Jahr", "number": "5.1"}
    sent = {"name": "WIR 2031", **rows("provision", row)}
    admin.post(reverse("new-directive"), sent)
    made = Directive.objects.get(name="WIR 2031")
    assert str(made.provisions.get().amount) == "60000.50"
    path = reverse("change-directive", args=[made.pk])
    again = edited(admin, path)
    assert again["provision-0-amount"] == "60.000,50"
    assert admin.post(path, again | {"provision-0-label": ""}).status_code == 422
    assert admin.post(path, again | {"provision-0-verified": "on"}).status_code == 422
    assert admin.post(path, again | {"name": "WIR 2032"}).status_code == 302
    assert made.provisions.count() == 1


@pytest.mark.parametrize("name", ["call", "change-call", "directive", "change-directive"])
def test_what_is_not_there_is_not_found(admin: Client, name: str) -> None:
    assert admin.get(reverse(name, args=[0])).status_code == 404


def test_a_coordinator_of_no_eligible_body_is_told_so() -> None:
    person = make.user()
    place = person.held[0].organisation
    make.call()
    place.statuses.all().delete()
    answer = make.client(person).get(reverse("new-concept"))
    assert answer.status_code == 409
    assert "nicht antragsberechtigt" in answer.content.decode()
