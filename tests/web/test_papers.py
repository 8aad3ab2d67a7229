"""The concept as a document: who gets which file, what it is called, what stands in it."""

import io
import json
import zipfile
from typing import Any

import jsonschema
import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from tests import make
from wirportal.concepts.actions import export, save_answer
from wirportal.concepts.models import Concept, Revision
from wirportal.concepts.queries import paper_of_revision
from wirportal.documents.paper import from_json
from wirportal.people.models import User
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State
from wirportal.web.papers import file_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex, answers={"opening": "Die Öffnung beginnt am Empfang."})


def at(name: str, concept: Concept, **more: object) -> str:
    return reverse(name, kwargs={"concept": concept.pk, **more})


PRIVATE = ("pdf", "preview", "preview-page", "give-out", "import")
MORE: dict[str, dict[str, Any]] = {"preview-page": {"page": 1}, "give-out": {"ending": "docx"}}


@pytest.mark.parametrize("name", PRIVATE)
def test_a_foreign_concept_is_not_there(client: Client, concept: Concept, name: str):
    client.force_login(make.user("Sam Fremd", of=make.body("Musterstadt", "Kreisfreie Stadt")))
    method = client.post if name == "give-out" else client.get
    assert method(at(name, concept, **MORE.get(name, {}))).status_code == 404


@pytest.mark.parametrize("name", PRIVATE)
def test_a_stranger_is_asked_to_sign_in(client: Client, concept: Concept, name: str):
    method = client.post if name == "give-out" else client.get
    answer = method(at(name, concept, **MORE.get(name, {})))
    assert answer.status_code in (302, 401)


# --- PDF and preview ------------------------------------------------------------------------------


def test_who_reads_gets_the_pdf_and_keeps_no_copy_on_the_way(client: Client, concept: Concept):
    client.force_login(make.user("Robin Vorlage", Role.SIGNATORY))
    answer = client.get(at("pdf", concept))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == (
        'inline; filename="WIR-Konzept-Landkreis-Musterland-2027-Entwurf.pdf"'
    )


def test_a_pdf_to_be_saved_is_an_attachment(client: Client, alex: User, concept: Concept):
    client.force_login(alex)
    answer = client.get(at("pdf", concept) + "?speichern")
    assert answer["Content-Disposition"].startswith("attachment; ")


def test_preview_shows_every_page_with_words(client: Client, alex: User, concept: Concept):
    client.force_login(alex)
    page = client.get(at("preview", concept)).content.decode()
    count = page.count("<img src=")  # the brand's picture and the pages
    assert f'alt="Seite 1 von {count - 1}"' in page
    assert f"vorschau/{count - 1}.png" in page
    assert client.get(at("preview-page", concept, page=count - 1)).status_code == 200
    assert client.get(at("preview-page", concept, page=count)).status_code == 404
    assert client.get(at("preview-page", concept, page=0)).status_code == 404


