"""People are reminded of what is due in cases: those whose turn it is, at each step once."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from tests import make
from tests.review import deciding
from wirportal.concepts.models import Concept
from wirportal.notices.kinds import Kind
from wirportal.notices.models import Notice
from wirportal.people.models import User
from wirportal.review.deadlines import due_for, remind
from wirportal.review.models import CaseFile, Condition, Opinion, Request
from wirportal.review.opinions import ask_opinion
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db
DAY = date(2098, 12, 31)


def at(day: date, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def kim() -> User:
    return make.user("Kim Ministerium", Role.MINISTRY, make.office("Ministerium"))


@pytest.fixture
def file(alex: User) -> CaseFile:
    return make.in_review(alex)


def told_on(day: date) -> list[tuple[str, Kind]]:
    """Whom a reminder of that day tells what; asked twice, as two workers would."""
    Notice.objects.all().delete()
    remind(now=at(day))
    remind(now=at(day, 18))
    notices = Notice.objects.order_by("pk").values_list("person__name", "kind")
    return [(name.split()[0], Kind(kind)) for name, kind in notices]


def days_before(days: int) -> date:
    return DAY - timedelta(days=days)


def test_an_answer_is_due_until_it_is_there(file: CaseFile) -> None:
    make.requested(file)
    assert told_on(days_before(8)) == []
    assert told_on(days_before(7)) == [("Alex", Kind.ANSWER_DUE)]
    assert told_on(days_before(-1)) == [("Alex", Kind.ANSWER_OVERDUE)]
    Request.objects.update(answered_with=file.concept.seals.get().submission)
    assert told_on(days_before(1)) == []


def test_a_withdrawn_concept_owes_nothing(file: CaseFile) -> None:
    make.requested(file)
    Concept.objects.update(state=State.WITHDRAWN)
    assert told_on(days_before(7)) == []


def test_the_ministry_hears_of_its_opinion_and_nobody_else(file: CaseFile, kim: User) -> None:
    ask_opinion(concept_id=file.concept_id, question="Passt das?", due=DAY, by=file.officer)
    assert told_on(days_before(3)) == [("Kim", Kind.OPINION_DUE)]
    closed = {"cancelled_by": file.officer, "cancelled_why": "Erledigt."}
    Opinion.objects.update(cancelled_at=timezone.now(), **closed)
    assert told_on(days_before(-1)) == []
    Opinion.objects.update(cancelled_at=None, cancelled_by=None, cancelled_why="")
    Opinion.objects.update(text="Ja.", given_by=kim, given_at=timezone.now())
    assert told_on(days_before(-1)) == []


def test_a_condition_is_its_owners_until_it_is_met(file: CaseFile) -> None:
    deciding.issued(file)
    Condition.objects.filter(place__gt=1).delete()
    Condition.objects.update(due=DAY)
    assert told_on(days_before(30)) == [("Alex", Kind.CONDITION_DUE)]
    Condition.objects.update(owner=make.user("Toni Planung", Role.CONTRIBUTOR))
    assert told_on(days_before(7)) == [("Toni", Kind.CONDITION_DUE)]
    Condition.objects.update(done_at=timezone.now(), done_by=file.officer)
    assert told_on(days_before(-1)) == []


def test_conditions_of_a_corrected_decision_are_no_longer_due(file: CaseFile) -> None:
    deciding.issued(file)
    first = Condition.objects.values_list("pk", flat=True)
    kept = list(first)
    deciding.issued(file, deciding.facts("50000", why="Die Stelle ist kleiner."))
    Condition.objects.filter(pk__in=kept).update(due=DAY)
    Condition.objects.exclude(pk__in=kept).update(due=None)
    assert told_on(days_before(7)) == []


def test_everybody_has_their_own_in_the_calendar(file: CaseFile, alex: User, kim: User) -> None:
    make.requested(file)
    asked_about = file.concept.seals.get().submission
    Opinion.objects.create(
        file=file, question="?", due=DAY, asked_by=file.officer, asked_at=asked_about.at
    )
    foreign = make.user("Nils Fremd", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    for user, its in ((alex, ["request"]), (kim, ["opinion"]), (foreign, [])):
        assert [due.what.split()[0] for _, due in due_for(user)] == its
