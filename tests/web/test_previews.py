"""Who sees a file's pages: whoever may have the file, and nobody else."""

import html
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import make
from tests.documents import attachments as files
from wirportal.concepts.models import Attachment, Concept, Preview, Upload
from wirportal.concepts.previews import keep
from wirportal.concepts.tasks import draw_preview
from wirportal.concepts.uploads import Sent
from wirportal.documents.drawing import Drawn, Picture
from wirportal.people.models import User
from wirportal.review.corresponding import write
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State
from wirportal.sentence import Sentence

pytestmark = pytest.mark.django_db

PAGE = Picture(make.PNG + b"page", 707, 1000)


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex)


def attached(concept: Concept, name: str = "Plan.pdf", pages: int = 7) -> Upload:
    """A checked PDF of which two pages are drawn."""
    data = b"%PDF-1.7 " + name.encode()
    upload = make.attached(concept, data=data, name=name).upload
    make.checked(upload)
    keep(Preview.objects.get(upload=upload).pk, Drawn(pages, (PAGE, PAGE)))
    return upload


def page_of(client: Client, concept: Concept, upload: Upload) -> Any:
    return client.get(reverse("upload-preview", args=[concept.pk, upload.pk]))


def picture_of(client: Client, concept: Concept, upload: Upload, number: int = 1) -> Any:
    return client.get(reverse("upload-picture", args=[concept.pk, upload.pk, number]))


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def seen(client: Client, concept: Concept, upload: Upload) -> set[int]:
    """What the person gets of the file, its page and its picture: one status for all three."""
    file = client.get(reverse("upload", args=[concept.pk, upload.pk]))
    others = (page_of(client, concept, upload), picture_of(client, concept, upload))
    return {one.status_code for one in (file, *others)}


# --- what is seen ---------------------------------------------------------------------------------


def test_the_page_names_the_file_and_shows_its_first_pages(alex: User, concept: Concept) -> None:
    upload, client = attached(concept), make.client(alex)
    listed = text(client.get(reverse("attachments", args=[concept.pk])))
    assert reverse("upload-preview", args=[concept.pk, upload.pk]) in listed
    page = text(page_of(client, concept, upload))
    for said in (
        "Plan.pdf",
        "von Alex Beispiel",
        "Die Vorschau zeigt 2 von 7 Seiten.",
        "Seite 2 von 7",
        'alt="Vorschau von Seite 2 der Datei „Plan.pdf“"',
        'width="707" height="1000"',
        "Es gilt die Datei selbst",
        reverse("upload", args=[concept.pk, upload.pk]),
        reverse("upload-picture", args=[concept.pk, upload.pk, 2]),
    ):
        assert said in page


def test_a_picture_comes_as_a_picture_and_nobody_keeps_it(alex: User, concept: Concept) -> None:
    upload, client = attached(concept), make.client(alex)
    answer = picture_of(client, concept, upload)
    assert answer.content == PAGE.data
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert picture_of(client, concept, upload, 3).status_code == 404


def test_a_photo_has_no_pages(alex: User, concept: Concept) -> None:
    upload = make.attached(concept, data=files.png(), name="Foto.png").upload
    make.checked(upload)
    draw_preview.call(upload.preview.pk)
    page = text(page_of(make.client(alex), concept, upload))
    assert 'alt="Vorschau der Datei „Foto.png“"' in page and "figcaption" not in page


def test_the_page_says_that_it_is_being_drawn_or_can_not_be(alex: User, concept: Concept) -> None:
    upload, client = make.attached(concept).upload, make.client(alex)
    make.checked(upload)
    assert "wird gerade erstellt" in text(page_of(client, concept, upload))
    draw_preview.call(upload.preview.pk)
    page = text(page_of(client, concept, upload))
    assert "gibt es keine Vorschau" in page and "Diese Datei herunterladen" in page
    assert picture_of(client, concept, upload).status_code == 404


def test_other_kinds_have_no_link_and_a_page_that_says_why(alex: User, concept: Concept) -> None:
    upload = make.attached(concept, data=files.word(), name="Text.docx").upload
    make.checked(upload)
    client = make.client(alex)
    listed = text(client.get(reverse("attachments", args=[concept.pk])))
    assert reverse("upload-preview", args=[concept.pk, upload.pk]) not in listed
    assert "gibt es keine Vorschau" in text(page_of(client, concept, upload))


# --- who sees it ----------------------------------------------------------------------------------


