"""The inbox: who gets to see what of all bodies, narrowed down, sorted, kept and taken along."""

import io
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from tests import make
from wirportal.concepts.models import Concept, Submission
from wirportal.people.models import Membership, User
from wirportal.review.desk import save_view
from wirportal.review.models import CaseFile, Opinion, Request, SavedView
from wirportal.review.tasks import index_submissions
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import HANDED_IN, State

pytestmark = pytest.mark.django_db

FAR = date(2098, 12, 31)
GONE = date(2020, 1, 1)


@pytest.fixture
def robin() -> User:
    return make.officer()


def author(body: str) -> User:
    return make.user(f"Alex {body}", Role.COORDINATOR, make.body(body))


def handed_in(body: str, state: State = State.SUBMITTED, text: str = "Ein Text") -> Concept:
    """A concept of the body in that state, as quickly as it can be had."""
    concept = make.concept(author(body), answers={"opening": text})
    make.as_handed_in(concept)
    Concept.objects.filter(pk=concept.pk).update(state=state)
    return concept


def filed(concept: Concept, by: User, due: date | None = None) -> CaseFile:
    number = 1 + concept.call.files.count()
    return CaseFile.objects.create(
        concept=concept,
        call=concept.call,
        number=number,
        file_number=f"WIR-{number:03}",
        officer=by,
        opened_by=by,
        opened_at=timezone.now(),
        due=due,
    )


def inbox(user: User, **filters: Any) -> str:
    answer = make.client(user).get(reverse("desk"), filters)
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows(page: str) -> dict[str, list[str]]:
    """The cells of each row, by the name of the body, in the order of the page."""
    body = page.partition("<tbody")[2].partition("</tbody")[0]
    return {
        cells[0]: cells[1:]
        for row in body.split("<tr ")[1:]
        if (cells := [_words(cell) for cell in re.findall(r"<t[hd] .*?</t[hd]>", row, re.DOTALL)])
    }


def _words(html: str) -> str:
    return " ".join(strip_tags(html).split())


# --- what it shows --------------------------------------------------------------------------------


def test_it_opens_where_something_came_last(robin: User) -> None:
    make.call(make.YEAR + 1)
    assert f"Haushaltsjahr {make.YEAR + 1}</" in inbox(robin)
    handed_in("Stadt A")
    assert f"Haushaltsjahr {make.YEAR}</" in inbox(robin)


def test_every_body_of_the_call_has_a_row(robin: User) -> None:
    for name in ("Stadt Eins", "Stadt Zwei", "Landkreis Drei"):
        make.body(name)
    make.call()
    assert {"Stadt Eins", "Stadt Zwei", "Landkreis Drei"} <= rows(inbox(robin)).keys()


def test_a_row_says_where_it_is_who_has_it_and_until_when(robin: User) -> None:
    concept = handed_in("Landkreis Musterland", State.IN_REVIEW)
    filed(concept, robin, FAR)
    Submission.objects.update(at=make.days_ago(9))
    assert rows(inbox(robin))["Landkreis Musterland"] == [
        "in Prüfung", "Bewilligungsbehörde", "9", "1", "WIR-001", "Robin Amt", "31.12.2098", "–",
    ]  # fmt: skip


def test_nothing_tells_a_draft_from_no_draft(robin: User) -> None:
    make.body("Stadt Ohne")
    make.concept(author("Stadt Entwurf"), answers={"opening": "Geheim"})
    sealed = make.concept(author("Stadt Gezeichnet"))
    Concept.objects.filter(pk=sealed.pk).update(state=State.SEALED)
    for user in (robin, make.user("Mina", Role.MINISTRY, make.office())):
        page = inbox(user)
        shown = rows(page)
        assert shown["Stadt Ohne"] == shown["Stadt Entwurf"] == shown["Stadt Gezeichnet"]
        assert shown["Stadt Ohne"][:3] == ["noch nicht eingereicht", "Kommune", "–"]
        assert str(sealed.pk) not in page


def test_somebody_who_writes_too_sees_no_draft_in_the_inbox(robin: User) -> None:
    make.concept(author("Stadt Entwurf"))
    Membership.objects.create(
        user=robin, organisation=make.body("Stadt Entwurf"), role=Role.COORDINATOR
    )
    shown = rows(inbox(User.objects.get(pk=robin.pk)))
    assert shown["Stadt Entwurf"][0] == "noch nicht eingereicht"


