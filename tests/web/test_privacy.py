"""The pages about one's own data, deleting an account, and what is due."""

import json
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import make
from wirportal.concepts.models import Concept, ImportedFile
from wirportal.people.models import User
from wirportal.privacy.actions import propose
from wirportal.privacy.inventory import PERSONAL
from wirportal.privacy.matters import LONGEST, MATTERS
from wirportal.privacy.models import Erasure, Proposal, Retention
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db
RETENTION = "/verwaltung/aufbewahrung/"


def administrator() -> User:
    return make.user("Ada Muster", Role.ADMINISTRATOR)


def proposal(days: int = 100) -> Proposal:
    """A file that is due."""
    concept = make.concept()
    file = ImportedFile.objects.create(
        concept=concept, name="Konzept.docx", error="Nicht lesbar.", author=concept.created_by
    )
    ImportedFile.objects.filter(pk=file.pk).update(at=make.days_ago(days))
    propose()
    return Proposal.objects.get(matter="imports")


def old_draft() -> Proposal:
    """A draft whose call ended long ago."""
    concept = make.concept(year=2015)
    call = concept.call
    call.closes_at = call.opens_at + timedelta(days=1)
    call.save()
    propose()
    return Proposal.objects.get(matter="drafts")


# --- one's own ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["/konto/daten/", "/datenschutz/"])
def test_page_names_everything_that_is_kept(page: str) -> None:
    text = make.client(make.user()).get(page).content.decode()
    for holding in PERSONAL:
        assert holding.label in text
        assert holding.ground in text


def test_notice_says_the_periods_that_are_set() -> None:
    Retention.objects.create(matter="visits", days=77)
    assert "77 Tage nach dem letzten Besuch" in make.client().get("/datenschutz/").content.decode()


def test_download_is_a_file_with_one_s_own_data() -> None:
    alex = make.user()
    make.concept(alex, answers={"opening": "Von mir"})
    answer = make.client(alex).post("/konto/daten/herunterladen/")
    assert answer["Content-Disposition"] == 'attachment; filename="meine-daten.json"'
    told = {part["titel"]: part["eintraege"] for part in json.loads(answer.content)["angaben"]}
    assert told["Konto"][0]["E-Mail-Adresse"] == alex.email
    assert "Von mir" in [one["Text"] for one in told["Zuletzt geänderte Angaben"]]


@pytest.mark.parametrize("path", ["/konto/daten/herunterladen/", "/konto/loeschen/"])
def test_who_signed_in_a_while_ago_shows_again_who_they_are(path: str) -> None:
    browser = make.client(make.user(), ago=3600)
    answer = browser.post(path, {"sure": "on"})
    assert "bestaetigen" in answer.get("Location", "") or answer.status_code == 403
    assert not Erasure.objects.exists()


def test_account_is_not_deleted_without_the_tick() -> None:
    alex = make.user()
    answer = make.client(alex).post("/konto/loeschen/")
    assert answer.status_code == 422
    assert 'href="#id_sure"' in answer.content.decode()
    assert User.objects.get(pk=alex.pk).is_active


def test_deleting_one_s_account_signs_out_and_says_so() -> None:
    alex = make.user()
    browser, other = make.client(alex), make.client(alex)
    answer = browser.post("/konto/loeschen/", {"sure": "on"}, follow=True)
    assert "Ihr Konto ist gelöscht." in answer.content.decode()
    for one in (browser, other):
        assert one.get("/konto/").status_code == 302


def test_whose_account_was_deleted_gets_a_last_mail(mailoutbox: list[EmailMessage]) -> None:
    alex, kim = make.user(), make.user("Kim Muster")
    addresses = [alex.email, kim.email]
    make.client(alex).post("/konto/loeschen/", {"sure": "on"})
    path = f"/verwaltung/personen/{kim.pk}/loeschen/"
    make.client(administrator()).post(path, {"sure": "on"})
    assert [mail.to for mail in mailoutbox] == [[address] for address in addresses]
    assert not [mail for mail in mailoutbox if "Beispiel" in mail.subject + str(mail.body)]


def test_the_last_administrator_reads_why_not() -> None:
    browser = make.client(administrator())
    page = browser.get("/konto/daten/").content.decode()
    assert "Das ist die letzte Person" in page
    assert "/konto/loeschen/" not in page
    assert browser.post("/konto/loeschen/", {"sure": "on"}).status_code == 409
    assert not Erasure.objects.exists()


