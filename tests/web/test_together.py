"""Writing together over HTTP: what forged ids, wrong forms and lost roles get."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from wirportal.concepts.comments import comment
from wirportal.concepts.models import Assignment, Comment, Concept
from wirportal.ledger.models import Event
from wirportal.people.models import Membership, User
from wirportal.rulebook.roles import Role
from wirportal.web.fields import token

pytestmark = pytest.mark.django_db
ASK = {"due": "15.10.2098", "note": "Bitte mit Zahlen"}


@pytest.fixture
def alex(client: Client) -> User:
    alex = make.user()
    client.force_login(alex)
    return alex


@pytest.fixture
def kim() -> User:
    return make.user("Kim Muster", Role.CONTRIBUTOR)


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex)


def address(name: str, concept: Concept, **more: Any) -> str:
    extra = {} if "assignment" in more or name == "assignments" else {"question": "opening"}
    return reverse(name, kwargs={"concept": concept.pk} | extra | more)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(concept: Concept, by: User, question: str = "opening") -> Comment:
    return comment(
        key=uuid4(), concept_id=concept.pk, question_id=question, text="Stimmt das?", by=by
    )


@pytest.fixture
def elsewhere() -> Concept:
    """The concept of another body, with a request and a comment."""
    robin = make.user("Robin Fremd", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    concept = make.concept(robin)
    make.asked(concept, robin)
    said(concept, robin)
    return concept


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"person": ""}, "Bitte wählen Sie eine Person aus."),
        ({"person": "stranger"}, "Bitte wählen Sie eine Person aus."),
        ({"due": "31.02.2098"}, "Bitte schreiben Sie ein Datum"),
        ({"due": "01.01.2020"}, "Bitte wählen Sie einen Tag ab heute."),
        ({"note": "x" * 1001}, "Bitte schreiben Sie höchstens 1.000 Zeichen."),
    ],
    ids=["nobody", "stranger", "no day", "past day", "long note"],
)
def test_a_wrong_request_says_what_to_do(
    client: Client, kim: User, concept: Concept, changed: dict[str, str], sentence: str
) -> None:
    stranger = make.user("Fremd", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    posted = {"person": str(kim.pk)} | ASK | changed
    if posted["person"] == "stranger":
        posted["person"] = str(stranger.pk)
    answer = client.post(address("ask", concept), posted)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Assignment.objects.exists()


def test_who_is_asked_is_offered_with_what_they_are(
    client: Client, kim: User, concept: Concept
) -> None:
    text = client.get(address("ask", concept)).content.decode()
    assert "Kim Muster (Mitzeichnung)" in text
    assert "Alex Beispiel (WIR" not in text


@pytest.mark.parametrize("question", ["opening_steps", "budget_year", "nonsense"])
@pytest.mark.parametrize("name", ["ask", "comments"])
def test_only_official_questions_have_such_pages(
    client: Client, concept: Concept, name: str, question: str
) -> None:
    assert client.get(address(name, concept, question=question)).status_code == 404


@pytest.mark.parametrize("name", ["accept", "cancel", "ask-again"])
def test_a_request_of_another_concept_is_missing(
    client: Client, concept: Concept, elsewhere: Concept, name: str
) -> None:
    foreign = elsewhere.assignments.get()
    events = Event.objects.count()
    for assignment in (foreign.pk, 999_999):
        assert client.post(address(name, concept, assignment=assignment)).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "open"
    assert Event.objects.count() == events


@pytest.mark.parametrize("name", ["resolve-comment", "reopen-comment"])
def test_a_comment_of_another_concept_is_missing(
    client: Client, concept: Concept, elsewhere: Concept, name: str
) -> None:
    foreign = elsewhere.comments.get()
    for other in (foreign.pk, uuid4()):
        assert client.post(address(name, concept, comment=other)).status_code == 404
    foreign.refresh_from_db()
    assert foreign.resolved_at is None


def test_a_comment_of_another_question_is_missing(
    client: Client, alex: User, concept: Concept
) -> None:
    other = said(concept, alex, "welcome")
    assert client.post(address("resolve-comment", concept, comment=other.pk)).status_code == 404


def test_nobody_answers_in_a_thread_of_another_concept(
    client: Client, concept: Concept, elsewhere: Concept
) -> None:
    posted = {"key": uuid4(), "root": elsewhere.comments.get().pk, "text": "Fremd"}
    assert client.post(address("comments", concept), posted).status_code == 404
    assert Comment.objects.count() == 1


def test_only_who_may_read_it_can_be_told(client: Client, kim: User, concept: Concept) -> None:
    posted = {"key": uuid4(), "text": "Gut so", "notify": [kim.pk]}
    assert client.post(address("comments", concept), posted).status_code == 422
    make.asked(concept, kim)
    assert client.post(address("comments", concept), posted).status_code == 302
    assert [user.name for user in Comment.objects.get().mentions.all()] == ["Kim Muster"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_comment_is_not_said(
    client: Client, concept: Concept, text: str
) -> None:
    answer = client.post(address("comments", concept), {"key": uuid4(), "text": text})
    assert answer.status_code == 422
    assert not Comment.objects.exists()


def test_comments_are_told_apart_from_markup(client: Client, alex: User, concept: Concept) -> None:
    posted = {"key": uuid4(), "text": "<script>alert(1)</script>"}
    client.post(address("comments", concept), posted)
    text = client.get(address("comments", concept)).content.decode()
    assert "&lt;script&gt;alert(1)" in text


def test_a_lost_role_bites_at_once_and_the_text_can_be_copied(kim: User, concept: Concept) -> None:
    make.asked(concept, kim)
    client = signed_in(kim)
    Membership.objects.filter(user=kim).delete()
    seen = token(0, None)
    posted = {"writer": kim.pk, "version-opening": seen, "opening": "Das war viel Arbeit"}
    path = reverse("section", kwargs={"concept": concept.pk, "section": "strategy"})
    answer = client.post(path, posted)
    assert answer.status_code == 404
    assert "Das war viel Arbeit" in answer.content.decode()
    assert make.version(concept, "opening") == 0


def test_contributors_hear_of_their_own_questions_only(
    alex: User, kim: User, concept: Concept
) -> None:
    make.asked(concept, kim)
    client = signed_in(kim)
    path = reverse("section", kwargs={"concept": concept.pk, "section": "strategy"})
    client.get(path)
    make.long_ago(concept, kim)
    for question in ("opening", "welcome"):
        make.saved(concept, question, "Von Alex", alex)
        said(concept, alex, question)
    text = client.get(path).content.decode()
    assert "Seit Ihrem letzten Besuch" in text
    assert "geändert von Alex Beispiel" in text
    assert f"{concept.pk}/frage/opening/kommentare/" in text
    assert "welcome" not in text


def test_the_check_page_tells_officers_nothing_of_it(
    alex: User, kim: User, concept: Concept
) -> None:
    make.asked(concept, kim)
    said(concept, alex)
    path = reverse("check", kwargs={"concept": concept.pk})
    officer = make.user("Sam Amt", Role.OFFICER, make.body("Amt"))
    Concept.objects.filter(pk=concept.pk).update(state="submitted")
    for person, told in ((alex, True), (officer, False)):
        text = signed_in(person).get(path).content.decode()
        assert ("Ein Kommentar ist noch offen" in text) is told
        assert ("um Mitzeichnung gebeten" in text) is told