def test_how_far_an_answer_is_with_signing_stays_inside(robin: User) -> None:
    handed_in("Stadt A", State.RETURNED)
    handed_in("Stadt B", State.RESEALED)
    shown = rows(inbox(robin))
    assert shown["Stadt A"] == shown["Stadt B"]
    assert shown["Stadt A"][:2] == ["Nachforderung", "Kommune"]


def test_what_is_asked_back_shows_its_own_day(robin: User) -> None:
    concept = handed_in("Stadt A", State.RETURNED)
    Request.objects.create(
        file=filed(concept, robin, GONE),
        number=1,
        due=FAR,
        begun_by=robin,
        begun_at=timezone.now(),
        sent_by=robin,
        sent_at=timezone.now(),
        letter=b"%PDF",
        asked_about=Submission.objects.get(),
    )
    assert rows(inbox(robin))["Stadt A"][-2] == "31.12.2098"


def test_an_opinion_that_is_awaited_stands_beside(robin: User) -> None:
    concept = handed_in("Stadt A", State.IN_REVIEW)
    Opinion.objects.create(
        file=filed(concept, robin), question="Was meinen Sie?", due=GONE, asked_by=robin,
        asked_at=timezone.now(),
    )  # fmt: skip
    shown = rows(inbox(robin, am_zug="ministry"))
    assert shown["Stadt A"][1] == "Bewilligungsbehörde, Ministerium"
    assert shown["Stadt A"][-1] == "01.01.2020 überfällig"
    assert list(shown) == list(rows(inbox(robin, ueberfaellig="on")))


def test_a_withdrawn_concept_stays_and_a_new_one_stands_beside_it(robin: User) -> None:
    handed_in("Stadt A", State.WITHDRAWN)
    handed_in("Stadt A")
    page = inbox(robin)
    assert page.count(">Stadt A</a>") == 2


def test_a_body_that_may_not_apply_any_more_keeps_its_row(robin: User) -> None:
    concept = handed_in("Stadt A")
    concept.organisation.statuses.all().delete()
    assert "Stadt A" in rows(inbox(robin))


def test_without_a_call_there_is_a_sentence(robin: User) -> None:
    assert "Es gibt noch keinen Förderaufruf." in inbox(robin)


def test_it_opens_with_the_newest_call_that_has_begun(robin: User) -> None:
    for year in (2030, 2031, 2032):
        make.call(year)
    future = make.call(2033)
    future.opens_at = timezone.now() + timedelta(days=1)
    future.save()
    assert "Haushaltsjahr 2032" in inbox(robin)
    other = make.client(robin).get(reverse("desk-call", args=[future.pk]))
    assert "Haushaltsjahr 2033" in other.content.decode()
    assert make.client(robin).get(reverse("desk-call", args=[4711])).status_code == 404


def test_years_are_offered_around_the_one_that_is_shown(robin: User) -> None:
    calls = {year: make.call(year) for year in (*range(2001, 2010), *range(2020, 2030))}

    def offered(page: str) -> list[int]:
        nav = page.partition('aria-label="Haushaltsjahre"')[2].partition("</nav>")[0]
        return [int(year) for year in re.findall(r">(\d{4})<", nav)]

    def searchable(page: str) -> list[int]:
        return [int(year) for year in re.findall(r"<option[^>]*>(\d{4})<", page)]

    newest = list(range(2029, 2022, -1))
    around = [*range(2025, 2019, -1), *range(2009, 2002, -1)]
    client = make.client(robin)
    page = client.get(reverse("desk-call", args=[calls[2009].pk])).content.decode()
    assert (offered(page), searchable(page)) == (around, around)
    page = inbox(robin)
    assert (offered(page), searchable(page)) == (newest, newest)
    for typed, years in ((calls[2009].pk, around), (4711, newest), ("x", newest), (2**70, newest)):
        page = client.get(reverse("desk-search"), {"suche": "x", "aufruf": typed}).content.decode()
        assert searchable(page) == years


# --- narrowed down and sorted ---------------------------------------------------------------------


