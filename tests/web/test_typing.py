"""What hurried people type and paste into the pages of a case, and what is kept of it."""

from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from tests import make
from tests.review import deciding as decisions
from wirportal.concepts.models import Concept
from wirportal.ledger.models import Event
from wirportal.people.models import User
from wirportal.people.seen import digest
from wirportal.review.deciding import ConditionFacts
from wirportal.review.models import CaseFile, Condition, Decision, Message, Request, RequestItem
from wirportal.review.requesting import RequestFacts
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db

UNSEEN = "\u200b\u2060\ufeff"
"""What nobody sees, and what is not a blank either."""


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def robin() -> User:
    return make.officer()


@pytest.fixture
def file(alex: User) -> CaseFile:
    return make.in_review(alex)


def at(name: str, file: CaseFile, *more: Any) -> str:
    return reverse(name, args=[file.concept_id, *more])


def post(user: User, path: str, **data: Any) -> Any:
    return make.client(user).post(path, {"writer": user.pk} | data)


def item(said: str, **more: Any) -> dict[str, Any]:
    """What the page of a Nachforderung with one item sends."""
    rows = {"item-TOTAL_FORMS": 1, "item-INITIAL_FORMS": 0, "item-0-about": "annual_plan"}
    return rows | {"seen": RequestFacts().seen, "due": "31.12.2098", "item-0-text": said} | more


def test_an_item_that_nobody_can_read_is_not_asked_for(file: CaseFile, robin: User) -> None:
    answer = post(robin, at("write-request", file), **item(UNSEEN))
    assert answer.status_code == 422
    assert "#id_item-0-text" in answer.content.decode()
    assert not Request.objects.exists()


def test_a_nachforderung_says_what_can_be_read(file: CaseFile, robin: User) -> None:
    turned = "Bitte \u202enelhaZ nennen.\r\nDanke."
    assert post(robin, at("write-request", file), **item(turned, text=turned)).status_code == 302
    kept = "Bitte nelhaZ nennen.\nDanke."
    assert RequestItem.objects.get().text == Request.objects.get().text == kept


def test_a_message_that_nobody_can_read_is_not_sent(file: CaseFile, robin: User) -> None:
    key = "0e7a0f0e-1111-4111-8111-111111111111"
    answer = post(robin, at("messages", file), key=key, text=UNSEEN)
    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_a_reason_that_nobody_can_read_is_none(file: CaseFile, robin: User) -> None:
    decisions.given(file)
    answer = post(decisions.approver(), at("send-back", file, 1), reason=UNSEEN)
    assert answer.status_code == 422
    assert not Event.objects.filter(action=Action.SEND_BACK).exists()


def test_a_concept_is_not_withdrawn_for_a_reason_that_nobody_can_read(
    file: CaseFile, alex: User
) -> None:
    assert post(alex, at("withdraw", file), reason=UNSEEN).status_code == 422
    assert Concept.objects.get().state == State.IN_REVIEW


def test_a_condition_from_a_pdf_of_a_mac_is_found_in_the_text(file: CaseFile, robin: User) -> None:
    """Its umlauts are letters with dots beside them; what is typed anew has them in one."""
    pasted = (ConditionFacts("Die Pru\u0308fung\u200b ist\r\nzu fu\u0308hren."),)
    made = decisions.proposed(file, decisions.facts(conditions=pasted))
    given = post(robin, at("give-proposal", file, 1), saved=made.saved)
    assert given.status_code == 302
    assert Decision.objects.get().proposed_at
    assert Condition.objects.get().text == "Die Prüfung ist\nzu führen."


def test_a_double_click_on_a_condition_is_no_clash(file: CaseFile, alex: User) -> None:
    decisions.issued(file)
    seen = digest({"owner": None, "note": "", "done": False})
    note = {"note": "Ausgeschrieben.\r\nBesetzt.", "owner": "", "seen": seen}
    for _ in range(2):
        assert post(alex, at("condition", file, 1), **note).status_code == 302
    assert Event.objects.filter(action=Action.CHANGE_CONDITION).count() == 1


@pytest.mark.parametrize(
    ("name", "how", "more", "field"),
    [
        ("remark", decisions.proposed, ["opening"], "text"),
        ("notes", decisions.proposed, [], "text"),
        ("send-back", decisions.given, [1], "reason"),
        ("object", decisions.issued, [1], "text"),
    ],
)
def test_what_one_officer_typed_never_becomes_another_ones(
    name: str, how: Any, more: list[Any], field: str, file: CaseFile, robin: User
) -> None:
    """Somebody has signed in as someone else in another tab."""
    how(file)
    before = Event.objects.count()
    typed = {field: "Lange geschrieben", "received_on": "01.02.2026"}
    answer = post(robin, at(name, file, *more), writer=decisions.approver().pk, **typed)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "mit einer anderen Anmeldung" in page
    assert "Lange geschrieben" in page
    assert Event.objects.count() == before


def test_nobody_breaks_a_seal_with_what_another_one_typed(alex: User) -> None:
    sealed = make.sealed(alex)
    path = reverse("unseal", args=[sealed.concept_id])
    answer = post(alex, path, writer=make.user("Kim Kreis").pk, reason="Ein Fehler")
    assert answer.status_code == 403
    assert "Ein Fehler" in answer.content.decode()
    assert Concept.objects.get().state == State.SEALED


def test_every_form_for_a_remark_says_who_has_opened_it(file: CaseFile, robin: User) -> None:
    page: Any = html.fromstring(make.client(robin).get(at("case", file)).content.decode())
    forms = [form for form in page.forms if form.action.endswith("/bemerken/")]
    assert forms
    assert {form.fields.get("writer") for form in forms} == {str(robin.pk)}
