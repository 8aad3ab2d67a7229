"""People are reminded of each day once, at its steps, however often it is asked."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from tests import make
from wirportal.concepts.assignments import hand_back
from wirportal.concepts.deadlines import CALL_STEPS, deadlines_of, remind, step
from wirportal.concepts.models import Assignment, Call, Concept
from wirportal.notices.kinds import Kind
from wirportal.notices.models import Notice
from wirportal.people.models import BodyStatus, Membership, User
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 31)
LONG_AGO = date(2026, 1, 1)


def at(day: date, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def owed(due: date = DAY, asked: date = LONG_AGO) -> tuple[User, User]:
    """Alex has asked Kim."""
    alex = make.user()
    kim = make.user("Kim Muster", Role.CONTRIBUTOR)
    made = make.asked(make.concept(alex), kim, due=due)
    Assignment.objects.filter(pk=made.pk).update(asked_at=at(asked))
    Notice.objects.all().delete()
    return alex, kim


def told() -> list[tuple[str, Kind]]:
    """Who was told what, in order."""
    notices = Notice.objects.order_by("pk").values_list("person__name", "kind")
    return [(name.split()[0], Kind(kind)) for name, kind in notices]


@pytest.mark.parametrize(
    ("today", "since", "expected"),
    [
        (DAY - timedelta(31), LONG_AGO, None),
        (DAY - timedelta(30), LONG_AGO, 30),
        (DAY - timedelta(27), LONG_AGO, 30),
        (DAY - timedelta(26), LONG_AGO, None),  # too late to make up for
        (DAY - timedelta(14), LONG_AGO, 14),
        (DAY - timedelta(1), LONG_AGO, 1),
        (DAY, LONG_AGO, 1),
        (DAY + timedelta(1), LONG_AGO, -1),
        (DAY + timedelta(5), LONG_AGO, None),
        (DAY - timedelta(14), DAY - timedelta(14), None),  # heard of it today
        (DAY - timedelta(13), DAY - timedelta(13), None),  # after that step
        (DAY - timedelta(7), DAY - timedelta(13), 7),
    ],
)
def test_each_step_has_its_days(today: date, since: date, expected: int | None) -> None:
    assert step(CALL_STEPS, DAY, since, today) == expected


def test_who_was_asked_is_reminded_once_for_each_step() -> None:
    owed()
    for days in range(-10, 10):
        for hour in (8, 9, 20):
            remind(now=at(DAY + timedelta(days), hour))
    assert told() == [
        ("Kim", Kind.DUE_SOON),
        ("Kim", Kind.DUE_SOON),
        ("Kim", Kind.OVERDUE),
        ("Alex", Kind.STILL_OWED),
    ]
    assert Notice.objects.get(kind=Kind.STILL_OWED).sentence == (
        "Kim Muster hat bis 31.10.2026 nicht zurückgegeben: Frage 5.2 (Landkreis Musterland 2027)"
    )


def test_nobody_is_woken() -> None:
    owed()
    remind(now=at(DAY - timedelta(7), 6))
    assert told() == []
    remind(now=at(DAY - timedelta(7), 7))
    assert told() == [("Kim", Kind.DUE_SOON)]


def test_the_clock_is_the_one_on_the_wall() -> None:
    """Seven in Berlin: five in UTC in summer, six in winter."""
    owed()
    remind(now=datetime(2026, 10, 24, 4, 59, tzinfo=UTC))
    assert told() == []
    remind(now=datetime(2026, 10, 24, 5, 0, tzinfo=UTC))
    assert len(told()) == 1
    remind(now=datetime(2026, 10, 30, 5, 59, tzinfo=UTC))
    assert len(told()) == 1
    remind(now=datetime(2026, 10, 30, 6, 0, tzinfo=UTC))
    assert len(told()) == 2


def test_another_day_is_another_matter() -> None:
    owed()
    remind(now=at(DAY - timedelta(1)))
    Assignment.objects.update(due=DAY + timedelta(10))
    remind(now=at(DAY + timedelta(3)))
    assert told() == [("Kim", Kind.DUE_SOON), ("Kim", Kind.DUE_SOON)]


def test_what_is_handed_back_is_no_matter_any_more() -> None:
    _, kim = owed(due=date(2098, 1, 31))
    hand_back(assignment_id=Assignment.objects.get().pk, by=kim)
    Notice.objects.all().delete()
    remind(now=at(date(2098, 1, 30)))
    assert told() == []


# --- the ends of calls ----------------------------------------------------------------------------


@pytest.fixture
def call() -> Call:
    made = make.call()
    made.closes_at = at(DAY, 23) + timedelta(minutes=59)
    made.save()
    return made


def test_the_body_s_people_are_reminded_of_a_call(call: Call) -> None:
    for name, role in (
        ("Alex", Role.COORDINATOR),
        ("Robin", Role.SIGNATORY),
        ("Toni", Role.LEADERSHIP),
        ("Mika", Role.CONTRIBUTOR),
        ("Luca", Role.OFFICER),
    ):
        make.user(f"{name} Muster", role)
    for days in range(-40, 10):
        remind(now=at(DAY + timedelta(days)))
    steps = [Kind.CLOSING] * 4 + [Kind.CLOSED]
    assert told() == [(name, kind) for kind in steps for name in ("Alex", "Robin")]
    assert Notice.objects.order_by("pk")[0].sentence == (
        "Die Frist für das Konzept endet am 31.10.2026 um 23:59 Uhr: Landkreis Musterland 2027"
    )


def test_a_notice_leads_to_the_concept_where_there_is_one(call: Call) -> None:
    alex = make.user()
    remind(now=at(DAY - timedelta(14)))
    concept = make.concept(alex)
    remind(now=at(DAY - timedelta(7)))
    first, second = Notice.objects.order_by("pk")
    assert (first.chain, first.path) == (None, "/konzepte/")
    assert (second.chain, second.path) == (concept.pk, f"/konzepte/{concept.pk}/")


def test_who_has_handed_in_hears_no_more_of_it(call: Call) -> None:
    make.concept(make.user())
    Concept.objects.update(state=State.SUBMITTED)
    remind(now=at(DAY - timedelta(7)))
    assert told() == []


def test_only_for_eligible_bodies_and_people_in_force(call: Call) -> None:
    ended = make.user("Ehemalig", of=make.body("Landkreis Vormals"))
    Membership.objects.filter(user=ended).update(valid_to=date(2020, 1, 1))
    closed = make.user("Geschlossen", of=make.body("Landkreis Zu"))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    make.user("Frueher", of=make.body("Landkreis Fort"))
    gone = BodyStatus.objects.filter(organisation__name="Landkreis Fort")
    gone.update(valid_to=date(2020, 1, 1))
    remind(now=at(DAY - timedelta(7)))
    assert told() == []


def test_deadlines_are_those_of_running_calls() -> None:
    alex = make.user()
    open_, over = make.call(2031), make.call(2030)
    Call.objects.filter(pk=over.pk).update(closes_at=at(date(2020, 1, 1)))
    assert [deadline.call for deadline in deadlines_of(alex)] == [open_]
