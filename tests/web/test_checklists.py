"""„Prüflisten“ as pages: read, change, errors, and what nobody may strike."""

from typing import Any

import pytest
from django.urls import reverse

from tests import make
from wirportal.concepts.models import Directive
from wirportal.people.models import User
from wirportal.people.seen import digest
from wirportal.review import checking
from wirportal.review.checking import Found
from wirportal.review.checklists import rows_of, seen_of
from wirportal.review.models import CaseFile

pytestmark = pytest.mark.django_db

FREE = {"part": "formal", "text": "", "question": "", "rests_on": "", "was": ""}


@pytest.fixture
def file() -> CaseFile:
    return make.opened()


@pytest.fixture
def directive(file: CaseFile) -> Directive:
    return file.call.directive


@pytest.fixture
def robin() -> User:
    return make.officer()


def typed(directive: Directive, *new: dict[str, str], **more: str) -> dict[str, Any]:
    """The page's form as it stands, with rows added."""
    rows: list[dict[str, Any]] = [{"was": row.text, **vars(row)} for row in rows_of(directive)]
    rows += [FREE | one for one in new]
    fields = {
        f"row-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in row.items()
        if value is not False
    }
    total = {"row-TOTAL_FORMS": len(rows), "row-INITIAL_FORMS": 0}
    return fields | total | {"seen": digest(seen_of(directive))} | more


def post(directive: Directive, by: User, data: dict[str, Any]) -> Any:
    path = reverse("change-checklist", args=[directive.pk])
    return make.client(by).post(path, {"writer": by.pk} | data)


def test_an_officer_reads_and_changes_it(directive: Directive, robin: User) -> None:
    client, page = make.client(robin), reverse("checklist", args=[directive.pk])
    assert page in client.get(reverse("checklists")).content.decode()
    assert "innerhalb der Frist" in client.get(page).content.decode()
    drawn = client.get(reverse("change-checklist", args=[directive.pk])).content.decode()
    assert digest(seen_of(directive)) in drawn
    new = {"text": "Die Adresse stimmt.", "rests_on": "Nr. 9.9"}
    assert post(directive, robin, typed(directive, new))["Location"] == page
    shown = client.get(page).content.decode()
    assert "Die Adresse stimmt." in shown
    assert "Nr. 9.9</span> (Fundstelle nicht geprüft)" in shown


def test_an_emptied_row_goes(directive: Directive, robin: User) -> None:
    gone = rows_of(directive)[1]
    post(directive, robin, typed(directive, **{"row-1-text": "", "row-1-rests_on": ""}))
    assert gone not in rows_of(directive)


def test_all_errors_are_said_at_once(directive: Directive, robin: User) -> None:
    last = len(rows_of(directive))
    wrong = (
        {"rests_on": "Nr. 1"},
        {"text": "Neu", "verified": "on"},
        {"text": rows_of(directive)[0].text},
        {"text": "Auch neu", "question": "unbekannt", "part": "keiner"},
    )
    answer = post(directive, robin, typed(directive, *wrong))
    assert answer.status_code == 422
    page = answer.content.decode()
    fields = ("0-text", "1-rests_on", "2-text", "3-question", "3-part")
    for field in fields:
        number, _, name = field.partition("-")
        assert f'href="#id_row-{last + int(number)}-{name}"' in page
    assert "Auch neu" in page


def test_a_row_with_findings_cannot_be_emptied(
    file: CaseFile, directive: Directive, robin: User
) -> None:
    row = directive.checks.all()[0]
    met = {row.pk: Found("met", "", 0)}
    checking.save_findings(concept_id=file.concept_id, findings=met, by=robin)
    client = make.client(robin)
    page = client.get(reverse("change-checklist", args=[directive.pk])).content.decode()
    assert "Dazu gibt es schon Ergebnisse" in page
    data = typed(directive, **{"row-0-text": "", "row-0-rests_on": "Nr. 4.1"})
    assert post(directive, robin, data).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.rests_on) == (rows_of(directive)[0].text, "Nr. 4.1")


def test_a_row_cannot_be_named_twice(file: CaseFile, directive: Directive, robin: User) -> None:
    row = directive.checks.all()[0]
    met = {row.pk: Found("met", "", 0)}
    checking.save_findings(concept_id=file.concept_id, findings=met, by=robin)
    twice = typed(directive, {"was": row.text, "text": "Verschleiert"})
    assert post(directive, robin, twice).status_code == 422


def test_what_was_typed_stays_when_somebody_else_was_faster(
    directive: Directive, robin: User
) -> None:
    mine = typed(directive, {"text": "Meine lange Zeile"})
    post(directive, make.officer("Jona Amt"), typed(directive, {"text": "Ihre Zeile"}))
    answer = post(directive, robin, mine)
    assert answer.status_code == 409
    assert "Meine lange Zeile" in answer.content.decode()
    assert "Inzwischen hat sich etwas geändert" in answer.content.decode()
