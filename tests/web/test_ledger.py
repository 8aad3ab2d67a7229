"""„Verlauf“: what the page of a concept's events says, to whom."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from tests import make
from wirportal.concepts import assignments
from wirportal.concepts.actions import export, restore_version
from wirportal.concepts.comments import comment, resolve
from wirportal.concepts.models import Concept
from wirportal.ledger.actions import record
from wirportal.ledger.models import Event
from wirportal.people.models import User
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import RULES, Action
from wirportal.web.ledger import TOPICS, topic_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def kim() -> User:
    return make.user("Kim Muster", Role.CONTRIBUTOR)


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex)


def page(concept: Concept, reader: User, **query: Any) -> str:
    answer = make.client(reader).get(reverse("ledger", kwargs={"concept": concept.pk}), query)
    assert answer.status_code == 200
    return answer.content.decode()


def lines(concept: Concept, reader: User, **query: Any) -> list[str]:
    """What each line of the page says, newest first, without times."""
    text = page(concept, reader, **query)
    items = re.findall(r"</time>(.*?)</li>\s*(?=<li>\s*<time|</ol>)", text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", item).split()) for item in items]


def later(concept: Concept, minutes: int) -> None:
    """What was done so far was done so many minutes earlier."""
    Event.objects.filter(chain=concept.pk).update(at=F("at") - timedelta(minutes=minutes))


def test_a_sitting_is_one_line(concept: Concept, alex: User) -> None:
    for text in ("Eins", "Zwei", "Drei"):
        make.saved(concept, "opening", text, alex)
    make.saved(concept, "welcome", "Text", alex)
    later(concept, 60)
    make.saved(concept, "opening", "Vier", alex)
    newest, before, first = lines(concept, alex)
    assert newest.startswith("Alex Beispiel hat geschrieben: 5.2")
    assert re.search(r"5\.2.*\(3-mal\).*5\.3", before)  # as printed
    assert first == "Alex Beispiel hat das Konzept angelegt."


def test_people_who_write_at_once_get_a_line_each(concept: Concept, alex: User, kim: User) -> None:
    make.asked(concept, kim)
    for number in range(3):
        make.saved(concept, "opening", f"Kim {number}", kim)
        make.saved(concept, "welcome", f"Alex {number}", alex)
    said = lines(concept, alex, topic="answer")
    assert [line.partition(" hat")[0] for line in said] == ["Alex Beispiel", "Kim Muster"]
    assert all("(3-mal)" in line for line in said)


def test_every_step_of_working_together_is_told(concept: Concept, alex: User, kim: User) -> None:
    asked = make.asked(concept, kim)
    assignments.hand_back(assignment_id=asked.pk, by=kim)
    assignments.ask_again(assignment_id=asked.pk, by=alex, due=asked.due)
    assignments.cancel(assignment_id=asked.pk, by=alex)
    facts: dict[str, Any] = {
        "concept_id": concept.pk,
        "question_id": "opening",
        "text": "Stimmt das?",
    }
    said = comment(key=uuid4(), by=alex, **facts)
    resolve(comment_id=said.pk, by=alex)
    assert [re.split(r"(?<=:) ", line)[0] for line in lines(concept, alex)][:-1] == [
        "Alex Beispiel hat ein Gespräch als erledigt markiert:",
        "Alex Beispiel hat kommentiert:",
        "Alex Beispiel hat die Bitte an Kim Muster zurückgezogen:",
        "Alex Beispiel hat Kim Muster noch einmal gebeten:",
        "Kim Muster hat zurückgegeben:",
        "Alex Beispiel hat Kim Muster um Mitzeichnung gebeten:",
    ]
    assert "Stimmt das?" not in page(concept, alex)


def test_a_revision_is_named_by_its_code(concept: Concept, alex: User) -> None:
    code = export(concept_id=concept.pk, by=alex).code
    assert lines(concept, alex)[0] == f"Alex Beispiel hat die Fassung {code} ausgegeben."


def test_an_earlier_text_that_came_back_is_told(concept: Concept, alex: User) -> None:
    make.saved(concept, "opening", "Eins", alex)
    restore_version(concept_id=concept.pk, question_id="opening", restored=1, version=1, by=alex)
    assert lines(concept, alex)[0].startswith("Alex Beispiel hat geschrieben: (Fassung 1")


def test_one_person_and_one_kind_alone(concept: Concept, alex: User, kim: User) -> None:
    make.asked(concept, kim)
    make.saved(concept, "opening", "Kim", kim)
    assert len(lines(concept, alex)) == 3
    assert len(lines(concept, alex, person=kim.pk)) == 1
    assert len(lines(concept, alex, topic="assignment")) == 1
    assert not lines(concept, alex, topic="assignment", person=kim.pk)


@pytest.mark.parametrize(
    "query", [{"topic": "x"}, {"person": "x"}, {"person": 999999}, {"oldest": "x"}, {"oldest": 0}]
)
def test_an_unknown_choice_narrows_nothing_down(
    query: dict[str, Any], concept: Concept, alex: User
) -> None:
    assert lines(concept, alex, **query) == ["Alex Beispiel hat das Konzept angelegt."]


def test_older_lines_are_on_further_pages_and_none_is_lost(concept: Concept, alex: User) -> None:
    for number in range(100):
        comment(
            key=uuid4(),
            concept_id=concept.pk,
            question_id="opening",
            text=f"Wort {number}",
            by=alex,
        )
    counts, query = [], "?"
    client = make.client(alex)
    while query:
        text = client.get(reverse("ledger", kwargs={"concept": concept.pk}) + query).content
        counts.append(text.count(b"<time"))
        older = re.search(r'href="(\?[^"]*oldest[^"]*)"', text.decode())
        query = older[1].replace("&amp;", "&") if older else ""
    assert counts == [40, 40, 21]


def test_the_way_to_older_lines_tells_nothing_of_what_is_hidden(
    concept: Concept, alex: User
) -> None:
    for number in range(60):
        told: dict[str, Any] = {"chain": concept.pk, "actor_id": alex.pk}
        with transaction.atomic():
            record(action=Action.RESOLVE, object="opening", **told)
            for _ in range(number % 3):
                record(action=Action.WRITE_NOTE, **told)  # the authority's own
    assert 'href="?oldest=21"' in page(concept, alex)  # 60 and the first, less 40
    assert len(lines(concept, alex, oldest=21)) == 21
    assert len(lines(concept, alex, topic="comment", oldest=20)) == 20
    later_on = page(concept, alex, topic="comment")
    assert 'href="?topic=comment&amp;oldest=20"' in later_on


def test_what_comes_meanwhile_moves_no_page(concept: Concept, alex: User) -> None:
    def resolved(count: int) -> None:
        with transaction.atomic():
            for _ in range(count):
                told: dict[str, Any] = {"chain": concept.pk, "actor_id": alex.pk}
                record(action=Action.RESOLVE, object="opening", **told)

    resolved(60)
    (second,) = re.findall(r'href="\?oldest=(\d+)"', page(concept, alex))
    before = lines(concept, alex, oldest=second)
    resolved(5)
    assert lines(concept, alex, oldest=second) == before


def test_who_may_not_see_comments_and_requests_is_not_told_of_them(
    concept: Concept, alex: User, kim: User
) -> None:
    make.asked(concept, kim)
    comment(key=uuid4(), concept_id=concept.pk, question_id="opening", text="Wort", by=alex)
    make.saved(concept, "opening", "Kim", kim)
    Concept.objects.filter(pk=concept.pk).update(state="submitted")
    officer = make.user("Robin Amt", Role.OFFICER)
    text = page(concept, officer)
    assert "hat das Konzept angelegt" in text
    assert "hat geschrieben" not in text
    assert "kommentiert" not in text
    assert "Mitzeichnung gebeten" not in text
    assert "Mitzeichnung</option>" not in text
    assert lines(concept, officer, topic="comment") == lines(concept, officer)


def test_contributors_do_not_see_it(concept: Concept, kim: User) -> None:
    make.asked(concept, kim)
    answer = make.client(kim).get(reverse("ledger", kwargs={"concept": concept.pk}))
    assert answer.status_code == 403


def test_events_about_concepts_have_a_topic() -> None:
    of_concepts = [a for a, rule in RULES.items() if rule.writes and rule.states is not None]
    assert {topic_of(action) for action in [Action.CREATE, *of_concepts]} == set(TOPICS)