@pytest.fixture
def three(robin: User) -> User:
    """Three bodies of which each filter and order tells something else."""
    filed(handed_in("Stadt Ähren", State.IN_REVIEW), robin, GONE)
    filed(handed_in("Stadt Zebra", State.APPROVED), make.officer("Ada Amt"), GONE)
    make.body("Stadt Bach")
    return robin


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["Stadt Ähren", "Stadt Bach", "Stadt Zebra"]),
        ({"sortierung": "-kommune"}, ["Stadt Zebra", "Stadt Bach", "Stadt Ähren"]),
        ({"sortierung": "nummer"}, ["Stadt Ähren", "Stadt Zebra", "Stadt Bach"]),
        ({"sortierung": "-nummer"}, ["Stadt Zebra", "Stadt Ähren", "Stadt Bach"]),
        ({"sortierung": "zustaendig"}, ["Stadt Zebra", "Stadt Ähren", "Stadt Bach"]),
        ({"sortierung": "zustand"}, ["Stadt Bach", "Stadt Ähren", "Stadt Zebra"]),
        ({"zustand": "in_review"}, ["Stadt Ähren"]),
        ({"zustand": "draft"}, ["Stadt Bach"]),
        ({"am_zug": "municipality"}, ["Stadt Bach"]),
        ({"am_zug": "nobody"}, ["Stadt Zebra"]),
        ({"ueberfaellig": "on"}, ["Stadt Ähren"]),
        ({"zustand": "in_review", "am_zug": "nobody"}, []),
        ({"zustand": "x", "am_zug": "y", "zustaendig": "z", "sortierung": "'"}, None),
    ],
)
def test_filters_and_orders(three: User, filters: Any, found: list[str] | None) -> None:
    assert list(rows(inbox(three, **filters))) == (
        ["Stadt Ähren", "Stadt Bach", "Stadt Zebra"] if found is None else found
    )


def test_one_officers_files(three: User) -> None:
    assert list(rows(inbox(three, zustaendig=three.pk))) == ["Stadt Ähren"]


@pytest.mark.parametrize("state", sorted(HANDED_IN))
def test_every_state_can_be_shown_and_sorted(robin: User, state: State) -> None:
    handed_in("Stadt A", state)
    for order in ("zustand", "-am_zug", "tage", "frist"):
        wanted = State.RETURNED if state is State.RESEALED else state
        assert list(rows(inbox(robin, zustand=wanted, sortierung=order))) == ["Stadt A"]


def test_headings_say_how_it_is_sorted(three: User) -> None:
    page = inbox(three, sortierung="-nummer", zustand="in_review")
    assert page.count("aria-sort") == 1
    assert 'aria-sort="descending"' in page
    assert "?zustand=in_review&amp;sortierung=nummer#liste" in page


def test_whose_turn_it_is_counts_everybody(three: User) -> None:
    page = inbox(three, zustand="in_review")
    for line in ("Kommune: 1", "Bewilligungsbehörde: 1", "niemand: 1"):
        assert line in page


# --- kept views -----------------------------------------------------------------------------------


