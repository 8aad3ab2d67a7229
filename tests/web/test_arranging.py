"""Who sees to a file, and until when: settled by officers, unknown to the municipality."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests import make
from tests.web.test_desk import author, filed, handed_in
from wirportal.ledger.models import Event
from wirportal.notices.models import Notice
from wirportal.people.models import User
from wirportal.review.models import CaseFile
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def robin() -> User:
    return make.officer()


@pytest.fixture
def file(robin: User) -> CaseFile:
    return filed(handed_in("Stadt A", State.IN_REVIEW), robin)


def settle(user: User, file: CaseFile, *, seen: str = "", **data: Any) -> Any:
    client = make.client(user)
    path = reverse("arrange-case", args=[file.concept_id])
    page = client.get(path).content.decode()
    shown = re.search(r'name="seen" value="([^"]+)"', page)
    token = seen or (shown[1] if shown else "")
    return client.post(path, {"seen": token} | data)


def test_another_officer_is_told_and_the_ledger_knows(robin: User, file: CaseFile) -> None:
    ada = make.officer("Ada Amt")
    assert settle(robin, file, officer=ada.pk, due="12.10.2098").status_code == 302
    file.refresh_from_db()
    assert (file.officer, file.due) == (ada, date(2098, 10, 12))
    event = Event.objects.get(action=Action.ARRANGE)
    assert (event.object, event.reason) == (f"file 1 person {ada.pk}", "Frist 12.10.2098")
    notice = Notice.objects.get(kind="case.given")
    assert (notice.person, notice.facts["number"]) == (ada, "WIR-001")
    ledger = make.client(robin).get(reverse("ledger", args=[file.concept_id])).content.decode()
    assert "zuständig ist Ada Amt, Frist 12.10.2098" in ledger


def test_the_municipality_does_not_learn_of_it(robin: User, file: CaseFile) -> None:
    settle(robin, file, officer=make.officer("Ada Amt").pk, due="12.10.2098")
    alex = author("Stadt A")
    ledger = make.client(alex).get(reverse("ledger", args=[file.concept_id])).content.decode()
    assert "Ada Amt" not in ledger and "12.10.2098" not in ledger
    assert not Notice.objects.filter(person=alex, kind="case.given").exists()


def test_only_a_day_tells_nobody(robin: User, file: CaseFile) -> None:
    settle(robin, file, officer=robin.pk, due="12.10.2098")
    settle(robin, file, officer=robin.pk, due="")
    file.refresh_from_db()
    assert file.due is None
    assert not Notice.objects.filter(kind="case.given").exists()
    assert Event.objects.filter(action=Action.ARRANGE).count() == 2


def test_the_second_of_two_officers_sees_what_the_first_has_settled(
    robin: User, file: CaseFile
) -> None:
    ada = make.officer("Ada Amt")
    settle(robin, file, officer=robin.pk, due="12.10.2098")
    late = settle(ada, file, seen="0" * 64, officer=ada.pk, due="01.02.2099")
    page = late.content.decode()
    assert late.status_code == 409
    assert "12.10.2098" in page and "01.02.2099" in page
    file.refresh_from_db()
    assert file.officer == robin
    again = settle(ada, file, seen="0" * 64, officer=robin.pk, due="12.10.2098")
    assert again.status_code == 302  # it is so already
    assert Event.objects.filter(action=Action.ARRANGE).count() == 1


@pytest.mark.parametrize(
    "data", [{"officer": "", "due": ""}, {"officer": "x", "due": "31.02.2027"}]
)
def test_what_makes_no_sense_is_said_at_once(
    robin: User, file: CaseFile, data: dict[str, str]
) -> None:
    answer = settle(robin, file, **data)
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Person aus." in answer.content.decode()


def test_only_officers_can_be_in_charge(robin: User, file: CaseFile) -> None:
    alex = author("Stadt A")
    assert settle(robin, file, officer=alex.pk).status_code == 422
    approver = make.user("Zoe Amt", Role.APPROVER, make.office())
    assert settle(approver, file, officer=robin.pk).status_code == 403


def test_a_case_that_nobody_has_begun_has_no_file_yet(robin: User) -> None:
    concept = handed_in("Stadt A")
    path = reverse("arrange-case", args=[concept.pk])
    assert make.client(robin).get(path).status_code == 404
