"""The page that shows a read file beside the draft: what it says, what is saved and what is not."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.web.files import at, fields_of, received, text
from wirportal.concepts.actions import export, save_answer
from wirportal.concepts.models import Concept
from wirportal.concepts.queries import answers_of, versions_of
from wirportal.documents.reading import Finding
from wirportal.editions.outline import Body
from wirportal.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def signed_in(alex: User) -> Client:
    return make.client(alex)


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex, answers={"opening": "A. B. C.", "welcome": "Alt"})


# --- the page -------------------------------------------------------------------------------------


def test_the_page_shows_what_was_found_how_sure_and_what_stands_there(
    signed_in: Client, alex: User, concept: Concept
):
    file = received(
        concept,
        alex,
        answers={"steering": "Neuer Text", "welcome": "Anderer Text"},
        findings=(Finding("steering", 1.0, "content-control"), Finding("welcome", 0.6, "heading")),
    )
    page = signed_in.get(at(concept, file)).content.decode()
    for says in (
        "Neuer Text",
        "Erkannt: sicher, im Feld der Word-Datei",
        "Erkannt: bitte prüfen, unter der Überschrift",
        "Anders als im Entwurf",
        ">Alt<",
    ):
        assert says in page
    fields = fields_of(signed_in, at(concept, file))
    chosen = [fields[name] for name in ("choice-steering", "choice-welcome", "version-welcome")]
    assert chosen == ["take", "keep", "1"]


def test_a_file_about_another_body_and_year_is_doubted_at_the_top(
    signed_in: Client, alex: User, concept: Concept
):
    file = received(
        concept, alex, answers={"budget_year": 2026, "place": "x"}, body=Body("Musterstadt", "")
    )
    page = signed_in.get(at(concept, file)).content.decode()
    assert "Die Datei nennt das Haushaltsjahr 2026; dieses Konzept ist für 2027." in page
    assert "„Musterstadt“" in page


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, "In dieser Datei haben wir keine Angaben gefunden"),
        ({"welcome": "Alt"}, "Es gibt nichts zu übernehmen"),
    ],
)
def test_a_file_that_brings_nothing_is_met_kindly(
    signed_in: Client, alex: User, concept: Concept, answers: dict[str, str], says: str
):
    page = signed_in.get(at(concept, received(concept, alex, answers=answers))).content.decode()
    assert says in page
    assert "Auswahl übernehmen" not in page


def test_typed_markup_stays_text(signed_in: Client, alex: User, concept: Concept):
    evil = "<script>alert(1)</script>"
    file = received(concept, alex, answers={"steering": evil, "place": evil}, unassigned=(evil,))
    page = signed_in.get(at(concept, file)).content.decode()
    assert page.count("&lt;script&gt;alert(1)") == 3
    assert evil not in page


def test_the_page_costs_the_same_queries_for_a_full_file(
    signed_in: Client, alex: User, concept: Concept
):
    rows = [{"id": f"0b0e9f3c-0000-4000-8000-{n:012}", "title": f"Ziel {n}"} for n in range(30)]
    small = received(concept, alex, answers={"place": "Musterstadt"})
    large = received(
        concept,
        alex,
        answers={"goals": rows, "steering": "x", "status": "y", "welcome": "z"},
        unassigned=tuple(f"Rest {n}" for n in range(30)),
        suggestions={"milestones": rows},
    )
    counts = []
    for file in (small, large):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            signed_in.get(at(concept, file))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- taking over ----------------------------------------------------------------------------------


def test_what_is_ticked_is_saved_and_nothing_else(signed_in: Client, alex: User, concept: Concept):
    file = received(
        concept, alex, answers={"steering": "Neu", "welcome": "Anders", "opening": "Nein"}
    )
    fields = fields_of(signed_in, at(concept, file))
    answer = signed_in.post(
        at(concept, file), fields | {"choice-welcome": "take", "choice-opening": "keep"}
    )
    assert answer.status_code == 302
    assert (text(concept, "steering"), text(concept, "welcome")) == ("Neu", "Anders")
    assert text(concept, "opening") == "A. B. C."
    page = signed_in.get(answer["Location"]).content.decode()
    assert "2 Angaben übernommen: 5.3, 5.6." in page


def test_what_stood_in_the_draft_stays_in_its_history(
    signed_in: Client, alex: User, concept: Concept
):
    file = received(concept, alex, answers={"welcome": "Anderer Text aus der Datei"})
    fields = fields_of(signed_in, at(concept, file)) | {"choice-welcome": "take"}
    signed_in.post(at(concept, file), fields)
    kept = [version.value for version in versions_of(concept.pk, "welcome")]
    assert kept == ["Anderer Text aus der Datei", "Alt"]


def test_texts_are_appended_and_rows_added(signed_in: Client, alex: User, concept: Concept):
    row = {"id": "0b0e9f3c-0000-4000-8000-000000000001", "title": "Empfang geschult"}
    file = received(
        concept, alex, unassigned=("Erster Rest", "Zweiter"), suggestions={"milestones": [row]}
    )
    fields = fields_of(signed_in, at(concept, file))
    assert "rows-milestones" not in fields
    chosen = {"append-0": "welcome", "rows-milestones": row["id"]}
    signed_in.post(at(concept, file), fields | chosen)
    assert text(concept, "welcome") == "Alt\n\nErster Rest"
    assert text(concept, "milestones") == [row]
    page = signed_in.get(at(concept, file)).content.decode()
    assert "Steht schon im Entwurf" in page
    assert row["id"] not in page


def test_a_newer_text_is_not_overwritten_and_the_rest_is_taken(
    signed_in: Client, alex: User, concept: Concept
):
    file = received(concept, alex, answers={"steering": "Neu", "welcome": "Anders"})
    fields = fields_of(signed_in, at(concept, file)) | {"choice-welcome": "take"}
    kim = make.user("Kim Muster")
    save_answer(concept_id=concept.pk, question_id="welcome", value="Kims", version=1, by=kim)
    answer = signed_in.post(at(concept, file), fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert (text(concept, "welcome"), text(concept, "steering")) == ("Kims", "Neu")
    for says in ("1 Angabe übernommen: 5.6.", "Kim Muster hat um", "Kims", "Anders"):
        assert says in page
    assert 'href="#angabe-welcome"' in page
    assert 'id="angabe-welcome"' in page


def test_sending_twice_saves_once(signed_in: Client, alex: User, concept: Concept):
    file = received(concept, alex, answers={"steering": "Neu"}, unassigned=("Rest",))
    fields = fields_of(signed_in, at(concept, file)) | {"append-0": "welcome"}
    for _ in range(2):
        assert signed_in.post(at(concept, file), fields).status_code == 302
    assert (text(concept, "steering"), text(concept, "welcome")) == ("Neu", "Alt\n\nRest")
    assert make.version(concept, "welcome") == 2


def test_an_unchanged_choice_leaves_the_draft_alone(
    signed_in: Client, alex: User, concept: Concept
):
    file = received(concept, alex, answers={"welcome": "Anders"})
    fields = fields_of(signed_in, at(concept, file))
    before = answers_of(concept)
    answer = signed_in.post(at(concept, file), fields, follow=True)
    assert "Es war nichts ausgewählt" in answer.content.decode()
    assert answers_of(concept) == before


@pytest.mark.parametrize("choice", ["merge", "drop table", ""])
def test_a_made_up_choice_changes_nothing(
    signed_in: Client, alex: User, concept: Concept, choice: str
):
    file = received(concept, alex, answers={"welcome": "Anders"})
    signed_in.post(
        at(concept, file),
        {"writer": str(alex.pk), "version-welcome": "1", "choice-welcome": choice},
    )
    assert text(concept, "welcome") == "Alt"


def test_a_copy_changed_offline_and_online_comes_together(
    signed_in: Client, alex: User, concept: Concept
):
    revision = export(concept_id=concept.pk, by=alex)
    file = received(
        concept,
        alex,
        answers={"opening": "A. B. C!", "welcome": "Alt", "applicant": "x"},
        revision=revision.code,
    )
    save_answer(concept_id=concept.pk, question_id="opening", value="A! B. C.", version=1, by=alex)
    assert "Beide geändert" in signed_in.get(at(concept, file)).content.decode()
    fields = fields_of(signed_in, at(concept, file))
    assert fields["choice-opening"] == "merge"
    signed_in.post(at(concept, file), fields)
    assert text(concept, "opening") == "A! B. C!"