def test_a_view_is_kept_found_again_and_deleted(three: User) -> None:
    client, here = make.client(three), reverse("desk-call", args=[make.call().pk])
    sent = client.post(f"{here}?zustand=in_review&sortierung=-frist&fremd=1", {"name": "Meine"})
    assert sent.headers["Location"] == f"{here}?zustand=in_review&sortierung=-frist"
    view = SavedView.objects.get()
    assert (view.person, view.query) == (three, "zustand=in_review&sortierung=-frist")
    assert "zustand=in_review&amp;sortierung=-frist" in inbox(three)
    client.post(reverse("delete-view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_the_same_name_replaces_a_view(robin: User) -> None:
    for query in ("am_zug=authority", "am_zug=nobody"):
        save_view(name=" Meine ", query=query, by=robin)
    assert SavedView.objects.get().query == "am_zug=nobody"


@pytest.mark.parametrize("name", ["", "  ", "​", "x" * 81])
def test_a_view_needs_a_name(robin: User, name: str) -> None:
    here = reverse("desk-call", args=[make.call().pk])
    answer = make.client(robin).post(f"{here}?am_zug=authority", {"name": name})
    assert answer.status_code == 422
    assert "selected>Bewilligungsbehörde" in answer.content.decode()
    assert not SavedView.objects.exists()


def test_views_of_others_are_not_there(robin: User) -> None:
    make.call()
    view = save_view(name="Fällig bei Ada", query="", by=make.officer("Ada Amt"))
    assert view.name not in inbox(robin)
    assert make.client(robin).post(reverse("delete-view", args=[view.pk])).status_code == 404
    assert SavedView.objects.exists()


# --- as a spreadsheet -----------------------------------------------------------------------------


def test_the_list_goes_along_as_it_is_narrowed_down(three: User) -> None:
    User.objects.filter(pk=three.pk).update(name="=cmd|' /C calc'!A0")
    path = reverse("desk-export", args=[make.call().pk])
    answer = make.client(three).get(path, {"zustand": "in_review"})
    assert "attachment" in answer["Content-Disposition"]
    assert "Eingang-2027.xlsx" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "Stadt Ähren" in sheet and "Stadt Bach" not in sheet
    for head in ("Kommune", "Am Zug", "Lfd. Nr.", "Aktenzeichen", "Frist"):
        assert f">{head}<" in sheet
    assert 'r="G2" s="4" t="inlineStr"' in sheet  # the officer's name stays a text
    assert 'r="H2" s="3"><v>43831</v>' in sheet  # the 1st of January 2020


# --- search ---------------------------------------------------------------------------------------


def found(user: User, **query: Any) -> str:
    answer = make.client(user).get(reverse("desk-search"), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_hit_leads_to_its_case_with_an_excerpt(robin: User) -> None:
    concept = handed_in("Stadt A", text="Die <Netzwerke> der Vereine")
    index_submissions.call()
    page = found(robin, suche="netzwerk")
    assert "1 Konzept gefunden" in page
    assert reverse("case", args=[concept.pk]) in page
    assert "Die &lt;<mark>Netzwerke</mark>&gt; der Vereine" in page


@pytest.mark.parametrize("query", [{}, {"suche": "***"}, {"suche": "x" * 300}, {"aufruf": "x"}])
def test_a_search_for_nothing_finds_nothing(robin: User, query: dict[str, str]) -> None:
    assert "<mark>" not in found(robin, **query)


def test_hits_come_in_pages(robin: User) -> None:
    for number in range(21):
        handed_in(f"Stadt {number:02}", text="Netzwerk")
    index_submissions.call()
    first, second = found(robin, suche="Netzwerk"), found(robin, suche="Netzwerk", seite=2)
    assert (first.count("<mark>"), second.count("<mark>")) == (20, 1)
    assert "Seite 2 von 2" in second
    assert found(robin, suche="Netzwerk", seite="x").count("<mark>") == 20


def test_so_much_is_counted_and_shown(robin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("review.searching", "web.views.desk"):
        monkeypatch.setattr(f"wirportal.{part}.MOST_HITS", 2)
    first, second, third = (handed_in(f"Stadt {n}", text="Netzwerk") for n in range(3))
    index_submissions.call()
    page = found(robin, suche="Netzwerk")
    assert "Mehr als 2 Konzepte gefunden" in page
    assert "Sie sehen die neuesten 2." in page
    for concept, is_shown in ((first, False), (second, True), (third, True)):
        assert (str(concept.pk) in page) == is_shown
    Concept.objects.filter(pk=third.pk).update(state=State.DRAFT)
    assert "2 Konzepte gefunden" in (page := found(robin, suche="Netzwerk"))
    assert "Mehr als" not in page


# --- the start page -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER, Role.MINISTRY])
def test_the_start_page_counts_whose_turn_it_is(role: Role) -> None:
    handed_in("Stadt A")
    handed_in("Stadt B", State.RESEALED)
    concept = handed_in("Stadt C", State.APPROVED)
    reader = make.user("Zoe Amt", role, make.office())
    page = make.client(reader).get(reverse("start")).content.decode()
    here = reverse("desk-call", args=[concept.call_id])
    for side, label in (
        ("authority", "bei der Bewilligungsbehörde"),
        ("municipality", "bei der Kommune"),
        ("nobody", "abgeschlossen"),
    ):
        assert f'{here}?am_zug={side}">Haushaltsjahr 2027, {label}: 1<' in page
    assert "Zeichnung" not in page.partition("<main")[2]
