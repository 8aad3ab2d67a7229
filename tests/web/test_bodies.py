"""Pages about organisations and the official list."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from wirportal.people.bodies import BODIES, load_missing
from wirportal.people.models import BodyList, BodyStatus, Organisation
from wirportal.people.seen import digest
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db

LIST = BODIES.read_bytes()


@pytest.fixture
def admin() -> Client:
    load_missing()
    return make.client(make.user("Ada Verwaltung", Role.ADMINISTRATOR))


def previewed(client: Client, data: bytes) -> str:
    """The address of the page that shows what the list would change."""
    answer = client.post(reverse("import-bodies"), {"file": SimpleUploadedFile("l.csv", data)})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_list_is_previewed_and_then_taken_over(admin: Client) -> None:
    page = previewed(admin, LIST.replace(b"77845", b"78000"))
    shown = admin.get(page)
    text = shown.content.decode()
    assert "<del>77845</del> → <ins>78000</ins>" in text
    assert "1 Änderung übernehmen" in text
    assert BodyStatus.objects.get(name="Marburg").population == 77845
    answer = admin.post(page, {"seen": shown.context["seen"]}, follow=True)
    assert "1 Zeile übernommen." in answer.content.decode()
    assert BodyStatus.objects.get(name="Marburg").population == 78000
    assert "Diese Liste ist übernommen" in admin.get(page).content.decode()


def test_a_preview_that_is_out_of_date_is_shown_again(admin: Client) -> None:
    page = previewed(admin, LIST.replace(b"77845", b"78000"))
    seen = admin.get(page).context["seen"]
    BodyStatus.objects.filter(name="Fulda").update(population=7)
    answer = admin.post(page, {"seen": seen})
    assert answer.status_code == 409
    assert "ist nicht mehr, was Sie gesehen haben" in answer.content.decode()
    assert BodyStatus.objects.get(name="Marburg").population == 77845
    assert admin.post(page, {"seen": answer.context["seen"]}).status_code == 302


def test_a_list_that_does_not_fit_any_more_says_why(admin: Client) -> None:
    page = previewed(admin, LIST)
    marburg = BodyStatus.objects.get(name="Marburg")
    marburg.pk, marburg.valid_from = None, marburg.valid_from.replace(year=2020)
    marburg.save()
    for answer in (admin.get(page), admin.post(page, {"seen": ""})):
        assert "Marburg ist für dieselben Tage schon gespeichert" in answer.content.decode()


def test_a_faulty_list_is_refused_line_by_line(admin: Client) -> None:
    wrong = SimpleUploadedFile("l.csv", LIST.replace(b"77845", b"viele").replace(b"06440,", b"6,"))
    answer = admin.post(reverse("import-bodies"), {"file": wrong})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Zeile 11: In der Spalte ags" in text and "Zeile 34: In der Spalte population" in text
    assert not BodyList.objects.exists()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"x" * 600_000, b'"'])
def test_rubbish_is_refused(admin: Client, data: bytes) -> None:
    file = SimpleUploadedFile("l.csv", data)
    assert admin.post(reverse("import-bodies"), {"file": file}).status_code == 422
    assert not BodyList.objects.exists()


def test_an_organisation_is_changed_and_nobody_is_overwritten(admin: Client) -> None:
    hanau = Organisation.objects.get(name="Hanau")
    path = reverse("change-organisation", args=[hanau.pk])
    typed = {"legal_name": "Magistrat", "address": "Am Markt 14\r\n63450 Hanau", "name": "Anders"}
    seen = digest(hanau.facts)
    assert admin.post(path, typed | {"seen": seen}).status_code == 302
    hanau.refresh_from_db()
    assert (hanau.name, hanau.address) == ("Hanau", "Am Markt 14\n63450 Hanau")
    answer = admin.post(path, typed | {"seen": seen, "legal_name": "Mein Text"})
    assert answer.status_code == 409
    assert "Mein Text" in answer.content.decode()
    assert Organisation.objects.get(pk=hanau.pk).legal_name == "Magistrat"


def test_an_organisation_shows_its_past(admin: Client) -> None:
    hanau = Organisation.objects.get(name="Hanau")
    text = admin.get(reverse("organisation", args=[hanau.pk])).content.decode()
    assert "Sonderstatusstadt" in text and "01.01.2014 bis 31.12.2025" in text


@pytest.mark.parametrize(
    ("name", "key"),
    [("organisation", 0), ("change-organisation", 0), ("body-list", uuid.uuid4())],
)
def test_what_is_not_there_is_not_found(admin: Client, name: str, key: object) -> None:
    assert admin.get(reverse(name, args=[key])).status_code == 404
