"""The pages from the finished draft to the authority, as people of each role meet them."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import make
from wirportal.concepts import sealing
from wirportal.concepts.models import Call, Seal, Signature, SignedFile, Submission
from wirportal.concepts.tasks import judge_signed_file
from wirportal.people.models import User
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n% scan"


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def robin() -> User:
    return make.user("Robin Vorlage", Role.SIGNATORY)


@pytest.fixture
def seal(alex: User) -> Seal:
    return make.sealed(alex)


def at(name: str, seal: Seal, pk: UUID | None = None) -> str:
    with_seal = name in ("sign", "sign-on-paper", "sign-by-file", "submit", "sealed-pdf", "scan")
    return reverse(name, args=[seal.concept_id, pk or seal.pk][: 1 + with_seal])


def post(client: Client, user: User, path: str, **data: Any) -> Any:
    return client.post(path, {"writer": user.pk} | data)


def scan(data: bytes = PDF, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def on_paper(seal: Seal, alex: User) -> None:
    sealing.sign_on_paper(
        concept_id=seal.concept_id,
        seal_id=seal.pk,
        data=PDF,
        media_type="application/pdf",
        by=alex,
    )


def test_a_draft_with_errors_leads_to_the_check(alex: User) -> None:
    concept = make.concept(alex)
    text = make.client(alex).get(reverse("signing", args=[concept.pk])).content.decode()
    assert "Die Prüfung nennt noch" in text
    assert reverse("check", args=[concept.pk]) in text
    assert reverse("seal", args=[concept.pk]) not in text


def test_a_complete_draft_is_given_to_be_signed(alex: User) -> None:
    concept = make.complete(alex)
    client = make.client(alex)
    path = reverse("seal", args=[concept.pk])
    assert path in client.get(reverse("signing", args=[concept.pk])).content.decode()
    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 302  # a second click
    concept.refresh_from_db()
    assert concept.state == State.SEALED
    assert Seal.objects.count() == 1


def test_signatory_reads_everything_and_declares(seal: Seal, robin: User) -> None:
    client = make.client(robin)
    text = client.get(at("sign", seal)).content.decode()
    assert "keine qualifizierte elektronische Signatur" in text
    assert "Robin Vorlage" in text
    assert str(seal.revision.code) in text
    refused = post(client, robin, at("sign", seal))
    assert refused.status_code == 422
    assert "Bitte bestätigen Sie die Erklärung" in refused.content.decode()
    assert post(client, robin, at("sign", seal), declared="on").status_code == 302
    assert Signature.objects.filter(by=robin, way="portal").count() == 1


def test_signing_needs_two_factors(seal: Seal, robin: User) -> None:
    client = make.client(robin, method="password")
    assert client.get(at("sign", seal))["Location"].startswith(reverse("mfa_index"))
    assert post(client, robin, at("sign", seal), declared="on").status_code == 403
    assert not Signature.objects.exclude(way="").exists()


def test_signing_and_submitting_need_a_fresh_sign_in(seal: Seal, alex: User, robin: User) -> None:
    hour_ago = make.client(robin, ago=3600)
    assert hour_ago.get(at("sign", seal))["Location"].startswith(reverse("confirm-person"))
    on_paper(seal, alex)
    hour_ago = make.client(alex, ago=3600)
    assert hour_ago.get(at("submit", seal))["Location"].startswith(reverse("confirm-person"))
    post(hour_ago, alex, at("submit", seal))
    assert not Submission.objects.exists()


def test_whose_turn_it_is_not_is_told_so(seal: Seal) -> None:
    toni = make.user("Toni Entwurf", Role.SIGNATORY)
    answer = make.client(toni).get(at("sign", seal))
    assert answer.status_code == 403
    assert "gehört einer anderen Person" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PDF, "scan.pdf"),
        (b"\x89PNG\r\n\x1a\n....", "foto.png"),
        (b"\xff\xd8\xff\xe0....", "falsch.docx"),
    ],
)
def test_scan_is_known_by_its_content(seal: Seal, alex: User, data: bytes, name: str) -> None:
    client = make.client(alex)
    sent = post(client, alex, at("sign-on-paper", seal), file=scan(data, name), checked="on")
    assert sent.status_code == 302
    back = client.get(at("scan", seal))
    assert back.content == data
    assert back["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"PK\x03\x04 word", "scan.pdf", "als PDF, PNG oder JPEG"),
        (b"<svg onload='alert(1)'/>", "scan.svg", "als PDF, PNG oder JPEG"),
        (b"", "scan.pdf", "Die Datei ist leer"),
    ],
)
def test_other_files_are_no_scan(seal: Seal, alex: User, data: bytes, name: str, says: str) -> None:
    client = make.client(alex)
    sent = post(client, alex, at("sign-on-paper", seal), file=scan(data, name), checked="on")
    assert sent.status_code == 422
    assert says in sent.content.decode()
    assert not Signature.objects.exclude(way="").exists()


@pytest.mark.parametrize("name", ["sign-on-paper", "sign-by-file"])
def test_without_the_virus_scanner_no_file_counts(
    seal: Seal, alex: User, settings: Any, name: str
) -> None:
    Call.objects.update(signs_by_file=True)
    settings.CLAMAV = "/nirgends/clamd.ctl"
    sent = post(make.client(alex), alex, at(name, seal), file=scan(), checked="on")
    assert sent.status_code == 422
    assert "gerade nicht auf Viren prüfen" in sent.content.decode()
    assert 'href="#id_file"' in sent.content.decode()


def test_nobody_has_compared_is_no_signature(seal: Seal, alex: User) -> None:
    sent = post(make.client(alex), alex, at("sign-on-paper", seal), file=scan())
    assert sent.status_code == 422
    assert "Bitte vergleichen Sie" in sent.content.decode()


def test_a_file_that_does_not_count_says_why(seal: Seal, alex: User) -> None:
    Call.objects.update(signs_by_file=True)
    client = make.client(alex)
    assert at("sign-by-file", seal) in client.get(at("signing", seal)).content.decode()
    assert post(client, alex, at("sign-by-file", seal)).status_code == 422
    sent = post(client, alex, at("sign-by-file", seal), file=scan(bytes(seal.pdf)))
    assert sent.status_code == 302
    assert "wird noch geprüft" in client.get(at("signing", seal)).content.decode()
    file = SignedFile.objects.get()
    judge_signed_file.call(str(file.pk))
    text = client.get(at("signing", seal)).content.decode()
    assert "Die Datei ist noch nicht unterschrieben." in text
    back = client.get(reverse("signed-file", args=[seal.concept_id, seal.pk, file.pk]))
    assert back.content == bytes(seal.pdf)
    assert back["Content-Disposition"].startswith("attachment")


def test_signed_file_of_another_concept_is_missing(seal: Seal, alex: User) -> None:
    sam = make.user("Sam", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    other = make.sealed(sam)
    file = SignedFile.objects.create(
        seal=other, data=b"%PDF-", sha256="0" * 64, by=sam, at=timezone.now()
    )
    for concept, sealed in ((seal.concept_id, seal.pk), (seal.concept_id, other.pk)):
        path = reverse("signed-file", args=[concept, sealed, file.pk])
        assert make.client(alex).get(path).status_code == 404


def test_submitting_shows_the_receipt_however_often_it_is_clicked(seal: Seal, alex: User) -> None:
    on_paper(seal, alex)
    client = make.client(alex)
    page = client.get(at("submit", seal)).content.decode()
    assert "Was dann geschieht" in page
    for _click in range(3):
        assert post(client, alex, at("submit", seal)).status_code == 302
    assert Submission.objects.count() == 1
    text = client.get(at("signing", seal)).content.decode()
    assert "Eingereicht unter der Nummer 2027-0001" in text
    assert client.get(at("receipt", seal)).content.startswith(b"%PDF-")
    assert client.get(at("sealed-pdf", seal)).content == bytes(seal.pdf)


def test_submitting_from_an_older_page_is_refused(seal: Seal, alex: User) -> None:
    on_paper(seal, alex)
    sealing.unseal(concept_id=seal.concept_id, by=alex, reason="Fehler")
    sealing.seal(concept_id=seal.concept_id, by=alex)
    answer = post(make.client(alex), alex, at("submit", seal))
    assert answer.status_code == 409
    assert "nicht mehr gezeichnet" in answer.content.decode()
    assert not Submission.objects.exists()


def test_page_of_somebody_else_in_this_browser_is_refused(seal: Seal, alex: User) -> None:
    on_paper(seal, alex)
    sam = make.user("Sam Sonst")
    assert post(make.client(sam), alex, at("submit", seal)).status_code == 403
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "name", ["sign", "sign-on-paper", "sign-by-file", "submit", "sealed-pdf", "scan"]
)
def test_seal_of_another_concept_is_missing(seal: Seal, alex: User, name: str) -> None:
    other = make.sealed(make.user("Sam", Role.COORDINATOR, make.body("Landkreis Anderswo")))
    for person in (alex, make.user("Robin Vorlage", Role.SIGNATORY)):
        assert make.client(person).get(at(name, seal, other.pk)).status_code in (403, 404)


def test_authority_sees_what_was_handed_in_and_nothing_before(seal: Seal, alex: User) -> None:
    sealing.unseal(concept_id=seal.concept_id, by=alex, reason="Geheimer Grund")
    again = sealing.seal(concept_id=seal.concept_id, by=alex)
    tried = SignedFile.objects.create(
        seal=again, data=b"%PDF-", sha256="0" * 64, by=alex, at=timezone.now()
    )
    on_paper(again, alex)
    sealing.submit(concept_id=seal.concept_id, seal_id=again.pk, by=alex)
    officer = make.client(make.user("Kai Amt", Role.OFFICER, make.body("Behörde")))
    text = officer.get(at("signing", again)).content.decode()
    assert "Geheimer Grund" not in text
    assert officer.get(at("sealed-pdf", again)).status_code == 200
    assert officer.get(at("sealed-pdf", seal)).status_code == 404
    path = reverse("signed-file", args=[again.concept_id, again.pk, tried.pk])
    assert path not in text
    assert officer.get(path).status_code == 404
    own = make.client(alex)
    assert path in own.get(at("signing", again)).content.decode()
    assert own.get(path).status_code == 200
    assert "Geheimer Grund" in own.get(at("signing", again)).content.decode()
    assert own.get(at("sealed-pdf", seal)).status_code == 200


def test_overview_page_costs_the_same_with_more_seals(
    seal: Seal, alex: User, django_assert_max_num_queries: Any
) -> None:
    client = make.client(alex)
    for _again in range(3):
        sealing.unseal(concept_id=seal.concept_id, by=alex, reason="Noch einmal")
        sealing.seal(concept_id=seal.concept_id, by=alex)
    client.get(at("signing", seal))
    with django_assert_max_num_queries(12):
        client.get(at("signing", seal))
