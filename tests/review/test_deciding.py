"""From the proposal to the Bescheid: by two people, within the caps, each step once."""

import hashlib
import io
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

import pypdf
import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.review.deciding import (
    CAP,
    approver,
    countersigned,
    declined,
    facts,
    given,
    issued,
    state_of,
)
from wirportal.concepts.calls import DirectiveFacts, change_directive
from wirportal.concepts.models import Directive
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.notices.models import Notice
from wirportal.people.models import User
from wirportal.people.seen import Stale, digest
from wirportal.review import deciding, wording
from wirportal.review.actions import open_case
from wirportal.review.deciding import AmountFacts, ConditionFacts, DecisionFacts
from wirportal.review.models import Amount, CaseFile, Decision
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def file() -> CaseFile:
    return make.in_review()


@pytest.fixture
def robin() -> User:
    return make.officer()


def propose(file: CaseFile, what: DecisionFacts, by: User, saved: int = 0) -> Decision:
    return deciding.propose(concept_id=file.concept_id, facts=what, saved=saved, by=by)


def issue(file: CaseFile, version: int, by: User) -> Decision:
    seen = file.decisions.get(version=version).saved
    return deciding.issue(concept_id=file.concept_id, version=version, saved=seen, by=by)


def countersign(file: CaseFile, decision: Decision, by: User) -> None:
    deciding.countersign(
        concept_id=file.concept_id, version=decision.version, saved=decision.saved, by=by
    )


def send_back(file: CaseFile, decision: Decision, by: User) -> None:
    deciding.send_back(
        concept_id=file.concept_id, version=decision.version, by=by, reason="Eine Zahl fehlt"
    )


def actions(file: CaseFile) -> list[str]:
    events = Event.objects.filter(chain=file.concept_id).order_by("sequence")
    return [action for action in events.values_list("action", flat=True) if "." in action][-6:]


# --- propose --------------------------------------------------------------------------------------


def test_a_proposal_keeps_what_the_directive_says_and_sets_up_the_words(
    file: CaseFile, robin: User
) -> None:
    made = propose(file, facts("30000", "0.5"), robin)
    (amount,) = made.amounts.all()
    assert (amount.label, amount.cap, amount.verified) == (CAP, Decimal(60_000), False)
    assert "insgesamt 30.000,00 Euro" in made.text
    assert "beginnt am 01.01.2027 und endet am 31.12.2027" in made.text
    assert "Auflage 1 (bis 31.03.2027): Die Stelle ist" in made.text
    assert made.submission.code in made.text
    assert not wording.lacking(made)


@pytest.mark.parametrize(
    ("amount", "quantity"), [("60000.01", "1"), ("30000.01", "0.5"), ("120000", "1.99")]
)
def test_no_more_than_the_cap_is_granted(
    file: CaseFile, robin: User, amount: str, quantity: str
) -> None:
    with pytest.raises(Refused, match="höchstens") as refused:
        propose(file, facts(amount, quantity), robin)
    assert CAP in str(refused.value)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("quantity", ["0.01", "0.29", "0.57", "1.1", "9999.99"])
def test_exactly_the_cap_is_granted(file: CaseFile, robin: User, quantity: str) -> None:
    most = Decimal(quantity) * 60_000
    assert propose(file, facts(str(most), quantity), robin).amounts.get().amount == most


