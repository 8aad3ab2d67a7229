"""English as the second language: the portal's own words change, the form's wording does not."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from lxml import html

from tests import make
from tests.web.files import at, received
from wirportal.concepts.models import Concept
from wirportal.editions.load import load
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State
from wirportal.sentence import Sentence
from wirportal.web.language import moment, said

pytestmark = pytest.mark.django_db

GERMAN = set(
    "aber alle auf aus bei bitte das dem den der des die diese dieser ein eine es für haben "
    "ihr ihre im ist kein keine mit nach nicht noch nur oder schon sich sie sind steht um und "
    "von vor wenn werden wie wird zu zum zur Fehler Hinweis Hinweise Konzept Datei Zeichen "
    "leer Prüfen Speichern Gespeichert Zurück".casefold().split()
)
"""Words that give German away."""
ANSWERS: dict[str, Any] = {
    "opening": "Kurz.",
    "application_date": "gestern",
    "goals": [{"id": "0190c0de-0000-7000-8000-000000000001", "title": "Willkommen"}],
    "milestones": [
        {"id": "0190c0de-0000-7000-8000-000000000002", "title": "Auftakt", "due": "2026-01-31"}
    ],
}
PAGES = {
    "sign-in": "Sign in",
    "concepts": "My concepts",
    "new-concept": "Create concept",
    "concept": "You can work in any order",
    "check": "Errors must be put right before signing",
    "read": "You can print this page",
    "import": "Only what you select is taken over",
    "imported": "Take over selection",
    "section": "Save and continue",
    "history": "The newest text is at the top",
    "accessibility": "This text is available in German only",
}


@pytest.fixture(autouse=True)
def language_of_the_server() -> Iterator[None]:
    """A request's language stays with its thread, which goes on to the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def alex(client: Client) -> User:
    alex = make.user()
    client.force_login(alex)
    return alex


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex, answers=ANSWERS)


@pytest.fixture
def english(client: Client, concept: Concept) -> Client:
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/konzepte/"})
    assert answer.headers["Location"] == "/konzepte/"
    return client


def address(name: str, concept: Concept, **more: str) -> str:
    if name == "imported":
        found = {"steering": "Neuer Text", "opening": "Anders."}
        by = User.objects.get(name="Alex Beispiel")
        return at(concept, received(concept, by, answers=found, unassigned=("Ein Rest",)))
    if name in ("sign-in", "concepts", "new-concept", "accessibility"):
        return reverse(name)
    extra = {"section": {"section": "strategy"}, "history": {"question": "opening"}}.get(name, {})
    return reverse(name, kwargs={"concept": concept.pk} | extra | more)


def portals_own_words(page: Any) -> str:
    """What a page says outside what is marked as German.

    Its title can't be marked, and names of the form stand in quotes and brackets.
    """
    for part in page.xpath("//*[@lang='de'] | //script | //title"):
        for own in part.xpath(".//*[@lang='en']"):
            page.append(own)
        part.drop_tree()
    spoken = page.xpath("//@aria-label | //@title | //@alt")
    text = " ".join([*page.itertext(), *spoken])
    return re.sub(r"“[^”]*”|\([^)]*\)", " ", text)


def german_in(text: str) -> set[str]:
    return GERMAN & set(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_english_says_nothing_of_its_own_in_german(
    english: Client, concept: Concept, name: str
):
    content = english.get(address(name, concept)).content.decode()
    assert '<html lang="en">' in content
    assert PAGES[name] in content
    words = portals_own_words(html.fromstring(content))
    assert not german_in(words)


@pytest.mark.parametrize("section", [section.id for section in load().sections])
def test_a_section_in_english_keeps_the_forms_wording_marked_as_german(
    english: Client, concept: Concept, section: str
):
    url = address("section", concept, section=section) + "?zeigen=alles"
    page: Any = html.fromstring(english.get(url).content.decode())
    marked = " ".join(" ".join(part.itertext()) for part in page.xpath("//*[@lang='de']"))
    for question in load().section(section).questions:
        assert question.label in marked and (question.given or question.help in marked)
        assert question.row_label in marked
    words = portals_own_words(page)
    assert not german_in(words)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_german_says_it_in_german(client: Client, concept: Concept, name: str):
    content = client.get(address(name, concept)).content.decode()
    assert '<html lang="de">' in content
    assert PAGES[name] not in content


def test_one_button_leads_to_english_and_back(english: Client, concept: Concept):
    there = english.get("/konzepte/").content.decode()
    assert 'name="language" value="de" lang="de"' in there and "Haushaltsjahr) 2027" in there
    english.post(reverse("set_language"), {"language": "de", "next": "/konzepte/"})
    back = english.get("/konzepte/").content.decode()
    assert 'name="language" value="en" lang="en"' in back and "Meine Konzepte" in back


def test_a_browser_that_prefers_english_gets_it_before_signing_in(client: Client):
    page = client.get(reverse("sign-in"), headers={"Accept-Language": "en-GB,de;q=0.5"})
    assert '<html lang="en">' in page.content.decode()


def test_what_the_browser_says_by_itself_is_english_too(english: Client, concept: Concept):
    content = english.get(address("section", concept)).content.decode()
    assert "Not saved: no connection, we keep trying" in content


def test_autosave_answers_in_english(english: Client, alex: User, concept: Concept):
    posted = {
        "writer": alex.pk,
        "application_date": "morgen",
        "version-application_date": f"{make.version(concept, 'application_date')}-x",
    }
    section = load().section_of["application_date"].id
    url = address("section", concept, section=section)
    answer = english.post(url, posted, headers={"HX-Request": "true"}).content.decode()
    assert answer.startswith("Saved ") and "“morgen” is not a date" in answer


# --- sentences ------------------------------------------------------------------------------------


def test_words_of_ours_in_a_sentence_are_translated_with_it():
    ruling = decide(Action.SAVE, Case(State.DRAFT), Actor(1, frozenset({Role.OFFICER})))
    closed = decide(Action.SAVE, Case(State.CLOSED), Actor(1, frozenset({Role.COORDINATOR})))
    with translation.override("en"):
        words = "with this role can do it: WIR coordinator, Contribution (Mitzeichnung)."
        assert said(ruling.reason).endswith(words)
        assert said(closed.reason).endswith("the state of the concept is “closed”.")
    assert said(closed.reason) == closed.reason


def test_what_somebody_typed_is_not_translated():
    with translation.override("en"):
        sentence = Sentence("Bitte füllen Sie das Feld „{name}“ aus.", name="Entwurf")
        assert said(sentence) == "Please fill in the field “Entwurf”."
        assert said("Entwurf") == "Entwurf"


def test_braces_that_somebody_typed_do_no_harm():
    with translation.override("en"):
        assert said(
            Sentence(
                "„{value}“ ist keine Jahreszahl. Bitte schreiben Sie vier Ziffern.",
                value="{value.__class__}",
            )
        ).startswith("“{value.__class__}” is not")


def test_a_day_reads_as_in_the_language():
    day = timezone.make_aware(datetime(2026, 3, 31, 14, 7))
    assert moment(day) == "31.03.2026, 14:07"
    with translation.override("en"):
        assert moment(day) == "31 Mar 2026, 14:07"
