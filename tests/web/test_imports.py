"""A file is sent and read: what is refused, who may, what the page says meanwhile."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests import make
from tests.web.files import at, fields_of, received, text
from wirportal.concepts.actions import export, receive_file, take_in
from wirportal.concepts.models import Concept, ImportedFile
from wirportal.concepts.queries import paper_of_revision
from wirportal.concepts.tasks import read_file
from wirportal.documents import docx
from wirportal.documents.reading import BYTES
from wirportal.people.models import User
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State
from wirportal.sentence import Sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def signed_in(client: Client, alex: User) -> Client:
    client.force_login(alex)
    return client


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex, answers={"opening": "A. B. C.", "welcome": "Alt"})


# --- sending --------------------------------------------------------------------------------------


def send(client: Client, concept: Concept, data: bytes, name: str = "Konzept.docx") -> Any:
    writer = client.session["_auth_user_id"]
    file = SimpleUploadedFile(name, data)
    return client.post(at(concept), {"file": file, "writer": writer}, follow=True)


def test_a_sent_file_waits_to_be_read(signed_in: Client, concept: Concept):
    answer = send(signed_in, concept, b"Hallo", "Konzept 2026.docx")
    file = ImportedFile.objects.get()
    assert answer.redirect_chain == [(at(concept, file), 302)]
    assert "Die Datei wird gelesen" in answer.content.decode()
    assert (bytes(file.data or b""), file.name) == (b"Hallo", "Konzept 2026.docx")


def test_nothing_and_an_empty_file_are_refused_with_a_sentence(signed_in: Client, concept: Concept):
    nothing = signed_in.post(at(concept), {})
    empty = send(signed_in, concept, b"")
    for answer, says in ((nothing, "wählen Sie eine Datei"), (empty, "Die Datei ist leer")):
        assert answer.status_code == 422
        assert says in answer.content.decode()
    assert not ImportedFile.objects.exists()


class Endless(io.RawIOBase):
    """A body that nobody has to hold; reading it is a mistake."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("read although it is too large")


def test_a_file_that_is_too_large_is_refused_unread(signed_in: Client, concept: Concept):
    body: dict[str, Any] = {
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": "100000000",
        "wsgi.input": Endless(),
    }
    answer = signed_in.generic("POST", at(concept), **body)
    assert answer.status_code == 413
    assert f"Größer als {BYTES // 1_000_000} MB" in answer.content.decode()
    assert at(concept) in answer.content.decode()


def test_a_file_just_below_the_limit_is_taken(signed_in: Client, concept: Concept):
    send(signed_in, concept, b"x" * BYTES)
    assert len(ImportedFile.objects.get().data or b"") == BYTES


def test_the_last_files_are_listed(signed_in: Client, alex: User, concept: Concept):
    file = received(concept, alex)
    page = signed_in.get(at(concept)).content.decode()
    assert at(concept, file) in page
    assert "Konzept.docx" in page


# --- who may --------------------------------------------------------------------------------------


def test_a_file_of_another_concept_is_not_there(signed_in: Client, alex: User, concept: Concept):
    sam = make.user("Sam Fremd", of=make.body("Musterstadt", "Kreisfreie Stadt"))
    theirs = received(make.concept(sam), sam)
    own = received(make.concept(alex, 2028), alex)
    for file in (theirs, own):
        assert signed_in.get(at(concept, file)).status_code == 404
        assert signed_in.post(at(concept, file)).status_code == 404
    assert signed_in.get(at(theirs.concept, theirs)).status_code == 404


def test_who_does_not_write_reads_nothing_in(client: Client, alex: User, concept: Concept):
    file = received(concept, alex, answers={"steering": "Neu"})
    client.force_login(make.user("Robin Vorlage", Role.SIGNATORY))
    for url in (at(concept), at(concept, file)):
        for method in (client.get, client.post):
            answer = method(url)
            assert answer.status_code == 403
            assert "WIR-Koordination" in answer.content.decode()
    assert text(concept, "steering") is None


