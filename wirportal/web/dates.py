"""A person's dates as a calendar: until when they were asked, when calls end for their body, and
what of their cases is due."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from wirportal.concepts.deadlines import deadlines_of
from wirportal.concepts.queries import tasks_of
from wirportal.concepts.telling import facts_of, question_path
from wirportal.notices.calendar import Entry, write
from wirportal.notices.models import Preference
from wirportal.people.models import User
from wirportal.review.deadlines import due_for
from wirportal.rulebook.states import AssignmentState
from wirportal.web.language import said


def calendar_of(person: User) -> bytes:
    """In the language that the person wishes for; nine queries."""
    preference = Preference.objects.filter(person=person).first() or Preference(person=person)
    with override(preference.language):
        return write("WIR-Portal", [*_tasks(person), *_deadlines(person), *_cases(person)])


def _tasks(person: User) -> Iterator[Entry]:
    for one in tasks_of(person):
        if one.state == AssignmentState.OPEN:
            yield Entry(
                uid=f"assignment-{one.pk}@wir-portal",
                at=one.due,
                revised=one.asked_at,
                title=_("Mitzeichnung: Frage {question} ({place})").format(**facts_of(one)),
                url=settings.ADDRESS + question_path(one),
            )


def _deadlines(person: User) -> Iterator[Entry]:
    for deadline in deadlines_of(person):
        place = f"{deadline.body} {deadline.call.budget_year}"
        yield Entry(
            uid=f"call-{deadline.call.pk}-{deadline.body.pk}@wir-portal",
            at=deadline.call.closes_at,
            revised=deadline.call.opens_at,
            title=_("Frist für das Konzept: {place}").format(place=place),
            url=settings.ADDRESS + deadline.path,
        )


def _cases(person: User) -> Iterator[Entry]:
    for watched, due in due_for(person):
        yield Entry(
            uid=f"{due.what.replace(' ', '-')}@wir-portal",
            at=due.day,
            revised=due.since,
            title=said(due.label),
            url=settings.ADDRESS + watched.path(due),
        )