def test_before_it_was_checked_and_once_it_was_refused_nobody_sees_anything(
    alex: User, concept: Concept
) -> None:
    upload, client = make.attached(concept).upload, make.client(alex)
    assert seen(client, concept, upload) == {409}
    make.checked(upload, Sentence("Die Datei enthält Makros."))
    assert seen(client, concept, upload) == {409}
    listed = text(client.get(reverse("attachments", args=[concept.pk])))
    assert "vorschau/" not in listed


def test_a_body_sees_nothing_of_another_and_the_authority_nothing_of_a_draft(
    alex: User, concept: Concept
) -> None:
    upload = attached(concept)
    kim = make.user("Kim Fremd", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    own = make.concept(kim)
    assert seen(make.client(alex), concept, upload) == {200}
    for client in (make.client(kim), make.client(make.officer())):
        assert seen(client, concept, upload) == {404}
    assert seen(make.client(kim), own, upload) == {404}
    assert page_of(make.client(), concept, upload).status_code == 302


def test_the_authority_sees_what_was_handed_in_and_what_came_with_a_message(
    alex: User, concept: Concept
) -> None:
    old, new = attached(concept, "Alt.pdf"), attached(concept, "Neu.pdf")
    sealed = make.as_handed_in(concept).seal
    Attachment.objects.create(concept=concept, upload=old, seal=sealed)
    Concept.objects.filter(pk=concept.pk).update(state=State.IN_REVIEW)
    concept.refresh_from_db()
    robin = make.client(make.officer())
    assert seen(robin, concept, old) == {200}
    assert seen(robin, concept, new) == {404}
    sent = write(
        key=uuid4(),
        concept_id=concept.pk,
        text="Hallo",
        by=alex,
        files=[Sent("Brief.pdf", b"%PDF-1.7")],
    )
    letter = sent.uploads.get().upload
    assert seen(robin, concept, letter) == {409}
    make.checked(letter)
    keep(letter.preview.pk, Drawn(1, (PAGE,)))
    assert seen(robin, concept, letter) == {200}
    assert "Nachrichten" in text(page_of(robin, concept, letter)).split("<main")[0]


def test_the_scan_of_signed_paper_is_seen_by_whoever_may_have_it(alex: User) -> None:
    concept = make.complete(alex)
    client = make.client(alex)
    client.post(reverse("seal", args=[concept.pk]))
    seal = concept.seals.get()
    sent = SimpleUploadedFile("scan.pdf", files.pdf())
    data = {"writer": alex.pk, "file": sent, "checked": "on"}
    client.post(reverse("sign-on-paper", args=[concept.pk, seal.pk]), data)
    draw_preview.call(Preview.objects.get().pk)
    address = reverse("scan-preview", args=[concept.pk, seal.pk])
    picture = reverse("scan-picture", args=[concept.pk, seal.pk, 1])
    assert address in text(client.get(reverse("signing", args=[concept.pk])))
    page = text(client.get(address))
    assert picture in page and "Unterschriften" in page
    assert reverse("scan", args=[concept.pk, seal.pk]) in page
    assert client.get(picture)["Content-Type"] == "image/png"
    kim = make.user("Kim Fremd", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    for other in (make.client(kim), make.client(make.officer())):
        assert {other.get(one).status_code for one in (address, picture)} == {404}
    client.post(reverse("submit", args=[concept.pk, seal.pk]), {"writer": alex.pk})
    officer = make.client(make.officer())
    assert {officer.get(one).status_code for one in (address, picture)} == {200}


def test_many_pages_and_files_cost_as_many_queries_as_one(alex: User, concept: Concept) -> None:
    client, first = make.client(alex), attached(concept, "0.pdf")
    Preview.objects.get(upload=first).pictures.filter(number=2).delete()

    def queries() -> list[int]:
        addresses = (
            reverse("upload-preview", args=[concept.pk, first.pk]),
            reverse("attachments", args=[concept.pk]),
        )
        counted = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counted.append(len(captured))
        return counted

    before = queries()
    for number in range(2, 6):
        preview = Preview.objects.get(upload=first)
        preview.pictures.create(number=number, width=1, height=1, data=b"x")
        attached(concept, f"{number}.pdf")
    assert queries() == before


def test_reading_the_page_reads_no_picture(alex: User, concept: Concept) -> None:
    upload, client = attached(concept), make.client(alex)
    with CaptureQueriesContext(connection) as captured:
        page_of(client, concept, upload)
    assert not any('"data"' in query["sql"] for query in captured.captured_queries)
