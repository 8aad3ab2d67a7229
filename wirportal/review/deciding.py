"""The verbs from the proposal to the issued Bescheid: write, give on, countersign, issue, correct.

Only the version that is not issued yet is ever changed. A verb that finds its work done returns
what was done the first time; `Stale` where somebody else has saved what the person has not seen.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from wirportal.concepts.models import Concept, Provision
from wirportal.concepts.queries import submission_of
from wirportal.concepts.steps import locked, move
from wirportal.concepts.telling import tell_of_step
from wirportal.editions.text import clean_line, clean_text
from wirportal.ledger.actions import record
from wirportal.ledger.models import Event
from wirportal.people.models import User
from wirportal.people.seen import Stale, digest
from wirportal.review import decision_letter, wording
from wirportal.review.decisions import (
    caps_of,
    case_of,
    decision_of,
    former_of,
    has_written,
    name_of,
)
from wirportal.review.letterheads import remedy_of
from wirportal.review.letters import head_of
from wirportal.review.models import Amount, CaseFile, Condition, Decision
from wirportal.review.models.deciding import Result
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action

ISSUES = {
    Result.APPROVE: Action.APPROVE,
    Result.APPROVE_IN_PART: Action.APPROVE,
    Result.DECLINE: Action.DECLINE,
}
"""What is done by issuing a decision with that result."""


@dataclass(frozen=True)
class AmountFacts:
    """What is granted for a thing that the directive names with this label."""

    label: str
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True)
class ConditionFacts:
    text: str
    due: date | None = None


@dataclass(frozen=True)
class DecisionFacts:
    """Everything that an officer proposes; `why`: where it corrects an issued decision."""

    result: str
    period_from: date | None = None
    period_to: date | None = None
    amounts: tuple[AmountFacts, ...] = ()
    conditions: tuple[ConditionFacts, ...] = ()
    why: str = ""

    @classmethod
    def of(cls, decision: Decision) -> "DecisionFacts":
        """As it stands; two queries."""
        amounts = (
            AmountFacts(one.label, one.quantity, one.amount) for one in decision.amounts.all()
        )
        conditions = (ConditionFacts(one.text, one.due) for one in decision.conditions.all())
        facts = {name: getattr(decision, name) for name in _COLUMNS}
        return cls(**facts, amounts=tuple(amounts), conditions=tuple(conditions))

    @property
    def readable(self) -> "DecisionFacts":
        """The same, with its texts as people see them."""
        conditions = (replace(one, text=clean_text(one.text)) for one in self.conditions)
        return replace(self, why=clean_text(self.why), conditions=tuple(conditions))


_COLUMNS = ("result", "period_from", "period_to", "why")


def grant_of(concept: Concept, facts: AmountFacts, cap: Provision) -> Case:
    """The facts about one amount, before it is saved; no query."""
    return replace(concept.case, grants=(_amount(1, facts, {cap.label: cap}).grant,))


@transaction.atomic
def propose(*, concept_id: UUID, facts: DecisionFacts, saved: int, by: User) -> Decision:
    """Write down what is to be decided. The text follows, unless somebody has edited it.

    Args:
        saved: of the version that the person has seen, 0 where there was none.
    """
    concept, facts = locked(concept_id), facts.readable
    decision = _unissued(concept)
    caps = caps_of(concept)
    if any(one.label not in caps for one in facts.amounts):
        raise Stale  # the directive was written anew meanwhile
    amounts = [_amount(place, one, caps) for place, one in enumerate(facts.amounts, start=1)]
    grants = tuple(one.grant for one in amounts)
    case = replace(case_of(concept, decision), grants=grants)
    require(Action.PROPOSE, case, concept.actor(by))
    if decision.pk and DecisionFacts.of(decision) == facts:
        return decision
    if saved != (decision.saved if decision.pk else 0):
        raise Stale
    edited = decision.pk and decision.text != draft_of(concept, decision, by)
    for name in _COLUMNS:
        setattr(decision, name, getattr(facts, name))
    _save(decision, by)
    _write_rows(decision, amounts, facts.conditions)
    if not edited:
        decision.text = draft_of(concept, decision, by)
        decision.save(update_fields=("text",))
    _record(Action.PROPOSE, concept, decision, by)
    return decision


def _unissued(concept: Concept) -> Decision:
    """The version being written, else a new one that is not saved yet."""
    file = CaseFile.objects.get(concept=concept)
    last = file.decisions.first()
    if last and last.issued_at is None:
        return last
    submission = submission_of(concept)
    assert submission
    return Decision(file=file, version=last.version + 1 if last else 1, submission=submission)


def _amount(place: int, facts: AmountFacts, caps: Mapping[str, Provision]) -> Amount:
    """With what the directive says today."""
    cap = caps[facts.label]
    return Amount(
        place=place,
        label=cap.label,
        cap=cap.amount,
        unit=cap.unit,
        verified=cap.verified,
        quantity=facts.quantity,
        amount=facts.amount,
    )


def _write_rows(
    decision: Decision, amounts: list[Amount], conditions: tuple[ConditionFacts, ...]
) -> None:
    decision.amounts.all().delete()
    decision.conditions.all().delete()
    for amount in amounts:
        amount.decision = decision
    Amount.objects.bulk_create(amounts)
    Condition.objects.bulk_create(
        Condition(decision=decision, place=place, text=one.text, due=one.due)
        for place, one in enumerate(conditions, start=1)
    )


def draft_of(concept: Concept, decision: Decision, by: User) -> str:
    """The words that follow from what is decided, under this officer's letterhead."""
    return wording.draft(concept, decision, remedy_of(by), former_of(decision))


