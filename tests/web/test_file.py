"""The page that gives a case's file out."""

import io
from zipfile import ZipFile

import pytest
from django.urls import reverse

from tests import make
from wirportal.ledger.models import Event
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action

pytestmark = pytest.mark.django_db


def test_the_file_is_saved_and_the_ledger_names_its_hash() -> None:
    file = make.in_review()
    path = reverse("give-out-file", kwargs={"concept": file.concept_id})
    browser = make.client(file.officer)
    page = browser.get(path).content.decode()
    assert file.file_number in page
    assert "interne Notizen" in page
    sent = browser.post(path)
    assert sent["Content-Type"] == "application/zip"
    assert sent["Cache-Control"] == "private, no-store"
    assert (
        'filename="Akte-WIR-2027-001-Landkreis-Musterland-2027.zip"' in sent["Content-Disposition"]
    )
    with ZipFile(io.BytesIO(sent.getvalue())) as zipped:
        assert zipped.testzip() is None
    ledger = browser.get(reverse("ledger", kwargs={"concept": file.concept_id})).content.decode()
    assert Event.objects.get(action=Action.GIVE_OUT_FILE).reason in ledger


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SIGNATORY])
def test_the_municipality_does_not_learn_that_it_was_given_out(role: Role) -> None:
    file = make.in_review()
    path = reverse("give-out-file", kwargs={"concept": file.concept_id})
    assert make.client(file.officer).post(path).status_code == 200
    reader = make.client(make.user("Toni Entwurf", role))
    ledger = reader.get(reverse("ledger", kwargs={"concept": file.concept_id})).content.decode()
    assert "Akte ausgegeben" not in ledger
    assert "Robin Amt" in ledger
    assert reader.get(path).status_code == 403


def test_only_who_may_is_led_there() -> None:
    file = make.in_review()
    link = f'href="{reverse("give-out-file", kwargs={"concept": file.concept_id})}"'
    case = reverse("case", kwargs={"concept": file.concept_id})
    assert link in make.client(file.officer).get(case).content.decode()
    ministry = make.user("Charlie Übersicht", Role.MINISTRY, make.office())
    assert link not in make.client(ministry).get(case).content.decode()
