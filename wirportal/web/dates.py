"""A person's dates as a calendar: until when they were asked, and when calls end for their body."""

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
from wirportal.rulebook.states import AssignmentState


def calendar_of(person: User) -> bytes:
    """In the language that the person wishes for; six queries."""
    preference = Preference.objects.filter(person=person).first() or Preference(person=person)
    with override(preference.language):
        return write("WIR-Portal", [*_tasks(person), *_deadlines(person)])


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