@transaction.atomic
def word(*, concept_id: UUID, version: int, text: str, saved: int, by: User) -> Decision:
    """Write the Bescheid's text."""
    concept = locked(concept_id)
    decision = decision_of(concept, version)
    require(Action.WORD, case_of(concept, decision), concept.actor(by))
    text = clean_text(text)
    if decision.text != text:
        if decision.saved != saved:
            raise Stale
        decision.text = text
        _save(decision, by)
        _record(Action.WORD, concept, decision, by)
    return decision


def _save(decision: Decision, by: User) -> None:
    """Count the save; whoever saved last stands for the proposal."""
    decision.saved = decision.saved + 1 if decision.pk else 1
    decision.by, decision.at = by, timezone.now()
    decision.save()


@transaction.atomic
def give(*, concept_id: UUID, version: int, saved: int, by: User) -> None:
    """Have somebody else countersign it; from now on its text stands still."""
    concept = locked(concept_id)
    decision = decision_of(concept, version)
    if decision.proposed_at:
        return
    grants = tuple(one.grant for one in decision.amounts.all())
    case = replace(case_of(concept, decision), grants=grants, lacking=wording.lacking(decision))
    require(Action.GIVE_PROPOSAL, case, concept.actor(by))
    if decision.saved != saved:
        raise Stale
    decision.proposed_at = timezone.now()
    decision.save(update_fields=("proposed_at",))
    _tell(Action.GIVE_PROPOSAL, concept, decision, by)


@transaction.atomic
def send_back(*, concept_id: UUID, version: int, by: User, reason: str) -> None:
    """It is written on: the second person has found something, or the first one has."""
    concept = locked(concept_id)
    decision = decision_of(concept, version)
    require(Action.SEND_BACK, case_of(concept, decision), concept.actor(by))
    decision.proposed_at = decision.countersigned_by = decision.countersigned_at = None
    decision.saved += 1
    decision.save()
    _tell(Action.SEND_BACK, concept, decision, by, reason=clean_line(reason)[:500])


@transaction.atomic
def countersign(*, concept_id: UUID, version: int, saved: int, by: User) -> None:
    """The second person agrees to exactly what they have seen."""
    concept = locked(concept_id)
    decision = decision_of(concept, version)
    if decision.countersigned_by_id == by.pk:
        return
    case = replace(case_of(concept, decision), own_words=has_written(concept, decision, by))
    require(Action.COUNTERSIGN, case, concept.actor(by))
    if decision.saved != saved or decision.countersigned_at:
        raise Stale
    decision.countersigned_by, decision.countersigned_at = by, timezone.now()
    decision.save(update_fields=("countersigned_by", "countersigned_at"))
    _tell(Action.COUNTERSIGN, concept, decision, by)


@transaction.atomic
def issue(*, concept_id: UUID, version: int, saved: int, by: User) -> Decision:
    """Freeze the Bescheid that the person has seen and deliver it, once. What it corrects stays,
    and is no longer valid.

    The PDF is drawn while the concept is locked: two who issue at once get the same one.
    """
    concept = locked(concept_id)
    decision = decision_of(concept, version)
    if decision.issued_at:
        return decision
    action = ISSUES[Result(decision.result)]
    require(action, case_of(concept, decision), concept.actor(by))
    if decision.saved != saved:
        raise Stale
    decision.issued_by, decision.issued_at = by, timezone.now()
    decision.pdf = decision_letter.render(concept, decision, head_of(by))
    decision.pdf_sha256 = hashlib.sha256(decision.pdf).hexdigest()
    decision.save()
    if former := former_of(decision):
        _go_on_with_conditions(former, decision)
    move(action, concept, by, f"{name_of(decision)} {decision.pdf_sha256}")
    return decision


def _go_on_with_conditions(former: Decision, decision: Decision) -> None:
    """A condition that stays word for word keeps what was done about it."""
    known = {one.text: one for one in former.conditions.all()}
    kept = ("owner", "note", "proof", "done_by", "done_at")
    for condition in decision.conditions.filter(text__in=known):
        for name in kept:
            setattr(condition, name, getattr(known[condition.text], name))
        condition.save(update_fields=kept)


def _record(
    action: Action, concept: Concept, decision: Decision, by: User, reason: str = ""
) -> Event:
    """With the hash of all that is to be decided, and its words."""
    facts = asdict(DecisionFacts.of(decision)) | {"text": decision.text}
    return record(
        chain=concept.pk,
        actor_id=by.pk,
        action=action,
        object=name_of(decision),
        after=digest(facts),
        reason=reason,
    )


def _tell(action: Action, concept: Concept, decision: Decision, by: User, reason: str = "") -> None:
    tell_of_step(action, concept, by, _record(action, concept, decision, by, reason))
