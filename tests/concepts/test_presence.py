"""Who is on a section now, and what is new since one was last there."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import make
from wirportal.concepts.comments import comment
from wirportal.concepts.models import AnswerVersion, Concept, Presence, Visit
from wirportal.concepts.presence import (
    KEPT,
    NEAR,
    PAUSE,
    RENEWED,
    changed_since,
    come_back,
    look_in,
    said_since,
)
from wirportal.people.models import User

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def kim() -> User:
    return make.user("Kim Muster")


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex, answers={"opening": "Erster Text"})


def pass_time(by: timedelta) -> None:
    """As if all presences were older."""
    for one in Presence.objects.all():
        Presence.objects.filter(pk=one.pk).update(at=one.at - by)


def names(concept: Concept, by: User, section: str = "strategy") -> list[str]:
    return look_in(concept=concept, section_id=section, by=by)


def test_others_on_the_same_section_are_named(alex: User, kim: User, concept: Concept) -> None:
    assert names(concept, kim) == []
    assert names(concept, alex) == ["Kim Muster"]
    assert names(concept, kim) == ["Alex Beispiel"]
    assert names(concept, alex, "other") == []


def test_who_left_is_named_no_more(alex: User, kim: User, concept: Concept) -> None:
    names(concept, kim)
    pass_time(NEAR + SECOND)
    assert names(concept, alex) == []


def test_presence_is_written_seldom(alex: User, concept: Concept) -> None:
    names(concept, alex)
    with CaptureQueriesContext(connection) as again:
        names(concept, alex)
    assert len(again) == 1
    pass_time(RENEWED + SECOND)
    with CaptureQueriesContext(connection) as later:
        names(concept, alex)
    assert 1 < sum("SAVEPOINT" not in query["sql"] for query in later.captured_queries) <= 3
    assert Presence.objects.count() == 1


def test_nothing_is_kept_for_longer_than_a_day(alex: User, kim: User, concept: Concept) -> None:
    names(concept, kim)
    pass_time(KEPT + SECOND)
    names(concept, alex)
    assert [one.user for one in Presence.objects.all()] == [alex]


def came_before(concept: Concept, by: User, ago: timedelta) -> datetime:
    """The person's last visit was so long ago."""
    last = timezone.now() - ago
    Visit.objects.update_or_create(concept=concept, user=by, defaults={"last": last})
    return last


def test_a_visit_lasts_until_one_is_away_for_an_hour(alex: User, concept: Concept) -> None:
    assert come_back(concept=concept, by=alex) is None
    assert come_back(concept=concept, by=alex) is None
    last = came_before(concept, alex, PAUSE + SECOND)
    assert come_back(concept=concept, by=alex) == last
    assert come_back(concept=concept, by=alex) == last


def test_changes_of_others_are_new(alex: User, kim: User, concept: Concept) -> None:
    since = timezone.now()
    AnswerVersion.objects.update(at=since - SECOND, began_at=since - timedelta(hours=1))
    for question, by in (("opening", kim), ("welcome", kim), ("steering", alex)):
        make.saved(concept, question, f"Von {by}", by)
    changes = changed_since(concept, since, alex)
    assert {(one.question, one.names, one.base) for one in changes} == {
        ("opening", ("Kim Muster",), 1),
        ("welcome", ("Kim Muster",), 0),
    }
    assert [one.question for one in changed_since(concept, since, kim)] == ["steering"]


def test_comments_of_others_are_new(alex: User, kim: User, concept: Concept) -> None:
    since = timezone.now()
    for by in (alex, kim, kim):
        comment(key=uuid4(), concept_id=concept.pk, question_id="opening", text="Gut so", by=by)
    assert said_since(concept, since, alex) == {"opening": 2}
    assert said_since(concept, since, kim) == {"opening": 1}
