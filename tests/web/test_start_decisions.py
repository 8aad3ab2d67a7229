"""What the start page says of a decision: what waits for whom, and is done with."""

import pytest
from django.urls import reverse

from tests import make
from tests.review.deciding import approver, given, issued, proposed
from wirportal.people.models import User
from wirportal.review import deciding
from wirportal.review.models import CaseFile, Condition
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def file() -> CaseFile:
    return make.in_review()


def at(name: str, file: CaseFile, *args: int) -> str:
    return reverse(name, args=[file.concept_id, *args])


def start(user: User) -> str:
    return make.client(user).get(reverse("start")).content.decode()


def test_a_proposal_waits_on_the_start_page_for_the_second_person(file: CaseFile) -> None:
    noa, line = approver(), "Der Vorschlag wartet auf Ihre Zeichnung"
    proposed(file)
    assert line not in start(noa)
    made = given(file)
    assert f'href="{at("proposal-desk", file)}">{file.concept}: {line}' in start(noa)
    deciding.countersign(concept_id=file.concept_id, version=made.version, saved=made.saved, by=noa)
    assert line not in start(noa)
    assert f"{file.concept}: Der Bescheid kann erlassen werden" in start(make.officer())


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SIGNATORY, Role.LEADERSHIP])
def test_a_decision_and_its_conditions_wait_on_the_start_page(file: CaseFile, role: Role) -> None:
    reader = make.user("Toni Amt", role)
    assert "Bescheid" not in start(reader)
    issued(file)
    assert f'href="{at("decision", file)}">{file.concept}: Der Bescheid ist da' in start(reader)
    get_pdf = make.client(reader).get(at("decision-pdf", file, 1))
    assert get_pdf.status_code == 200
    assert "Der Bescheid ist da" not in start(reader)
    assert f'href="{at("conditions", file)}">{file.concept}: offene Auflagen: 2<' in start(reader)
    Condition.objects.filter(place=1).update(due="2026-01-01")
    assert "offene Auflagen: 2, davon überfällig: 1<" in start(reader)
    Condition.objects.update(done_at=file.opened_at, done_by=reader)
    assert "Auflagen" not in start(reader)
