"""Nachforderungen: asked, answered, handed in again, judged, asked once more."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pypdf
import pytest
from django.utils import timezone

from tests import make
from tests.documents.conformance import failures
from wirportal.concepts.actions import save_answer
from wirportal.concepts.models import Call, Concept, Submission
from wirportal.editions.compare import Piece
from wirportal.ledger.models import Event
from wirportal.ledger.verify import verify
from wirportal.notices.kinds import Kind
from wirportal.notices.models import Notice
from wirportal.people.models import User
from wirportal.people.seen import Stale, digest
from wirportal.review import requesting
from wirportal.review.actions import open_case
from wirportal.review.models import CaseFile, ItemState, Letterhead, Request, RequestItem
from wirportal.review.requesting import ItemFacts, RequestFacts
from wirportal.review.rounds import reopened_in, round_of, rounds_of
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db

GOALS = ItemFacts("annual_plan", "Bitte nennen Sie Zahlen.")
ADVICE = ItemFacts("opening", "Ein Beispiel wäre hilfreich.", required=False)
EMPTY = RequestFacts().seen


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def robin() -> User:
    return make.officer()


@pytest.fixture
def file(alex: User, robin: User) -> CaseFile:
    return make.in_review(alex)


def asking(*items: ItemFacts, due: date | None = date(2098, 12, 31)) -> RequestFacts:
    return RequestFacts("Bitte ergänzen Sie.", due, items)


def draft(file: CaseFile, facts: RequestFacts, by: User) -> Request:
    made = requesting.save_request(concept_id=file.concept_id, facts=facts, seen=EMPTY, by=by)
    assert made
    return made


def send(request: Request, facts: RequestFacts, by: User) -> Request:
    return requesting.send_request(
        concept_id=request.file.concept_id, number=request.number, seen=facts.seen, by=by
    )


def answer(request: Request, text: str, by: User, *, place: int = 1, seen: str = "") -> None:
    requesting.reply(
        concept_id=request.file.concept_id,
        number=request.number,
        place=place,
        text=text,
        seen=digest(seen),
        by=by,
    )


# --- asking ---------------------------------------------------------------------------------------


def test_sending_opens_exactly_what_is_asked_for(file: CaseFile, robin: User) -> None:
    sent = make.requested(file, GOALS, ADVICE)
    concept = sent.file.concept
    concept.refresh_from_db()
    assert concept.state == State.RETURNED
    assert concept.open_questions == ["annual_plan", "goals", "opening", "opening_steps"]
    assert sent.asked_about == Submission.objects.get()
    assert failures(bytes(sent.letter or b"")) == set()
    assert Event.objects.filter(chain=concept.pk, action=Action.SEND_REQUEST).count() == 1
    assert not verify(chain=concept.pk).breaks


def test_the_letter_says_what_is_asked_until_when(file: CaseFile, robin: User) -> None:
    Letterhead.objects.create(organisation=make.office(), department="Dezernat 99")
    sent = make.requested(file, GOALS, ADVICE)
    pages = pypdf.PdfReader(BytesIO(bytes(sent.letter or b""))).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    for part in (
        "Dezernat 99",
        "1. Nachforderung zu Ihrem Konzept",
        file.file_number,
        "Bitte nennen Sie Zahlen.",
        "(erforderlich)",
        "(empfohlen)",
        "bis zum 31.12.2098",
    ):
        assert part in said


def test_sending_twice_sends_once(file: CaseFile, alex: User, robin: User) -> None:
    facts = asking(GOALS)
    request = draft(file, facts, robin)
    assert send(request, facts, robin) == send(request, facts, robin)
    assert Event.objects.filter(action=Action.SEND_REQUEST).count() == 1
    assert Notice.objects.filter(person=alex, kind=Kind.REQUESTED).count() == 1


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (asking(), "noch keinen Punkt"),
        (asking(GOALS, due=None), "ab morgen"),
        (asking(GOALS, due=timezone.localdate()), "ab morgen"),
        (asking(GOALS, due=timezone.localdate() - timedelta(days=1)), "ab morgen"),
    ],
)
def test_half_a_request_is_kept_and_not_sent(
    file: CaseFile, robin: User, facts: RequestFacts, why: str
) -> None:
    request = draft(file, facts, robin)
    with pytest.raises(Refused) as refused:
        send(request, facts, robin)
    assert why in str(refused.value)
    assert Concept.objects.get().state == State.IN_REVIEW


@pytest.mark.parametrize("about", ["nirgends", "budget_year", "posts", "paper:999", ""])
def test_what_the_form_does_not_ask_is_refused(file: CaseFile, robin: User, about: str) -> None:
    with pytest.raises(Refused) as refused:
        draft(file, asking(ItemFacts(about, "Bitte")), robin)
    assert "Fragen des Formulars" in str(refused.value)
    assert not Request.objects.exists()


def test_a_paper_of_the_call_is_asked_for(file: CaseFile) -> None:
    paper = file.call.papers.create(place=1, name="Stellenplan")
    make.requested(file, ItemFacts(f"paper:{paper.pk}", "Bitte senden Sie ihn."))
    assert Concept.objects.get().open_questions == [f"paper:{paper.pk}"]


def test_who_has_not_seen_what_another_wrote_does_not_overwrite_it(
    file: CaseFile, robin: User
) -> None:
    kim = make.officer("Kim Amt")
    draft(file, asking(GOALS), kim)
    with pytest.raises(Stale):
        draft(file, asking(ADVICE), robin)
    assert RequestItem.objects.get().text == GOALS.text
    draft(file, asking(GOALS), robin)  # the very same is no conflict


def test_what_was_changed_meanwhile_is_not_sent(file: CaseFile, robin: User) -> None:
    request = draft(file, asking(GOALS), robin)
    with pytest.raises(Stale):
        send(request, asking(ADVICE), robin)
    assert Concept.objects.get().state == State.IN_REVIEW


def test_a_draft_is_thrown_away(file: CaseFile, robin: User) -> None:
    draft(file, asking(GOALS), robin)
    for _ in range(2):
        requesting.drop_request(concept_id=file.concept_id, by=robin)
    assert not Request.objects.exists()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.MINISTRY])
def test_only_officers_ask(file: CaseFile, role: Role) -> None:
    with pytest.raises(Refused):
        draft(file, asking(GOALS), make.user("Lou Amt", role, make.office()))


# --- answering ------------------------------------------------------------------------------------


def test_only_what_is_asked_for_is_written_anew(file: CaseFile, alex: User) -> None:
    make.requested(file)
    concept = Concept.objects.get()
    make.saved(concept, "annual_plan", "Zwölf Beratungen im Monat.", alex)
    with pytest.raises(Refused) as refused:
        make.saved(concept, "status", "Heimlich anders", alex)
    assert "gehört nicht zur Nachforderung" in str(refused.value)
    with pytest.raises(Refused):
        save_answer(concept_id=concept.pk, question_id="paper:1", value="", version=0, by=alex)


def test_an_unanswered_item_holds_sealing_back(file: CaseFile, alex: User) -> None:
    request = make.requested(file, GOALS, ADVICE, ItemFacts("steering", "Bitte"))
    with pytest.raises(Refused) as refused:
        requesting.seal(concept_id=file.concept_id, by=alex)
    assert "2 Punkte" in str(refused.value)
    make.saved(Concept.objects.get(), "annual_plan", "Zwölf Beratungen.", alex)
    with pytest.raises(Refused) as refused:
        requesting.seal(concept_id=file.concept_id, by=alex)
    assert "Ein Punkt" in str(refused.value)
    answer(request, "Steht schon unter 5.1.", alex, place=3)
    assert requesting.seal(concept_id=file.concept_id, by=alex).round == 2


def test_a_changed_table_beside_the_question_is_an_answer(file: CaseFile, alex: User) -> None:
    make.requested(file)
    concept = Concept.objects.get()
    rows = concept.answers.get(question="goals").value or []
    make.saved(concept, "goals", [rows[0] | {"title": "Ein anderes Ziel"}, *rows[1:]], alex)
    requesting.seal(concept_id=concept.pk, by=alex)


def test_replies_of_two_people_do_not_overwrite_one_another(file: CaseFile, alex: User) -> None:
    request = make.requested(file)
    answer(request, "Erste Antwort", make.user("Kim Muster"))
    with pytest.raises(Stale):
        answer(request, "Zweite Antwort", alex)
    assert RequestItem.objects.get().reply == "Erste Antwort"
    answer(request, "Erste Antwort", alex)  # a double click
    answer(request, "Zweite Antwort", alex, seen="Erste Antwort")
    assert RequestItem.objects.get().reply == "Zweite Antwort"


def test_a_reply_is_written_while_it_is_asked_for_only(file: CaseFile, alex: User) -> None:
    request = make.requested(file)
    answer(request, "Eine Antwort", alex)
    make.answered(request)
    with pytest.raises(RequestItem.DoesNotExist):
        answer(request, "Zu spät", alex, seen="Eine Antwort")


def test_an_answer_that_needs_no_signature_is_handed_in_at_once(file: CaseFile, alex: User) -> None:
    Call.objects.update(signs_again=False)
    make.requested(file)
    make.saved(Concept.objects.get(), "annual_plan", "Zwölf Beratungen.", alex)
    sealed = requesting.seal(concept_id=file.concept_id, by=alex)
    made = requesting.submit(concept_id=file.concept_id, seal_id=sealed.pk, by=alex)
    assert made.number == 2
    assert Request.objects.get().answered_with == made


def test_after_the_calls_deadline_an_answer_is_in_time(file: CaseFile, alex: User) -> None:
    request = make.requested(file)
    Call.objects.update(closes_at=timezone.now() - timedelta(days=1), takes_late=False)
    assert not make.answered(request, annual_plan="Zwölf Beratungen.").late


# --- what came back -------------------------------------------------------------------------------


def test_what_was_changed_is_shown_word_by_word(file: CaseFile, alex: User) -> None:
    concept = file.concept
    before = concept.answers.get(question="annual_plan").value
    request = make.requested(file, GOALS, ADVICE)
    answer(request, "Wie besprochen.", alex, place=2)
    make.answered(request, annual_plan=f"{before} Neu.")
    (sent,) = rounds_of(concept)
    seen = round_of(concept, sent, inside=False)
    assert [one.is_answered for one in seen.items] == [True, True]
    (change,) = seen.items[0].changes
    assert [piece for piece in change.pieces if piece.op != "same"] == [Piece("added", ". Neu")]
    assert seen.unasked == ()
    assert seen.items[1].item.reply == "Wie besprochen."


def test_what_nobody_asked_for_is_marked(file: CaseFile, alex: User) -> None:
    request = make.requested(file)
    Concept.objects.get().answers.filter(question="status").update(value="Heimlich anders")
    make.answered(request, annual_plan="Neu.")
    (sent,) = rounds_of(file.concept)
    (unasked,) = round_of(file.concept, sent, inside=False).unasked
    assert unasked.label.startswith("4.1")


def test_the_authority_learns_nothing_of_an_answer_before_it_is_handed_in(
    file: CaseFile, alex: User
) -> None:
    request = make.requested(file)
    make.saved(Concept.objects.get(), "annual_plan", "Neu.", alex)
    answer(request, "Noch geheim", alex)
    (sent,) = rounds_of(file.concept)
    (seen,) = round_of(file.concept, sent, inside=False).items
    assert not seen.is_seen
    assert not seen.changes
    (own,) = round_of(file.concept, sent, inside=True).items
    assert own.changes


def test_judging_reopens_items_for_the_next_round(file: CaseFile, alex: User, robin: User) -> None:
    request = make.requested(file, GOALS, ADVICE)
    make.answered(request, annual_plan="Neu.")
    concept_id = file.concept_id
    open_case(concept_id=concept_id, by=robin)
    states = (ItemState.REOPENED, ItemState.ACCEPTED)
    for place, state in enumerate(states, start=1):
        for _ in range(2):
            requesting.judge(concept_id=concept_id, number=1, place=place, state=state, by=robin)
    assert Event.objects.filter(action=Action.JUDGE_REPLY).count() == 2
    assert [one.text for one in reopened_in(file.concept)] == [GOALS.text]
    second = make.requested(file, replace(GOALS, text="Noch genauer bitte."))
    assert second.number == 2
    made = make.answered(second, annual_plan="Neu, und mit Zahlen.")
    assert made.number == 3
    assert [one.answered_with for one in rounds_of(file.concept)] == [
        made,
        Submission.objects.get(number=2),
    ]
    with pytest.raises(RequestItem.DoesNotExist):  # the first round is over
        requesting.judge(concept_id=concept_id, number=1, place=1, state=states[1], by=robin)


def test_a_late_second_click_answers_no_later_request(
    file: CaseFile, alex: User, robin: User
) -> None:
    first = make.answered(make.requested(file), annual_plan="Neu.")
    open_case(concept_id=file.concept_id, by=robin)
    make.requested(file)
    requesting.submit(concept_id=file.concept_id, seal_id=first.seal_id, by=alex)
    assert Request.objects.get(number=2).answered_with is None
