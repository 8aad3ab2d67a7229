"""`manage.py demo`: fictitious bodies, people and concepts, saved the way people save them."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from wirportal.concepts.actions import create_concept, save_answer
from wirportal.concepts.assignments import ask
from wirportal.concepts.calls import USUAL_PAPERS
from wirportal.concepts.models import Call, Concept, Directive
from wirportal.editions.answers import clean_answers
from wirportal.people.bodies import load_bodies
from wirportal.people.models import Membership, Organisation, User

YEARS = (2027, 2028)
"""Those with a call; the concepts are for the first."""
FOLDER = Path(__file__).parents[2] / "demo"


class Command(BaseCommand):
    help = "Legt die Vorführdaten an (nur im Vorführbetrieb); was schon da ist, bleibt, wie es ist."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Vorführdaten gibt es nur mit WIRPORTAL_DEMO=1.")
        call_command("official_data")
        for year in YEARS:
            _call(year)
        for row in json.loads((FOLDER / "organisations.json").read_text()):
            with transaction.atomic():
                bring_in(row)


def bring_in(row: dict[str, Any]) -> Concept | None:
    """An organisation with its people; a body with its concept, too, which is returned once."""
    if kind := row.get("kind"):
        names = {"name": row["name"], "legal_name": row["name"]}
        organisation, _ = Organisation.objects.get_or_create(
            key=row["key"], defaults={"kind": kind, "fictitious": True, **names}
        )
    else:
        load_bodies(rows=[row], fictitious=True)
        organisation = Organisation.objects.get(name=row["name"])
    people = [_person(organisation, **person) for person in row["people"]]
    for deputy in row.get("deputies", ()):
        _stand_in(organisation, **deputy)
    writers = [person for person in people if person.held[0].role == "coordinator"]
    if not writers or Concept.objects.filter(organisation=organisation).exists():
        return None
    concept = _write(organisation, writers, _answers(row))
    for asked in row.get("asked", ()):
        _ask(concept, writers[0], **asked)
    return concept


def _answers(row: dict[str, Any]) -> dict[str, Any]:
    """Those of the row's concept file (none without one), with other words where it says so."""
    if not row["concept"]:
        return {}
    text = (FOLDER / row["concept"]).read_text()
    for word, other in row.get("words", {}).items():
        text = text.replace(word, other)
    answers: dict[str, Any] = json.loads(text)["answers"]
    return answers


def _ask(concept: Concept, by: User, question: str, person: str, days: int, note: str) -> None:
    """The person (e-mail address) is asked to write within so many days."""
    ask(
        concept_id=concept.pk,
        question_id=question,
        person=User.objects.get(email=person),
        due=timezone.localdate() + timedelta(days=days),
        note=note,
        by=by,
    )


def _person(organisation: Organisation, name: str, email: str, role: str) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name)
    Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, deputy_for=None
    )
    return user


def _stand_in(
    organisation: Organisation, person: str, stands_in_for: str, role: str, days: int
) -> None:
    """The person (e-mail address) deputises for another from today on."""
    today = timezone.localdate()
    Membership.objects.get_or_create(
        user=User.objects.get(email=person),
        organisation=organisation,
        role=role,
        deputy_for=User.objects.get(email=stands_in_for),
        defaults={"valid_from": today, "valid_to": today + timedelta(days=days)},
    )


def _write(organisation: Organisation, writers: list[User], source: dict[str, Any]) -> Concept:
    """A concept with these answers, its sections written in turn."""
    call = _call(source.get("budget_year", YEARS[0]))
    concept = create_concept(organisation=organisation, call=call, by=writers[0])
    answers = clean_answers(concept.edition, source)
    for number, section in enumerate(concept.edition.sections):
        for question in section.questions:
            if question.id in answers and not question.given:
                save_answer(
                    concept_id=concept.pk,
                    question_id=question.id,
                    value=answers[question.id],
                    version=0,
                    by=writers[number % len(writers)],
                )
    return concept


def _call(year: int) -> Call:
    """A call that has been open for a while and ends with the year before."""
    berlin = timezone.get_default_timezone()
    call, is_new = Call.objects.get_or_create(
        budget_year=year,
        defaults={
            "directive": Directive.objects.get(key="wir-2026"),
            "eligible_on": date(year, 1, 1),
            "opens_at": datetime(year - 3, 1, 1, tzinfo=berlin),
            "closes_at": datetime(year - 1, 12, 31, 23, 59, 59, tzinfo=berlin),
        },
    )
    if is_new:
        for place, paper in enumerate(USUAL_PAPERS):
            call.papers.create(place=place, name=paper.name, required=paper.required)
    return call