def test_a_page_that_is_known_is_not_sent_again_until_it_changes(
    client: Client, alex: User, concept: Concept
):
    client.force_login(alex)
    url = at("preview-page", concept, page=1)
    first = client.get(url)
    assert first.content.startswith(b"\x89PNG")
    known = {"If-None-Match": first["ETag"]}
    again = client.get(url, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in again["Cache-Control"]
    save_answer(concept_id=concept.pk, question_id="opening", value="Neu", version=1, by=alex)
    assert client.get(url, headers=known).status_code == 200


# --- files to work on elsewhere -------------------------------------------------------------------


def test_a_word_file_carries_its_revision(client: Client, alex: User, concept: Concept):
    client.force_login(alex)
    answer = client.post(at("give-out", concept, ending="docx"))
    code = Revision.objects.get(concept=concept).code
    assert f"Fassung-{code}.docx" in answer["Content-Disposition"]
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert code in package.read("docProps/custom.xml").decode()
        assert "Die Öffnung beginnt am Empfang." in package.read("word/document.xml").decode()


def test_a_data_file_says_what_the_revision_says(client: Client, alex: User, concept: Concept):
    client.force_login(alex)
    paper = from_json(client.post(at("give-out", concept, ending="json")).content)
    assert paper.revision == Revision.objects.get(concept=concept).code
    assert paper.answers["opening"] == "Die Öffnung beginnt am Empfang."
    assert paper.body.name == "Landkreis Musterland"


def test_a_revision_is_printed_as_it_was_whatever_has_been_saved_since(
    alex: User, concept: Concept
):
    revision = export(concept_id=concept.pk, by=alex)
    save_answer(concept_id=concept.pk, question_id="opening", value="Neu", version=1, by=alex)
    assert paper_of_revision(concept, revision).answers["opening"] == (
        "Die Öffnung beginnt am Empfang."
    )


def test_giving_out_the_same_twice_gives_the_same_bytes(
    client: Client, alex: User, concept: Concept
):
    client.force_login(alex)
    one, two = (client.post(at("give-out", concept, ending="docx")).content for _ in range(2))
    assert one == two


def test_who_only_reads_gives_nothing_out_and_reads_why(client: Client, concept: Concept):
    client.force_login(make.user("Robin Vorlage", Role.SIGNATORY))
    answer = client.post(at("give-out", concept, ending="docx"))
    assert answer.status_code == 403
    assert "WIR-Koordination" in answer.content.decode()
    assert not Revision.objects.exists()


@pytest.mark.parametrize("ending", ["exe", "pdf"])
def test_there_are_no_other_files(client: Client, alex: User, concept: Concept, ending: str):
    client.force_login(alex)
    assert client.post(at("give-out", concept, ending=ending)).status_code == 404
    assert not Revision.objects.exists()


def test_giving_out_is_no_link(client: Client, alex: User, concept: Concept):
    client.force_login(alex)
    answer = client.get(at("give-out", concept, ending="docx"))
    assert answer["Location"] == at("concept", concept)
    assert not Revision.objects.exists()


def test_the_overview_offers_what_the_person_may(client: Client, alex: User, concept: Concept):
    pages = {}
    for person in (alex, make.user("Robin Vorlage", Role.SIGNATORY)):
        client.force_login(person)
        pages[person.name] = client.get(at("concept", concept)).content.decode()
    for page in pages.values():
        assert at("pdf", concept) in page
    for url in (at("give-out", concept, ending="docx"), at("import", concept)):
        assert url in pages["Alex Beispiel"]
        assert url not in pages["Robin Vorlage"]


def test_a_closed_draft_is_given_out_but_nothing_is_read_in(
    client: Client, alex: User, concept: Concept
):
    Concept.objects.update(state=State.SUBMITTED)
    client.force_login(alex)
    page = client.get(at("concept", concept)).content.decode()
    assert at("give-out", concept, ending="docx") in page
    assert at("import", concept) not in page


def test_documents_cost_the_same_queries_for_a_full_concept(
    alex: User, concept: Concept, django_assert_num_queries
):
    long = [{"id": f"0b0e9f3c-0000-4000-8000-{n:012}", "title": f"Ziel {n}"} for n in range(30)]
    full = make.concept(alex, 2028, {"goals": long, "welcome": "Text", "status": "Text"})
    client = make.client(alex)
    for each in (concept, full):
        # session, person, concept, answers, the body's name on the day
        with django_assert_num_queries(5):
            client.get(at("pdf", each))


NAMES = [
    (("WIR-Konzept", "Landkreis Gießen", 2027), "WIR-Konzept-Landkreis-Giessen-2027.pdf"),
    (("WIR-Konzept", "../../etc/passwd", ""), "WIR-Konzept-etc-passwd.pdf"),
    (("WIR-Konzept", 'a"\r\nSet-Cookie: x', None), "WIR-Konzept-a-Set-Cookie-x.pdf"),
    (("WIR-Konzept", "Ö" * 500), "WIR-Konzept-" + "Oe" * 54 + ".pdf"),
]


@pytest.mark.parametrize(("parts", "name"), NAMES)
def test_file_names_are_tame(parts: tuple[object, ...], name: str):
    assert file_name(*parts, ending="pdf") == name


# --- for everybody --------------------------------------------------------------------------------


def test_everybody_gets_the_empty_form(client: Client):
    answer = client.get(reverse("empty-form"))
    text = "\n".join(p.text for p in Document(io.BytesIO(answer.content)).paragraphs)
    assert "WIR-Konzept-leeres-Formular.docx" in answer["Content-Disposition"]
    assert "Rahmenbedingungen" in text
    assert "Musterland" not in text


def test_the_schema_describes_the_data_file(client: Client, alex: User, concept: Concept):
    answer = client.get(reverse("schema", kwargs={"edition": concept.edition_id}))
    assert answer["Content-Type"] == "application/schema+json"
    client.force_login(alex)
    given = client.post(at("give-out", concept, ending="json")).content
    jsonschema.validate(json.loads(given), json.loads(answer.content))


def test_an_unknown_edition_has_no_schema(client: Client):
    assert client.get(reverse("schema", kwargs={"edition": "wir-1999"})).status_code == 404
