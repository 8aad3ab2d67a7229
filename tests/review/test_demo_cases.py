"""The demonstration gives officers something to do, without any real body or address."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from tests.concepts.test_demo_data import BODIES_OF_OURS, ORGANISATIONS
from wirportal.concepts.models import Concept
from wirportal.people.models import Organisation
from wirportal.review.management.commands.demo_cases import CASES
from wirportal.review.models import CaseFile

ROWS = json.loads(CASES.read_text(encoding="utf-8"))


def test_bodies_and_people_are_fictitious_and_nobody_elses() -> None:
    for key in ("ags", "ars", "name"):
        assert len({row[key] for row in (*ROWS, *BODIES_OF_OURS)}) == len(ROWS) + len(
            BODIES_OF_OURS
        )
    assert all(row["ags"].startswith("069") for row in ROWS)
    people = [person for row in (*ROWS, *ORGANISATIONS) for person in row["people"]]
    assert all(person["email"].endswith(".example") for person in people)
    assert len({person["email"] for person in people}) == len(people)
    assert len({person["name"] for person in people}) == len(people)


@pytest.mark.django_db
def test_one_case_waits_and_one_is_being_checked_however_often_it_starts(
    settings: Any,
) -> None:
    settings.DEMO = True
    for _start in range(2):
        call_command("demo")
        call_command("demo_cases")
    names = [row["name"] for row in ROWS]
    states = Concept.objects.filter(organisation__name__in=names).order_by("organisation__name")
    assert list(states.values_list("state", flat=True)) == ["submitted", "in_review"]
    assert CaseFile.objects.get().officer.name == "Jona Beleg"
    assert set(Organisation.objects.filter(name__in=names).values_list("fictitious")) == {(True,)}
    for concept in states:
        for answer in concept.answers.all():
            assert "Musterland" not in json.dumps(answer.value, ensure_ascii=False)