def test_the_database_holds_the_cap_too(file: CaseFile, robin: User) -> None:
    made = propose(file, facts(), robin)
    for change in ({"amount": 60_001}, {"quantity": Decimal("0.99")}, {"amount": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Amount.objects.filter(decision=made).update(**change)


def test_what_the_directive_does_not_name_is_not_granted(file: CaseFile, robin: User) -> None:
    other = (AmountFacts("Dienstwagen", Decimal(1), Decimal(1)),)
    with pytest.raises(Stale):
        propose(file, facts(amounts=other), robin)


def test_an_unknown_cap_is_not_held_against_anybody(file: CaseFile, robin: User) -> None:
    make.directive().provisions.create(place=1, label="Eine Kraft: Höchstbetrag")
    amounts = (AmountFacts("Eine Kraft: Höchstbetrag", Decimal(1), Decimal(999_999)),)
    assert propose(file, facts(amounts=amounts), robin).amounts.get().cap is None


def test_a_directive_written_anew_does_not_change_the_decision(file: CaseFile, robin: User) -> None:
    made = given(file)
    ada = make.user("Ada Amt", Role.ADMINISTRATOR, make.office())
    directive = Directive.objects.get()
    there = DirectiveFacts.of(directive)
    less = replace(there.provisions[0], amount=Decimal(1), label="Halbe Stelle")
    change_directive(
        directive_id=directive.pk,
        facts=replace(there, provisions=(less,)),
        seen=digest(asdict(there)),
        by=ada,
    )
    assert made.amounts.get().cap == 60_000


def test_two_officers_do_not_write_over_one_another(file: CaseFile, robin: User) -> None:
    kim = make.officer("Kim Amt")
    first = propose(file, facts(), robin)
    with pytest.raises(Stale):
        propose(file, facts("1"), kim)  # began at the same time
    second = propose(file, facts("2"), kim, saved=first.saved)
    with pytest.raises(Stale):
        propose(file, facts("3"), robin, saved=first.saved)
    with pytest.raises(Stale):
        deciding.word(
            concept_id=file.concept_id, version=1, text="Neu", saved=first.saved, by=robin
        )
    assert Decision.objects.get().saved == second.saved == 2


def test_the_same_proposal_sent_twice_is_saved_once(file: CaseFile, robin: User) -> None:
    assert propose(file, facts(), robin) == propose(file, facts(), robin)
    assert Decision.objects.get().saved == 1
    assert actions(file).count(Action.PROPOSE) == 1


def test_words_follow_the_proposal_until_somebody_edits_them(file: CaseFile, robin: User) -> None:
    made = propose(file, facts(), robin)
    made = propose(file, facts("50000"), robin, saved=made.saved)
    assert "50.000,00 Euro" in made.text
    made = deciding.word(
        concept_id=file.concept_id,
        version=1,
        text=made.text + "\n\nMit freundlichen Grüßen",
        saved=made.saved,
        by=robin,
    )
    made = propose(file, facts("40000"), robin, saved=made.saved)
    assert "Grüßen" in made.text
    assert wording.lacking(made) == "40.000,00 Euro"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("60.000,00 Euro", "160.000,00 Euro", "60.000,00 Euro"),
        ("31.12.2027", "31.12.2028", "31.12.2027"),
        ("bis Ende März", "bis Ende Mai", "Die Stelle ist bis Ende März"),
    ],
)
def test_a_text_that_says_something_else_is_not_given_on(
    file: CaseFile, robin: User, old: str, new: str, what: str
) -> None:
    made = propose(file, facts(), robin)
    text = made.text.replace(old, new)
    made = deciding.word(
        concept_id=file.concept_id, version=1, text=text, saved=made.saved, by=robin
    )
    with pytest.raises(Refused, match=f"fehlt: {what}"):
        deciding.give(concept_id=file.concept_id, version=1, saved=made.saved, by=robin)


def test_what_is_left_to_fill_in_is_not_given_on(file: CaseFile, robin: User) -> None:
    made = propose(file, declined(), robin)
    with pytest.raises(Refused, match="Bitte begründen"):
        deciding.give(concept_id=file.concept_id, version=1, saved=made.saved, by=robin)


def test_only_while_it_is_being_checked(robin: User) -> None:
    handed_in = make.submitted()
    file = open_case(concept_id=handed_in.seal.concept_id, by=robin)
    concept = file.concept
    for state in (State.SUBMITTED, State.RETURNED, State.RESEALED, State.WITHDRAWN):
        concept.state = state
        concept.save()
        with pytest.raises(Refused, match="im Zustand"):
            propose(file, facts(), robin)


# --- four eyes ------------------------------------------------------------------------------------


def test_what_was_given_on_stands_still(file: CaseFile, robin: User) -> None:
    made = given(file)
    with pytest.raises(Refused, match="steht deshalb fest"):
        propose(file, facts("1"), robin, saved=made.saved)
    with pytest.raises(Refused, match="steht deshalb fest"):
        deciding.word(concept_id=file.concept_id, version=1, text="x", saved=made.saved, by=robin)


