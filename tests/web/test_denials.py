"""What people did not get is counted, tells them nothing, and fills nothing up."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import make
from tests.house.test_urls import PATTERNS
from wirportal.concepts.models import Concept
from wirportal.ledger.models import Denial, Event
from wirportal.people.models import User
from wirportal.rulebook.roles import Role
from wirportal.web.denials import THINGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim() -> User:
    """Coordinates another body."""
    return make.user("Kim Fremd", Role.COORDINATOR, make.body("Landkreis Anderswo"))


@pytest.fixture
def client(kim: User) -> Client:
    return make.client(kim)


@pytest.fixture
def concept() -> Concept:
    return make.concept()


def counted() -> list[tuple[Any, ...]]:
    return list(Denial.objects.order_by("pk").values_list("kind", "action", "object", "count"))


def path(concept: object, name: str = "concept", **more: Any) -> str:
    return reverse(name, kwargs={"concept": concept, **more})


def test_a_foreign_concept_is_counted_with_what_was_wanted(
    client: Client, concept: Concept, kim: User
) -> None:
    for _ in range(3):
        assert client.get(path(concept.pk)).status_code == 404
    client.post(path(concept.pk, "section", section="strategy"), {"opening": "Text"})
    assert counted() == [
        ("foreign", "concept.read", f"concept {concept.pk}", 3),
        ("foreign", "answer.save", f"concept {concept.pk}", 1),
    ]
    assert {denial.user for denial in Denial.objects.all()} == {kim}


def test_what_is_not_there_shares_one_row(client: Client) -> None:
    for _ in range(5):
        assert client.get(path(uuid4())).status_code == 404
    assert counted() == [("missing", "", "", 5)]


def test_another_hour_begins_another_row(client: Client, concept: Concept) -> None:
    client.get(path(concept.pk))
    hour = Denial.objects.get().hour
    Denial.objects.update(hour=hour - timedelta(hours=1))
    client.get(path(concept.pk))
    assert [row[3] for row in counted()] == [1, 1]


def test_parts_of_other_concepts_are_named(client: Client, concept: Concept, kim: User) -> None:
    asked = make.asked(concept, make.user("Robin Muster", Role.CONTRIBUTOR))
    own = make.concept(kim)
    client.post(path(own.pk, "accept", assignment=asked.pk))
    client.post(path(concept.pk, "accept", assignment=asked.pk))
    assert [row[2] for row in counted()] == [f"assignment {asked.pk}", f"concept {concept.pk}"]


def test_an_own_address_that_leads_nowhere_is_nobody_elses(client: Client, kim: User) -> None:
    own = make.concept(kim)
    client.get(path(own.pk, "history", question="nirgends"))
    assert counted() == [("missing", "", "", 1)]


def test_sessions_of_others_are_named(client: Client, concept: Concept) -> None:
    foreign = UserSession.objects.create(
        user=concept.created_by, ip="::", session_key="x", user_agent="", data={}
    )
    client.post(reverse("end-session", kwargs={"session": foreign.pk}))
    assert counted() == [("foreign", "account.sessions", f"session {foreign.pk}", 1)]


def test_a_refusal_is_counted(concept: Concept) -> None:
    signatory = make.client(make.user("Robin Muster", Role.SIGNATORY))
    assert signatory.get(path(concept.pk, "section", section="strategy")).status_code == 403
    assert signatory.get(reverse("new-concept")).status_code == 403
    assert counted() == [
        ("refused", "answer.save", f"concept {concept.pk}", 1),
        ("refused", "concept.create", "", 1),
    ]


def test_what_people_get_is_not_counted(concept: Concept) -> None:
    own = make.client(concept.created_by)
    for name in ("concept", "check", "read"):
        assert own.get(path(concept.pk, name)).status_code == 200
    Client().get(path(concept.pk))
    assert not counted()


def test_no_denial_is_an_event(client: Client, concept: Concept) -> None:
    before = Event.objects.count()
    client.get(path(concept.pk))
    assert Event.objects.count() == before


def statements(client: Client, address: str) -> list[str]:
    """The SQL of a request without its values."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 404
    return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in captured.captured_queries]


PARTS = {"concept": {}, "imported": {"imported": uuid4()}}


@pytest.mark.parametrize("name", PARTS)
def test_foreign_and_missing_cost_the_same_statements(
    name: str, client: Client, concept: Concept
) -> None:
    """First and later requests alike: time tells no more than the answer does."""
    assert statements(client, path(concept.pk, name, **PARTS[name])) == statements(
        client, path(uuid4(), name, **PARTS[name])
    )
    assert statements(client, path(uuid4(), name, **PARTS[name])) == statements(
        client, path(concept.pk, name, **PARTS[name])
    )


NOT_OURS = {
    "page",
    "person",
    "call",
    "directive",
    "body_list",
    "proposal",
    "block",
    "version",
    "place",
    "round",
}
"""A page of a document; a version, a round or a condition by its number there; who is signed in
by a click, which is open to everybody in a demo; what belongs to no municipality."""


def test_every_id_in_an_address_is_known() -> None:
    named = {
        argument
        for pattern, _ in PATTERNS.values()
        for argument, converter in getattr(pattern.pattern, "converters", {}).items()
        if type(converter).__name__ in ("IntConverter", "UUIDConverter")
    }
    assert named - NOT_OURS <= set(THINGS)


# --- the list -------------------------------------------------------------------------------------


@pytest.fixture
def admin() -> Client:
    return make.client(make.user("Toni Verwaltung", Role.ADMINISTRATOR))


def test_the_list_names_person_action_and_body(
    admin: Client, client: Client, concept: Concept
) -> None:
    for _ in range(2):
        client.get(path(concept.pk))
    client.get(path(uuid4()))
    text = admin.get(reverse("denials")).content.decode()
    for words in (
        "Kim Fremd",
        "Konzept lesen",
        "Konzept: Landkreis Musterland 2027",
        "2-mal in dieser Stunde",
        "Gehört jemand anderem",
        "Gibt es nicht",
    ):
        assert words in text


def test_the_list_is_empty_at_first(admin: Client) -> None:
    assert "Niemand wurde abgewiesen." in admin.get(reverse("denials")).content.decode()


def test_the_list_costs_the_same_with_more_rows_and_has_pages(
    admin: Client, concept: Concept, kim: User
) -> None:
    costs = []
    for numbers in (range(1), range(1, 50)):
        for number in numbers:
            Denial.objects.create(
                user=kim,
                kind="foreign",
                action="concept.read",
                object=f"concept {concept.pk}",
                hour=timezone.now() - timedelta(hours=number),
                last=timezone.now() - timedelta(hours=number),
                count=1,
            )
        with CaptureQueriesContext(connection) as captured:
            text = admin.get(reverse("denials")).content.decode()
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 8
    assert text.count("<time") == 40
    rest = admin.get(reverse("denials"), {"page": 2}).content.decode()
    assert rest.count("<time") == 10


@pytest.mark.parametrize("row", ["organisation 3", "x"])
def test_rows_about_things_of_another_time_do_no_harm(row: str, admin: Client, kim: User) -> None:
    Denial.objects.create(
        user=kim,
        kind="refused",
        action="gone.away",
        object=row,
        hour=timezone.now(),
        last=timezone.now(),
    )
    assert admin.get(reverse("denials")).status_code == 200