# --- somebody else's ------------------------------------------------------------------------------


def test_administrator_deletes_an_account_once() -> None:
    alex, browser = make.user(), make.client(administrator())
    path = f"/verwaltung/personen/{alex.pk}/loeschen/"
    assert alex.email in browser.get(path).content.decode()
    assert browser.post(path, {"sure": "on"})["Location"] == RETENTION
    assert browser.post(path, {"sure": "on"}).status_code == 404
    assert f"Konto: Ehemalige Person {alex.pk}" in browser.get(RETENTION).content.decode()


# --- what is due ----------------------------------------------------------------------------------


def test_due_is_shown_with_whom_and_deleted_after_the_tick() -> None:
    due, browser = proposal(), make.client(administrator())
    path = f"{RETENTION}{due.pk}/"
    assert MATTERS["imports"].label in browser.get(RETENTION).content.decode()
    assert "Landkreis Musterland: 1" in browser.get(path).content.decode()
    assert browser.post(path, {"seen": 1}).status_code == 422
    assert ImportedFile.objects.exists()
    assert browser.post(path, {"seen": 1, "sure": "on"})["Location"] == RETENTION
    assert not ImportedFile.objects.exists()
    assert "Bestätigt von Ada Muster" in browser.get(path).content.decode()


@pytest.mark.parametrize("seen", ["0", "2", "viele", "-1", ""])
def test_another_number_than_is_due_deletes_nothing(seen: str) -> None:
    due, browser = proposal(), make.client(administrator())
    answer = browser.post(f"{RETENTION}{due.pk}/", {"seen": seen, "sure": "on"})
    assert answer.status_code in (302, 422)
    assert ImportedFile.objects.exists()


def test_what_grew_meanwhile_is_shown_again() -> None:
    due, browser = proposal(), make.client(administrator())
    proposal()
    sent = {"seen": 1, "sure": "on"}
    answer = browser.post(f"{RETENTION}{due.pk}/", sent, follow=True)
    assert "inzwischen etwas anderes" in answer.content.decode()
    assert "2 Einträge" in answer.content.decode()
    assert ImportedFile.objects.count() == 2


def test_records_are_deleted_only_with_what_the_archive_said() -> None:
    due, browser = old_draft(), make.client(administrator())
    path, sent = f"{RETENTION}{due.pk}/", {"seen": 1, "sure": "on"}
    assert browser.post(path, sent).status_code == 422
    assert Concept.objects.exists()
    browser.post(path, sent | {"note": "Am 3.5. abgelehnt"})
    assert not Concept.objects.exists()
    assert "Am 3.5. abgelehnt" in browser.get(RETENTION).content.decode()


@pytest.mark.parametrize("days", ["0", "-1", "bald", "1e3", str(LONGEST + 1), "9" * 30])
def test_odd_periods_are_refused_beside_their_field(days: str) -> None:
    browser = make.client(administrator())
    answer = browser.post(f"{RETENTION}fristen/", {"imports": days, "visits": "10"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#id_imports">{MATTERS["imports"].label}: ' in page
    assert days in page
    assert not Retention.objects.exists()


def test_periods_of_a_call_are_shown_and_taken_back() -> None:
    call, browser = make.call(), make.client(administrator())
    path = f"{RETENTION}fristen/{call.pk}/"
    browser.post(path, {"imports": "10"})
    assert Retention.objects.get().call == call
    assert 'value="10"' in browser.get(path).content.decode()
    browser.post(path, {"imports": ""})
    assert not Retention.objects.exists()


@pytest.mark.parametrize("path", [f"{RETENTION}0/", f"{RETENTION}fristen/0/"])
def test_unknown_is_missing(path: str) -> None:
    assert make.client(administrator()).get(path).status_code == 404


def test_page_costs_the_same_with_more_proposals_and_deleted_accounts() -> None:
    by, costs = administrator(), []
    for years in (range(2030, 2031), range(2031, 2060)):
        for year in years:
            Proposal.objects.create(
                matter="visits",
                call=make.call(year),
                before="2026-01-01",
                found=1,
                proposed_at=timezone.now(),
            )
            gone = make.user(f"Geht {year}", None)
            Erasure.objects.create(person=gone, by=by, at=timezone.now(), counts={})
        browser = make.client(by)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(RETENTION).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 12
