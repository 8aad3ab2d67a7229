"""The pages of the Nachforderung, as people of both sides meet them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import make
from wirportal.concepts.models import Concept, Seal, Submission
from wirportal.people.models import User
from wirportal.people.seen import digest
from wirportal.review.actions import open_case
from wirportal.review.models import CaseFile, ItemState, Request, RequestItem, TextBlock
from wirportal.review.requesting import ItemFacts, RequestFacts
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db

GOALS = ItemFacts("annual_plan", "Bitte nennen Sie Zahlen.")
ADVICE = ItemFacts("opening", "Ein Beispiel wäre hilfreich.", required=False)
SECRET = "Dieser Satz ist noch nicht eingereicht."


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def robin() -> User:
    return make.officer()


@pytest.fixture
def file(alex: User) -> CaseFile:
    return make.in_review(alex)


def at(name: str, file: CaseFile, *more: object) -> str:
    return reverse(name, args=[file.concept_id, *more])


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def rows(*items: ItemFacts, **form: Any) -> dict[str, Any]:
    """What the page of the draft posts."""
    posted = {"item-TOTAL_FORMS": len(items), "item-INITIAL_FORMS": 0} | form
    for number, one in enumerate(items):
        posted |= {f"item-{number}-about": one.about, f"item-{number}-text": one.text}
        if one.required:
            posted[f"item-{number}-required"] = "on"
    return {"text": "Bitte ergänzen Sie.", "due": "31.12.2098", "seen": SEEN_NOTHING} | posted


SEEN_NOTHING = RequestFacts().seen


def post(user: User, path: str, data: dict[str, Any]) -> Any:
    return make.client(user).post(path, {"writer": user.pk} | data)


# --- the officer writes and sends -----------------------------------------------------------------


def test_an_officer_writes_looks_and_sends(file: CaseFile, robin: User) -> None:
    client = make.client(robin)
    assert at("write-request", file) in text_of(client, at("requests", file))
    page = text_of(client, at("write-request", file))
    assert "5.1. " in page
    answer = post(robin, at("write-request", file), rows(GOALS, ADVICE, then="send"))
    assert answer["Location"] == at("send-request", file)
    shown = text_of(client, at("send-request", file))
    assert GOALS.text in shown
    assert "empfohlen" in shown
    letter = client.get(at("request-preview", file))
    assert letter.content.startswith(b"%PDF-")
    seen = RequestFacts.of(Request.objects.get()).seen
    for _ in range(2):  # a second click
        answer = post(robin, at("send-request", file), {"number": 1, "seen": seen})
        assert answer["Location"] == at("request", file, 1)
    assert Concept.objects.get().state == State.RETURNED


def test_a_text_block_is_put_in_without_losing_what_was_typed(file: CaseFile, robin: User) -> None:
    block = TextBlock.objects.create(purpose="request", title="Gruß", text="Mit Gruß vom Amt")
    assert "Mit Gruß vom Amt" in text_of(make.client(robin), at("write-request", file))
    typed = rows(GOALS, insert=f"text {block.pk}", due="bald")
    answer = post(robin, at("write-request", file), typed)
    assert answer.status_code == 200
    text = answer.content.decode()
    for part in ("Bitte ergänzen Sie.\n\nMit Gruß vom Amt", GOALS.text, 'value="bald"'):
        assert part in text
    assert not Request.objects.exists()


def test_half_an_item_comes_back_with_all_that_was_typed(file: CaseFile, robin: User) -> None:
    wrong = rows(ItemFacts("", "Lange geschrieben"), ItemFacts("opening", ""), due="morgen")
    answer = post(robin, at("write-request", file), wrong)
    assert answer.status_code == 422
    text = answer.content.decode()
    for part in ("Lange geschrieben", "morgen", "#id_item-0-about", "#id_item-1-text", "#id_due"):
        assert part in text
    assert not Request.objects.exists()


def test_a_question_that_the_form_does_not_have_is_refused(file: CaseFile, robin: User) -> None:
    answer = post(robin, at("write-request", file), rows(ItemFacts("nirgends", "Bitte")))
    assert answer.status_code == 422
    assert "#id_item-0-about" in answer.content.decode()


def test_of_two_officers_the_later_one_keeps_what_they_typed(file: CaseFile, robin: User) -> None:
    kim = make.officer("Kim Amt")
    post(kim, at("write-request", file), rows(GOALS))
    answer = post(robin, at("write-request", file), rows(ADVICE))
    assert answer.status_code == 409
    assert ADVICE.text in answer.content.decode()
    assert RequestItem.objects.get().text == GOALS.text
    seen = RequestFacts.of(Request.objects.get()).seen
    assert f'name="seen" value="{seen}"' in answer.content.decode()
    assert post(robin, at("write-request", file), rows(ADVICE, seen=seen)).status_code == 302


def test_what_changed_meanwhile_is_read_again_before_it_is_sent(
    file: CaseFile, robin: User
) -> None:
    post(robin, at("write-request", file), rows(GOALS))
    answer = post(robin, at("send-request", file), {"number": 1, "seen": "alt"})
    assert answer.status_code == 409
    assert "inzwischen geändert" in answer.content.decode()
    assert Concept.objects.get().state == State.IN_REVIEW


def test_a_draft_without_items_says_why_it_is_not_sent(file: CaseFile, robin: User) -> None:
    post(robin, at("write-request", file), rows())
    text = text_of(make.client(robin), at("send-request", file))
    assert "noch keinen Punkt" in text
    assert "Jetzt senden" not in text
    seen = RequestFacts.of(Request.objects.get()).seen
    assert post(robin, at("send-request", file), {"number": 1, "seen": seen}).status_code == 409
    assert post(robin, at("send-request", file), {"number": 7, "seen": seen}).status_code == 404


def test_the_municipality_sees_no_draft(file: CaseFile, robin: User, alex: User) -> None:
    post(robin, at("write-request", file), rows(GOALS))
    client = make.client(alex)
    for path in (at("requests", file), at("ledger", file), at("concept", file)):
        text = text_of(client, path)
        assert GOALS.text not in text
        assert "Entwurf der 1." not in text
        assert "an einer Nachforderung geschrieben" not in text
    assert client.get(at("request", file, 1)).status_code == 404
    assert client.get(at("request-letter", file, 1)).status_code == 404
    assert "an einer Nachforderung geschrieben" in text_of(make.client(robin), at("ledger", file))


# --- the municipality answers ---------------------------------------------------------------------


def test_the_municipality_is_led_to_what_is_asked(file: CaseFile, alex: User) -> None:
    make.requested(file, GOALS, ADVICE)
    client = make.client(alex)
    assert "Nachforderung beantworten bis 31.12.2098" in text_of(client, reverse("start"))
    assert "Nachforderung bis 31.12.2098" in text_of(client, reverse("concepts"))
    assert at("request", file, 1) in text_of(client, at("concept", file))
    text = text_of(client, at("request", file, 1))
    assert GOALS.text in text
    assert f"{at('section', file, 'strategy')}#annual_plan-frage" in text
    letter = client.get(at("request-letter", file, 1))
    assert letter.content == bytes(Request.objects.get().letter or b"")


def test_a_section_shows_what_is_asked_to_write_and_the_rest_to_read(
    file: CaseFile, alex: User
) -> None:
    make.requested(file)
    concept = Concept.objects.get()
    client = make.client(alex)
    text = text_of(client, at("section", file, "strategy"))
    assert 'name="version-annual_plan"' in text
    assert 'name="version-goals"' in text
    assert 'name="version-opening"' not in text
    assert GOALS.text in text
    opening = concept.answers.get(question="opening").value or ""
    assert opening.split("\n")[0] in text
    elsewhere = text_of(client, at("section", file, "contacts"))
    assert "fordert die Bewilligungsbehörde nichts nach" in elsewhere
    assert "version-" not in elsewhere.replace("data-version-", "")


def test_what_is_not_asked_for_is_not_saved(file: CaseFile, alex: User) -> None:
    make.requested(file)
    concept = Concept.objects.get()
    posted = {"opening": "Heimlich", "version-opening": f"{make.version(concept, 'opening')}-"}
    answer = post(alex, at("section", file, "strategy"), posted)
    assert answer.status_code == 409
    assert "gehört nicht zur Nachforderung" in answer.content.decode()
    assert concept.answers.get(question="opening").value != "Heimlich"


def test_autosave_and_rows_work_for_what_is_asked(file: CaseFile, alex: User) -> None:
    make.requested(file)
    concept = Concept.objects.get()
    seen = f"{make.version(concept, 'annual_plan')}-"
    data = {"writer": alex.pk, "annual_plan": "Zwölf.", "version-annual_plan": seen}
    client = make.client(alex)
    saved = client.post(at("section", file, "strategy"), data, headers={"HX-Request": "true"})
    assert saved.status_code == 200
    assert concept.answers.get(question="annual_plan").value == "Zwölf."
    add = {"writer": alex.pk}
    assert client.post(at("change-rows", file, "goals", "add"), add).status_code == 302
    assert client.post(at("change-rows", file, "milestones", "add"), add).status_code == 409


def test_replies_are_saved_and_clashes_show_both(file: CaseFile, alex: User) -> None:
    make.requested(file, GOALS, ADVICE)
    nothing = digest("")
    posted = {
        "item-1-reply": "Meine Antwort",
        "item-1-seen": nothing,
        "item-2-reply": "",
        "item-2-seen": nothing,
    }
    path = at("request", file, 1)
    for _ in range(2):  # a second click
        assert post(alex, path, posted).status_code == 302
    answer = post(make.user("Kim Muster"), path, posted | {"item-1-reply": "Andere Antwort"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Meine Antwort" in text
    assert "Andere Antwort" in text
    assert digest("Meine Antwort") in text
    too_long = post(alex, path, posted | {"item-2-reply": "x" * 4001})
    assert too_long.status_code == 422
    assert "#id_item-2-reply" in too_long.content.decode()


def test_the_way_to_the_end_takes_the_answers_along(file: CaseFile, alex: User) -> None:
    make.requested(file, GOALS)
    typed = {"item-1-reply": "Meine Antwort", "item-1-seen": digest(""), "then": "finish"}
    answer = post(alex, at("request", file, 1), typed)
    assert answer["Location"] == reverse("signing", args=[file.concept_id])
    assert RequestItem.objects.get().reply == "Meine Antwort"


def test_what_was_typed_survives_an_expired_sign_in(file: CaseFile) -> None:
    make.requested(file)
    answer = Client().post(at("request", file, 1), {"item-1-reply": "Lange überlegt"})
    assert answer.status_code == 401
    assert "Lange überlegt" in answer.content.decode()


def test_closing_the_answer_waits_for_every_required_item(file: CaseFile, alex: User) -> None:
    make.requested(file)
    client = make.client(alex)
    text = text_of(client, at("signing", file))
    assert "Ein Punkt der Nachforderung ist noch nicht beantwortet" in text
    assert "Frühere Einreichungen" in text
    assert client.post(at("seal", file)).status_code == 409
    make.saved(Concept.objects.get(), "annual_plan", "Zwölf.", alex)
    assert "Antwort abschließen" in text_of(client, at("signing", file))
    assert client.post(at("seal", file)).status_code == 302
    assert Concept.objects.get().state == State.RESEALED
    text_of(client, at("signing", file))


def test_receipts_of_every_round_are_reachable(file: CaseFile, alex: User) -> None:
    make.answered(make.requested(file), annual_plan="Zwölf.")
    first, second = Submission.objects.order_by("number")
    for reader in (alex, make.officer()):
        client = make.client(reader)
        text = text_of(client, at("signing", file))
        for one in (first, second):
            path = at("receipt-of", file, one.seal_id)
            assert path in text
            assert client.get(path).content == bytes(one.receipt)
        assert client.get(at("receipt", file)).content == bytes(second.receipt)


# --- the officer judges ---------------------------------------------------------------------------


def test_the_officer_compares_and_asks_once_more(file: CaseFile, alex: User, robin: User) -> None:
    request = make.requested(file, GOALS, ADVICE)
    Concept.objects.get().answers.filter(question="status").update(value="Heimlich anders")
    make.answered(request, annual_plan="Zwölf Beratungen im Monat.")
    open_case(concept_id=file.concept_id, by=robin)
    client = make.client(robin)
    text = text_of(client, at("request", file, 1))
    assert "<ins>" in text
    assert "Diese Angaben sind geändert, ohne dass danach gefragt war" in text
    assert "4.1" in text
    path = at("judge-reply", file, 1, 1)
    for _ in range(2):
        answer = client.post(path, {"state": "reopened"})
        assert answer["Location"].endswith("#punkt-1")
    assert client.post(path, {"state": "open"}).status_code == 404
    assert client.post(at("judge-reply", file, 1, 9), {"state": "accepted"}).status_code == 404
    assert RequestItem.objects.get(place=1).state == ItemState.REOPENED
    assert GOALS.text in text_of(client, at("write-request", file))
    seen = text_of(make.client(alex), at("request", file, 1))
    assert "noch einmal gefordert" not in seen  # not before it is sent
    assert Seal.objects.count() == 2


def test_a_paper_that_is_asked_for_leads_to_the_attachments_and_its_new_file_is_named(
    file: CaseFile, alex: User, robin: User
) -> None:
    paper = make.paper(required=False)
    request = make.requested(file, ItemFacts(f"paper:{paper.pk}", "Bitte unterschrieben."))
    page = text_of(make.client(alex), at("request", file, 1))
    assert f"{at('attachments', file)}?unterlage={paper.pk}#id_file" in page
    assert "Datei hinzufügen oder ersetzen" in page
    laid = make.attached(Concept.objects.get(), paper, name="Unterschrieben.png")
    make.checked(laid.upload)
    assert "Datei geändert" in text_of(make.client(alex), at("request", file, 1))
    make.answered(request)
    open_case(concept_id=file.concept_id, by=robin)
    seen = text_of(make.client(robin), at("request", file, 1))
    assert "Geänderte Datei" in seen
    assert "Unterschrieben.png" in seen


@pytest.mark.parametrize("name", ["requests", "request", "write-request"])
def test_more_items_cost_no_more_queries(
    file: CaseFile, alex: User, robin: User, name: str
) -> None:
    few = statements(file, robin, name, items=1)
    assert statements(file, robin, name, items=12) == few


def statements(file: CaseFile, robin: User, name: str, *, items: int) -> int:
    """How many a page costs after another round with so many items."""
    questions = list(file.concept.edition.official)[-items:]
    wanted = [ItemFacts(question, "Bitte", required=False) for question in questions]
    make.answered(make.requested(file, *wanted))
    open_case(concept_id=file.concept_id, by=robin)
    number = Request.objects.count()
    RequestItem.objects.filter(request__number=number).update(state=ItemState.REOPENED)
    client = make.client(robin)
    path = at(name, file, number) if name == "request" else at(name, file)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
