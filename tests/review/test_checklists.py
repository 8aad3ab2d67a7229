"""The checklist of a directive: what we ship, and what officers make of it."""

import tomllib
from dataclasses import replace
from typing import Any

import pytest

from tests import make
from wirportal.concepts.calls import DIRECTIVES, load_directives
from wirportal.concepts.models import Directive
from wirportal.editions.load import load
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import User
from wirportal.people.seen import Stale, digest
from wirportal.review import checking
from wirportal.review.checking import Found
from wirportal.review.checklists import (
    CHECKLISTS,
    RowFacts,
    change_checklist,
    load_checklist,
    rows_of,
    seen_of,
)
from wirportal.review.models import CaseFile, CheckRow, Finding
from wirportal.review.models.checking import Part
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action

pytestmark = pytest.mark.django_db

NEW = RowFacts("formal", "Die Adresse stimmt.", "applicant", "Nr. 1", verified=True)


@pytest.fixture
def file() -> CaseFile:
    return make.opened()


@pytest.fixture
def directive(file: CaseFile) -> Directive:
    return file.call.directive


@pytest.fixture
def robin() -> User:
    return make.officer()


def change(directive: Directive, rows: tuple[RowFacts, ...], by: User, seen: str = "") -> None:
    seen = seen or digest(seen_of(directive))
    change_checklist(directive_id=directive.pk, rows=rows, seen=seen, by=by)


def find(file: CaseFile, row: CheckRow, by: User) -> None:
    met = Found("met", "Vollständig", 0)
    checking.save_findings(concept_id=file.concept_id, findings={row.pk: met}, by=by)


# --- what we ship ---------------------------------------------------------------------------------


def test_a_directive_gets_its_checklist_with_its_first_case(file: CaseFile) -> None:
    rows = file.call.directive.checks.all()
    assert [row.place for row in rows] == list(range(1, len(rows) + 1))
    assert {row.part for row in rows} == set(Part)
    load_checklist(file.call.directive)
    assert len(rows) == CheckRow.objects.count()


def test_checklist_looks_at_questions_and_directives_that_there_are() -> None:
    source = tomllib.loads(CHECKLISTS.read_text())["row"]
    asked = {row["question"] for row in source if "question" in row}
    assert asked <= set(load().official)
    cited = {key for row in source for key in row.get("rests_on", {})}
    shipped = tomllib.loads(DIRECTIVES.read_text())["directive"]
    assert cited <= {directive["key"] for directive in shipped}


def test_numbers_that_the_form_cites_are_marked_as_not_verified() -> None:
    load_directives()
    for directive in Directive.objects.all():
        load_checklist(directive)
    cited = CheckRow.objects.filter(directive__key="wir-2017").exclude(rests_on="")
    numbers = set(cited.values_list("rests_on", "verified"))
    assert numbers == {("Nr. 3.3 b)", False), ("Nr. 5.1", False)}
    assert CheckRow.objects.filter(directive__key="wir-2021", verified=True).count() == 2


# --- what officers make of it ---------------------------------------------------------------------


def test_an_officer_writes_it_anew(directive: Directive, robin: User) -> None:
    before = rows_of(directive)
    change(directive, (*before[1:], NEW), robin)
    after = rows_of(directive)
    assert set(after) == {*before[1:], NEW}
    assert [row.part for row in after] == sorted(row.part for row in after)  # formal rows first
    assert [row.place for row in directive.checks.all()] == list(range(1, len(after) + 1))
    event = Event.objects.get(action=Action.CHANGE_CHECKLIST)
    assert event.before != event.after
    assert first_broken(event.chain) is None


def test_before_the_first_case_it_can_be_written_too(robin: User) -> None:
    directive = Directive.objects.create(key="neu", name="Neue Richtlinie")
    shipped = rows_of(directive)
    assert shipped and not directive.checks.exists()
    change(directive, (*shipped, NEW), robin)
    load_checklist(directive)  # the first case
    assert NEW in rows_of(directive)


def test_the_same_again_changes_nothing(directive: Directive, robin: User) -> None:
    rows = (*rows_of(directive), NEW)
    seen = digest(seen_of(directive))
    for _ in range(2):  # a second click
        change(directive, rows, robin, seen)
    assert Event.objects.filter(action=Action.CHANGE_CHECKLIST).count() == 1


def test_findings_stay_with_their_row_wherever_it_goes(
    file: CaseFile, directive: Directive, robin: User
) -> None:
    row = directive.checks.all()[2]
    find(file, row, robin)
    rows = rows_of(directive)
    right = replace(rows[2], rests_on="Nr. 4.1", verified=True)
    change(directive, (NEW, *rows[:2], *rows[3:], right), robin)
    row.refresh_from_db()
    assert (row.rests_on, row.verified) == ("Nr. 4.1", True)
    assert Finding.objects.get().row == row


@pytest.mark.parametrize(
    "change_to",
    [{"text": "Etwas anderes"}, {"part": "professional"}, {"question": "opening"}, None],
    ids=["text", "part", "question", "struck"],
)
def test_a_row_with_findings_stays_as_it_is(
    file: CaseFile, directive: Directive, robin: User, change_to: dict[str, Any] | None
) -> None:
    rows = rows_of(directive)
    find(file, directive.checks.all()[0], robin)
    others = (replace(rows[0], **change_to),) if change_to else ()
    with pytest.raises(Refused, match="schon ein Ergebnis"):
        change(directive, (*others, *rows[1:]), robin)
    assert rows_of(directive) == rows


def test_two_officers_do_not_write_over_one_another(directive: Directive, robin: User) -> None:
    rows, seen = rows_of(directive), digest(seen_of(directive))
    change(directive, rows[1:], robin, seen)
    with pytest.raises(Stale):
        change(directive, (*rows, NEW), make.officer("Jona Amt"), seen)
    assert NEW not in rows_of(directive)


def test_a_row_that_somebody_has_filled_in_meanwhile_is_not_struck(
    file: CaseFile, directive: Directive, robin: User
) -> None:
    rows, seen = rows_of(directive), digest(seen_of(directive))
    find(file, directive.checks.all()[5], robin)
    with pytest.raises(Stale):
        change(directive, rows[1:], robin, seen)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_only_officers_write_it(directive: Directive, role: Role) -> None:
    with pytest.raises(Refused):
        change(directive, (NEW,), make.user(f"Person {role}", role))
