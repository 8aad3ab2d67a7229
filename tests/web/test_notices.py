"""The inbox, the wishes and the calendar over HTTP: each person's own, and nobody else's."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import make
from wirportal.concepts.models import Concept
from wirportal.ledger.models import Event
from wirportal.notices.actions import About, give_feed, prefer, revoke_feed, tell
from wirportal.notices.feeds import key_of
from wirportal.notices.kinds import Kind
from wirportal.notices.models import Feed, Notice, Preference
from wirportal.people.models import Membership, User
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim() -> User:
    return make.user("Kim Muster", Role.CONTRIBUTOR)


@pytest.fixture
def concept() -> Concept:
    return make.concept(make.user())


@pytest.fixture
def browser(kim: User) -> Client:
    return make.client(kim)


def told(person: User, count: int = 1) -> list[Notice]:
    for number in range(count):
        about = About(None, "/konzepte/", f"{number}", {"question": "5.2", "place": "Musterland"})
        tell(kind=Kind.MENTIONED, people=[person], about=about, by=make.user())
    return list(person.notices.order_by("pk"))


def page(browser: Client, path: str, **facts: Any) -> str:
    return " ".join(browser.get(path, **facts).content.decode().split())


def notice_page(notice: Notice) -> str:
    return reverse("notice", kwargs={"notice": notice.pk})


# --- the inbox ------------------------------------------------------------------------------------


def test_every_page_says_how_many_are_new(browser: Client, kim: User) -> None:
    assert "0 neu" not in page(browser, "/konzepte/")
    first, _, _ = told(kim, 3)
    assert "3 neu" in page(browser, "/konzepte/")
    browser.get(notice_page(first))
    assert "2 neu" in page(browser, "/konzepte/")


def test_a_notice_leads_where_it_says_and_is_read(
    browser: Client, kim: User, concept: Concept
) -> None:
    make.asked(concept, kim)
    notice = kim.notices.get()
    answer = browser.get(notice_page(notice))
    assert answer["Location"] == f"/konzepte/{concept.pk}/abschnitt/strategy/#opening-frage"
    assert browser.get(answer["Location"]).status_code == 200
    notice.refresh_from_db()
    assert notice.read_at


def test_unread_ones_come_first(browser: Client, kim: User) -> None:
    old, new = told(kim, 2)
    browser.post(notice_page(new))
    shown = re.findall(r'href="/mitteilungen/(\d+)/"', page(browser, "/mitteilungen/"))
    assert shown == [str(old.pk), str(new.pk)]


def test_all_are_read_that_were_on_the_page(browser: Client, kim: User) -> None:
    seen, came_meanwhile = told(kim, 2)
    browser.post("/mitteilungen/gelesen/", {"upto": seen.pk})
    assert list(kim.notices.unread()) == [came_meanwhile]
    for wrong in ("", "-1", "alle", "9" * 30, "²"):
        assert browser.post("/mitteilungen/gelesen/", {"upto": wrong}).status_code == 302


def test_many_are_shown_in_pages_at_the_same_cost(browser: Client, kim: User) -> None:
    costs = []
    for count in (2, 70):
        told(kim, count)
        with CaptureQueriesContext(connection) as captured:
            browser.get("/mitteilungen/")
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 8
    assert "Seite 3 von 3" in page(browser, "/mitteilungen/?seite=3")
    assert "Seite 3 von 3" in page(browser, "/mitteilungen/?seite=99")
    assert "Seite 1 von 3" in page(browser, "/mitteilungen/?seite=x")


def test_somebody_else_s_notice_answers_like_a_missing_one(browser: Client) -> None:
    (foreign,) = told(make.user("Robin Fremd"))
    for method in (browser.get, browser.post):
        assert method(notice_page(foreign)).status_code == 404
    browser.post("/mitteilungen/gelesen/", {"upto": foreign.pk})
    assert Notice.objects.unread().count() == 1


def test_a_notice_goes_with_the_sight_of_its_concept(
    browser: Client, kim: User, concept: Concept
) -> None:
    make.asked(concept, kim)
    notice = kim.notices.get()
    Membership.objects.filter(user=kim).delete()
    assert "1 neu" not in page(browser, "/konzepte/")
    assert "Mitzeichnung" not in page(browser, "/mitteilungen/")
    assert browser.get(notice_page(notice)).status_code == 404


# --- wishes ---------------------------------------------------------------------------------------


def test_wishes_are_kept(browser: Client, kim: User) -> None:
    path = reverse("notice-preferences")
    assert 'value="at_once" id="id_mails_at_once" checked' in page(browser, path)
    browser.post(path, {"mails": "daily", "language": "en"})
    assert Preference.objects.get(person=kim).mails == "daily"
    assert 'value="daily" id="id_mails_daily" checked' in page(browser, path)
    assert 'value="en" id="id_language_en" checked' in page(browser, path)


@pytest.mark.parametrize("wrong", [{"mails": "never"}, {"language": "fr"}, {"mails": ""}])
def test_a_wrong_wish_says_what_to_do(browser: Client, wrong: dict[str, str]) -> None:
    answer = browser.post(
        reverse("notice-preferences"), {"mails": "daily", "language": "de"} | wrong
    )
    assert answer.status_code == 422
    assert answer.content.decode().count("Bitte wählen Sie eine der Möglichkeiten aus.") == 2
    assert not Preference.objects.exists()


# --- the calendar ---------------------------------------------------------------------------------


def fetched(feed: Feed, browser: Client | None = None) -> Any:
    return (browser or Client()).get(reverse("calendar", kwargs={"key": key_of(feed)}))


def test_a_calendar_tells_the_person_s_dates(kim: User, concept: Concept) -> None:
    make.asked(concept, kim)
    answer = fetched(give_feed(by=kim))
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Mitzeichnung: Frage 5.2 (Landkreis Musterland 2027)" in text
    assert "DTSTART;VALUE=DATE:20981231" in text
    assert text.count("BEGIN:VEVENT") == 1  # the end of the call is not Kim's concern
    assert "Bitte kurz" not in text
    text = fetched(give_feed(by=concept.created_by)).content.decode()
    assert "SUMMARY:Frist für das Konzept: Landkreis Musterland 2027" in text
    assert "DTSTART:20991231T000000Z" in text


def test_a_calendar_speaks_the_person_s_language(kim: User, concept: Concept) -> None:
    make.asked(concept, kim)
    feed = give_feed(by=kim)
    german = fetched(feed).content
    assert fetched(feed, Client(headers={"accept-language": "en"})).content == german
    prefer(by=kim, mails="daily", language="en")
    assert fetched(feed).content != german


def test_who_has_lost_the_question_has_no_date(kim: User, concept: Concept) -> None:
    make.asked(concept, kim)
    feed = give_feed(by=kim)
    Membership.objects.filter(user=kim).delete()
    assert b"VEVENT" not in fetched(feed).content


def test_a_revoked_a_former_and_a_forged_link_lead_nowhere(kim: User) -> None:
    former = give_feed(by=kim)
    assert fetched(former).status_code == 200
    present = give_feed(by=kim)
    forged = reverse("calendar", kwargs={"key": key_of(present)[:-1] + "!"})
    unsigned = reverse("calendar", kwargs={"key": present.nonce.hex})
    answers = [fetched(former), Client().get(forged), Client().get(unsigned)]
    revoke_feed(by=kim)
    answers.append(fetched(present))
    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_closed_account_has_no_calendar(kim: User) -> None:
    feed = give_feed(by=kim)
    User.objects.filter(pk=kim.pk).update(is_active=False)
    assert fetched(feed).status_code == 404


def test_the_link_is_made_shown_and_revoked(browser: Client, kim: User) -> None:
    path = reverse("calendar-link")
    assert "Link erstellen" in page(browser, path)
    browser.post(path)
    feed = Feed.objects.get(person=kim)
    assert f"http://127.0.0.1:8000/kalender/{key_of(feed)}.ics" in page(browser, path)
    browser.post(path, {"revoke": ""})
    browser.post(path, {"revoke": ""})
    assert not Feed.objects.exists()
    events = Event.objects.filter(action="calendar.link").order_by("sequence")
    assert list(events.values_list("actor", "before", "after")) == [
        (kim.pk, "", "given"),
        (kim.pk, "given", "revoked"),
    ]


def test_the_link_is_for_who_has_just_shown_who_they_are(kim: User) -> None:
    long_ago = make.client(kim, ago=3600)
    answer = long_ago.get(reverse("calendar-link"))
    assert answer["Location"].startswith(reverse("confirm-person"))


def test_a_calendar_costs_the_same_with_more_dates(kim: User) -> None:
    feed, costs, author = give_feed(by=kim), [], make.user()
    for years in (range(2030, 2031), range(2031, 2051)):
        for year in years:
            make.asked(make.concept(author, year), kim)
        with CaptureQueriesContext(connection) as captured:
            fetched(feed)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 10