def test_who_proposed_does_not_countersign(file: CaseFile) -> None:
    both = make.user("Robin Amt", Role.APPROVER, make.office())
    made = given(file)
    with pytest.raises(Refused, match="andere Person"):
        countersign(file, made, both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(countersigned_by=both)


def test_who_wrote_in_it_before_does_not_countersign_either(file: CaseFile, robin: User) -> None:
    kim = make.officer("Kim Amt")
    propose(file, facts(), kim)
    made = given(file, facts("50000"), robin)
    kim = make.user("Kim Amt", Role.APPROVER, make.office())
    with pytest.raises(Refused, match="andere Person"):
        countersign(file, made, kim)


def test_who_countersigns_has_seen_what_there_is(file: CaseFile, robin: User) -> None:
    seen = given(file)
    send_back(file, seen, approver())
    given(file, facts("50000"))
    with pytest.raises(Stale):
        countersign(file, seen, approver())


def test_countersigning_twice_is_one_event(file: CaseFile) -> None:
    made = countersigned(file)
    countersign(file, made, approver())
    assert actions(file).count(Action.COUNTERSIGN) == 1
    with pytest.raises(Stale):
        countersign(file, made, approver("Noch Jemand"))


def test_nothing_is_issued_before_it_is_countersigned(file: CaseFile, robin: User) -> None:
    given(file)
    with pytest.raises(Refused, match="zweiten Person fehlt"):
        issue(file, 1, robin)
    assert state_of(file) == State.IN_REVIEW


def test_what_is_sent_back_is_countersigned_anew(file: CaseFile, robin: User) -> None:
    made = countersigned(file)
    send_back(file, made, robin)
    with pytest.raises(Refused, match="zweiten Person fehlt"):
        issue(file, 1, robin)
    with pytest.raises(Refused, match="liegt nicht zur Mitzeichnung vor"):
        countersign(file, Decision.objects.get(), approver())
    assert Event.objects.get(action=Action.SEND_BACK).reason == "Eine Zahl fehlt"


def test_two_who_decide_at_the_same_time_decide_once(file: CaseFile, robin: User) -> None:
    """One sends back what the other one is about to issue."""
    made = countersigned(file)
    issue(file, 1, robin)
    with pytest.raises(Refused, match="ist erlassen"):
        send_back(file, made, approver())
    assert Decision.objects.get().countersigned_at


# --- issue ----------------------------------------------------------------------------------------


def test_the_bescheid_is_frozen_and_the_state_follows(file: CaseFile, robin: User) -> None:
    made = issued(file)
    data = bytes(made.pdf or b"")
    assert hashlib.sha256(data).hexdigest() == made.pdf_sha256
    assert state_of(file) == State.APPROVED
    reader = pypdf.PdfReader(io.BytesIO(data))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Zuwendungsbescheid" in text
    assert file.file_number in text
    assert "60.000,00 Euro" in text
    assert "Im Auftrag Robin Amt" in text
    assert "nicht erlassen" not in text
    event = Event.objects.get(action=Action.APPROVE)
    assert made.pdf_sha256 in event.object
    assert first_broken(file.concept_id) is None


def test_declining_ends_in_declined(file: CaseFile) -> None:
    issued(file, declined())
    assert state_of(file) == State.DECLINED


def test_issuing_twice_gives_the_same_bescheid(file: CaseFile, robin: User) -> None:
    first = issued(file)
    again = issue(file, 1, make.officer("Kim Amt"))
    assert (again.pdf_sha256, again.issued_at) == (first.pdf_sha256, first.issued_at)
    assert actions(file).count(Action.APPROVE) == 1
    assert Notice.objects.filter(kind="decision.issued").count() == 1


def test_an_issued_decision_is_not_sent_back_or_written(file: CaseFile, robin: User) -> None:
    made = issued(file)
    for attempt in (
        lambda: send_back(file, made, robin),
        lambda: deciding.word(
            concept_id=file.concept_id, version=1, text="Neu", saved=made.saved, by=robin
        ),
    ):
        with pytest.raises(Refused, match="ist erlassen"):
            attempt()
    after = Decision.objects.get()
    assert (after.text, after.pdf_sha256) == (made.text, made.pdf_sha256)


def test_a_correction_is_a_new_version_and_the_old_one_stays(file: CaseFile) -> None:
    first = issued(file)
    second = issued(file, facts("50000", why="Die Stelle ist kleiner."))
    assert (second.version, second.why) == (2, "Die Stelle ist kleiner.")
    assert "Er ersetzt den Bescheid vom" in second.text
    assert "Grund: Die Stelle ist kleiner." in second.text
    assert bytes(Decision.objects.get(version=1).pdf or b"") == bytes(first.pdf or b"")
    assert state_of(file) == State.APPROVED
    issued(file, declined(why="Der Antrag fiel weg."))
    assert state_of(file) == State.DECLINED


def test_a_condition_that_stays_keeps_what_was_done(file: CaseFile) -> None:
    first = issued(file)
    alex = make.user()
    first.conditions.filter(place=1).update(
        owner=alex, note="Besetzt", done_by=alex, done_at=first.at
    )
    other = (ConditionFacts("Neu"), ConditionFacts("Die Stelle ist bis Ende März zu besetzen."))
    second = issued(file, facts(conditions=other, why="Eine Auflage fehlte."))
    kept = second.conditions.get(place=2)
    assert (kept.owner, kept.note, kept.done_by) == (alex, "Besetzt", alex)
    assert second.conditions.get(place=1).done_at is None


def test_period_and_rows_are_held_by_the_database(file: CaseFile, robin: User) -> None:
    made = propose(file, facts(), robin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(period_to=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            file=file,
            version=2,
            submission=made.submission,
            result="approve",
            text="",
            by=robin,
            at=made.at,
        )


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.SIGNATORY, Role.APPROVER, Role.MINISTRY, Role.ADMINISTRATOR]
)
def test_only_officers_propose_and_issue(file: CaseFile, role: Role) -> None:
    place = make.body() if role in (Role.COORDINATOR, Role.SIGNATORY) else make.office()
    other = make.user(f"Jemand {role}", role, place)
    with pytest.raises(Refused, match="Sachbearbeitung"):
        propose(file, facts(), other)
    made = countersigned(file)
    with pytest.raises(Refused, match="Sachbearbeitung"):
        issue(file, made.version, other)
