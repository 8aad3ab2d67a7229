"""Findings, remarks and notes: versions, what is refused, and what the checklist says."""

from dataclasses import replace
from typing import Any

import pytest

from tests import make
from wirportal.concepts.models import Concept, Directive
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import User
from wirportal.review import checking
from wirportal.review.checking import Found
from wirportal.review.checklists import load_checklist
from wirportal.review.findings import checked_rows, file_of, progress
from wirportal.review.models import CaseFile, CheckRow, Finding, Note, Remark
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db

MET = Found("met", "Vollständig", 0)


@pytest.fixture
def file() -> CaseFile:
    return make.opened()


@pytest.fixture
def robin() -> User:
    return make.officer()


@pytest.fixture
def jona() -> User:
    return make.officer("Jona Amt")


@pytest.fixture
def row(file: CaseFile) -> CheckRow:
    return CheckRow.objects.get(directive=file.call.directive, place=1)


def save(file: CaseFile, row: CheckRow, found: Found, by: User) -> dict[int, Finding]:
    findings = {row.pk: found}
    return checking.save_findings(concept_id=file.concept_id, findings=findings, by=by)


def events(file: CaseFile, action: Action) -> Any:
    return Event.objects.filter(chain=file.concept_id, action=action)


# --- the checklist --------------------------------------------------------------------------------


def test_a_finding_is_kept_and_recorded(file: CaseFile, row: CheckRow, robin: User) -> None:
    assert save(file, row, MET, robin) == {}
    finding = Finding.objects.get()
    assert (finding.outcome, finding.remark, finding.version) == ("met", "Vollständig", 1)
    assert events(file, Action.SAVE_FINDINGS).get().object == "check 1"
    assert first_broken(file.concept_id) is None
    known = file_of(file.concept)
    assert known
    formal, professional = progress(checked_rows(known))
    assert (formal.done, formal.not_met, professional.done) == (1, 0, 0)


def test_the_same_again_changes_nothing(file: CaseFile, row: CheckRow, robin: User) -> None:
    save(file, row, MET, robin)
    assert save(file, row, MET, robin) == {}  # an answer that never came
    assert Finding.objects.get().version == events(file, Action.SAVE_FINDINGS).count() == 1


def test_what_nobody_has_filled_in_makes_no_finding(
    file: CaseFile, row: CheckRow, robin: User
) -> None:
    save(file, row, Found("", " \n", 0), robin)
    assert not Finding.objects.exists()


def test_two_officers_do_not_write_over_one_another(
    file: CaseFile, row: CheckRow, robin: User, jona: User
) -> None:
    save(file, row, MET, robin)
    other = file.call.directive.checks.get(place=2)
    mine = Found("not_met", "Unterschrift fehlt", 0)
    clashes = checking.save_findings(
        concept_id=file.concept_id, findings={row.pk: mine, other.pk: mine}, by=jona
    )
    assert {key: finding.by for key, finding in clashes.items()} == {row.pk: robin}
    assert Finding.objects.get(row=row).remark == "Vollständig"
    assert Finding.objects.get(row=other).by == jona
    assert save(file, row, replace(mine, version=1), jona) == {}  # now knowingly
    assert Finding.objects.get(row=row).remark == "Unterschrift fehlt"


def test_a_row_of_another_list_is_refused(file: CaseFile, robin: User) -> None:
    other = Directive.objects.create(key="andere", name="Andere")
    load_checklist(other)
    with pytest.raises(CheckRow.DoesNotExist):
        save(file, other.checks.all()[0], MET, robin)
    assert not Finding.objects.exists()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.MINISTRY, Role.ADMINISTRATOR])
def test_only_officers_fill_it_in(file: CaseFile, row: CheckRow, role: Role) -> None:
    other = make.user("Kim Amt", role, make.office())
    with pytest.raises(Refused):
        save(file, row, MET, other)


@pytest.mark.parametrize("state", [State.APPROVED, State.DECLINED, State.WITHDRAWN])
def test_once_it_is_decided_the_check_stays(
    file: CaseFile, row: CheckRow, robin: User, state: State
) -> None:
    Concept.objects.update(state=state)
    with pytest.raises(Refused) as refused:
        save(file, row, MET, robin)
    assert refused.value.ruling.passing


# --- remarks and notes ----------------------------------------------------------------------------


def say(file: CaseFile, by: User, text: str = "Zu knapp", question: str = "opening") -> Remark:
    return checking.remark(concept_id=file.concept_id, question_id=question, text=text, by=by)


def test_a_remark_is_said_once_and_can_be_taken_back(file: CaseFile, robin: User) -> None:
    said = say(file, robin)
    assert say(file, robin, "Zu knapp \r\n").pk == said.pk
    for _ in range(2):
        checking.take_back(concept_id=file.concept_id, remark_id=said.pk, by=robin)
    assert not Remark.objects.exists()
    assert [bool(event.after) for event in events(file, Action.REMARK)] == [True, False]


def test_a_remark_on_what_the_form_does_not_ask_is_refused(file: CaseFile, robin: User) -> None:
    for question in ("gibt-es-nicht", "goals", "budget_year"):
        with pytest.raises(KeyError):
            say(file, robin, question=question)


def test_a_remark_of_another_file_stays(file: CaseFile, robin: User) -> None:
    other = make.opened(make.user("Kim Anders", of=make.body("Landkreis Anderswo")))
    said = say(other, robin)
    checking.take_back(concept_id=file.concept_id, remark_id=said.pk, by=robin)
    assert Remark.objects.get() == said


def test_notes_are_the_authoritys(file: CaseFile, robin: User) -> None:
    approver = make.user("Toni Amt", Role.APPROVER, make.office())
    for by in (robin, approver, robin):
        checking.note(concept_id=file.concept_id, text="Anrufen", by=by)
    assert [note.by for note in Note.objects.all()] == [robin, approver]
    with pytest.raises(Refused):
        checking.note(
            concept_id=file.concept_id,
            text="Anrufen",
            by=make.user("Kim Ministerium", Role.MINISTRY, make.office()),
        )