def test_nothing_is_taken_over_once_the_draft_is_closed(
    signed_in: Client, alex: User, concept: Concept
):
    file = received(concept, alex, answers={"steering": "Neu"})
    fields = fields_of(signed_in, at(concept, file))
    Concept.objects.update(state=State.SUBMITTED)
    answer = signed_in.post(at(concept, file), fields)
    assert answer.status_code in (403, 409)
    assert "eingereicht" in answer.content.decode()
    assert text(concept, "steering") is None


def test_a_page_of_another_sign_in_is_not_taken_over(
    signed_in: Client, alex: User, concept: Concept
):
    file = received(concept, alex, answers={"steering": "Neu"})
    fields = fields_of(signed_in, at(concept, file))
    signed_in.force_login(make.user("Kim Muster"))
    assert signed_in.post(at(concept, file), fields).status_code == 403
    assert text(concept, "steering") is None


# --- waiting --------------------------------------------------------------------------------------


def test_the_page_asks_again_until_the_file_is_read(
    signed_in: Client, alex: User, concept: Concept
):
    file = receive_file(concept_id=concept.pk, name="x.docx", data=b"x", by=alex)
    assert 'http-equiv="refresh"' in signed_in.get(at(concept, file)).content.decode()
    ask = {"HX-Request": "true"}
    assert signed_in.get(at(concept, file), headers=ask).status_code == 204
    take_in(received=file, found=Sentence("Die Datei ist beschädigt."))
    assert signed_in.get(at(concept, file), headers=ask)["HX-Refresh"] == "true"
    page = signed_in.get(at(concept, file)).content.decode()
    assert "Die Datei ist beschädigt." in page
    assert at(concept) in page


def test_after_a_minute_the_page_says_what_helps(signed_in: Client, alex: User, concept: Concept):
    file = receive_file(concept_id=concept.pk, name="x.docx", data=b"x", by=alex)
    ImportedFile.objects.update(at=timezone.now() - timedelta(seconds=61))
    page = signed_in.get(at(concept, file)).content.decode()
    assert "Das Lesen dauert länger" in page
    assert "http-equiv" not in page
    assert signed_in.get(at(concept, file), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


# --- the whole way, with real files ---------------------------------------------------------------


def read(file: ImportedFile) -> ImportedFile:
    """As the worker does it."""
    read_file.call(str(file.pk))
    return ImportedFile.objects.get(pk=file.pk)


def test_our_word_file_comes_back_as_itself(signed_in: Client, alex: User, concept: Concept):
    paper = paper_of_revision(concept, export(concept_id=concept.pk, by=alex))
    send(signed_in, concept, docx.write(paper))
    page = signed_in.get(at(concept, read(ImportedFile.objects.get()))).content.decode()
    assert "Es gibt nichts zu übernehmen" in page


def packed(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def hostile() -> Iterator[Any]:
    yield pytest.param(b"MZ" + bytes(range(256)) * 40, "nicht lesen", id="renamed program")
    yield pytest.param(b"\x89PNG\r\n\x1a\n" + b"x" * 99, "Bild", id="renamed picture")
    yield pytest.param(packed(a=b"x"), "ZIP-Archiv", id="archive")
    bomb = packed(**{"word/document.xml": b"0" * 90_000_000})
    yield pytest.param(bomb, "zu groß", id="zip bomb")
    macros = packed(**{"word/vbaProject.bin": b"x"})
    yield pytest.param(macros, "Makros", id="macros")


@pytest.mark.hostile
@pytest.mark.parametrize(("data", "says"), list(hostile()))
def test_a_hostile_file_is_refused_with_a_sentence(
    signed_in: Client, concept: Concept, data: bytes, says: str
):
    send(signed_in, concept, data)
    page = signed_in.get(at(concept, read(ImportedFile.objects.get()))).content.decode()
    assert "Die Datei ließ sich nicht lesen" in page
    assert says in page
