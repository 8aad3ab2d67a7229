"""Who was asked for one question gets that question, and nothing else of the concept."""

import pytest
from django.test import Client

from tests import make
from tests.house.test_urls import PATTERNS, POSTED, address, concept_in, declared
from wirportal.concepts.models import Concept
from wirportal.people.models import User
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db

OPEN = {
    ("section", "GET"): 200,
    ("section", "POST"): 302,
    ("history", "POST"): 302,
    ("hand-back", "POST"): 302,
    ("here", "GET"): 302,
    ("comments", "GET"): 200,
    ("comments", "POST"): 422,
    ("resolve-comment", "POST"): 302,
    ("reopen-comment", "POST"): 302,
}
"""What answers for the assigned question `opening`; every other address of a concept: 403."""
CALLS = [
    (name, method)
    for name, (_, names) in PATTERNS.items()
    for method in declared(name).actions
    if "concept" in names and method != "HEAD"
]
SECRET = "Das steht in einer anderen Frage."


@pytest.fixture
def kim() -> User:
    return make.user("Kim Muster", Role.CONTRIBUTOR)


def asked_of(kim: User, state: str = "draft") -> Concept:
    concept = concept_in(state)
    make_secret(concept)
    return concept


def make_secret(concept: Concept) -> None:
    concept.answers.filter(question="welcome").update(value=SECRET, version=1)


@pytest.mark.parametrize(("name", "method"), CALLS)
def test_only_the_assigned_question_opens(name: str, method: str, kim: User) -> None:
    concept = asked_of(kim)
    client = Client()
    client.force_login(kim)
    data = {"writer": kim.pk} | POSTED.get(name, {}) if method == "POST" else {}
    answer = client.generic(
        method,
        address(name, concept.pk),
        "&".join(f"{key}={value}" for key, value in data.items()),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == OPEN.get((name, method), 403)
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize(("name", "method"), CALLS)
def test_what_is_handed_in_is_gone_for_contributors(name: str, method: str, kim: User) -> None:
    concept = asked_of(kim, "submitted")
    client = Client()
    client.force_login(kim)
    assert client.generic(method, address(name, concept.pk)).status_code == 404


def test_the_list_names_the_task_and_not_the_concept(kim: User) -> None:
    concept = asked_of(kim)
    client = Client()
    client.force_login(kim)
    text = client.get("/konzepte/").content.decode()
    assert f'href="/konzepte/{concept.pk}/abschnitt/strategy/#opening-frage"' in text
    assert f'href="/konzepte/{concept.pk}/"' not in text


def test_problems_of_other_questions_are_not_told(kim: User) -> None:
    concept = asked_of(kim)
    concept.answers.filter(question="milestones").update(
        value=[{"id": "11111111-1111-4111-8111-111111111111", "title": SECRET, "due": "x"}]
    )
    client = Client()
    client.force_login(kim)
    path = address("section", concept.pk)
    for shown in ("alles", "fehler"):
        text = client.get(path, {"zeigen": shown}).content.decode()
        assert "milestones" not in text
        assert SECRET not in text
