"""The verbs that come after a decision, or instead of it: open, object, see to conditions,
withdraw."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from wirportal.concepts.models.uploads import UploadState
from wirportal.concepts.queries import members_of
from wirportal.concepts.sealing import break_seal
from wirportal.concepts.steps import locked, move
from wirportal.concepts.telling import tell_of_step
from wirportal.concepts.uploads import Sent, take_in
from wirportal.editions.text import clean_line, clean_text
from wirportal.ledger.actions import record
from wirportal.people.models import User
from wirportal.people.seen import digest, require_seen
from wirportal.review.decisions import decision_of, issued_of, name_of
from wirportal.review.models import Condition, Decision, Objection
from wirportal.rulebook.decide import require
from wirportal.rulebook.rules import RULES, Action


@transaction.atomic
def open_decision(*, concept_id: UUID, version: int, by: User) -> Decision:
    """Note who of the municipality opened the Bescheid first, and when; later only read it."""
    concept = locked(concept_id)
    decision = decision_of(concept, version)
    if decision.opened_at:
        return decision
    require(Action.OPEN_DECISION, concept.case, concept.actor(by))
    decision.opened_by, decision.opened_at = by, timezone.now()
    decision.save(update_fields=("opened_by", "opened_at"))
    record(
        chain=concept.pk,
        actor_id=by.pk,
        action=Action.OPEN_DECISION,
        object=name_of(decision),
        after=decision.pdf_sha256,
    )
    return decision


@transaction.atomic
def object_to(
    *, concept_id: UUID, version: int, received_on: date, text: str, by: User
) -> Objection:
    """Note a Widerspruch that came in; the same one entered twice counts once."""
    concept = locked(concept_id)
    require(Action.OBJECT, concept.case, concept.actor(by))
    decision = decision_of(concept, version)
    facts = {"decision": decision, "received_on": received_on, "text": clean_text(text)}
    if known := Objection.objects.filter(**facts).first():
        return known
    made = Objection.objects.create(**facts, by=by, at=timezone.now())
    event = record(
        chain=concept.pk,
        actor_id=by.pk,
        action=Action.OBJECT,
        object=name_of(decision),
        reason=f"{received_on:%d.%m.%Y}",
    )
    tell_of_step(Action.OBJECT, concept, by, event, day=f"{received_on:%d.%m.%Y}")
    return made


# --- conditions -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ConditionWork:
    """What the municipality says of a condition; `owner` by id."""

    owner: int | None = None
    note: str = ""
    done: bool = False

    @classmethod
    def of(cls, condition: Condition) -> "ConditionWork":
        return cls(condition.owner_id, condition.note, bool(condition.done_at))


@transaction.atomic
def change_condition(
    *,
    concept_id: UUID,
    place: int,
    work: ConditionWork,
    seen: str,
    by: User,
    proof: Sent | None = None,
) -> None:
    """Say who sees to it, what was done, whether it is done; prove it, in place of the proof that
    is there. Stale where somebody has changed it since the person saw it. Raises UnreadableFile.
    """
    concept, work = locked(concept_id), replace(work, note=clean_text(work.note))
    people = {user.pk: roles for user, roles in members_of(concept).items()}
    asked_roles = people.get(work.owner, frozenset()) if work.owner else None
    case = replace(concept.case, asked_roles=asked_roles)
    require(Action.CHANGE_CONDITION, case, concept.actor(by))
    decision = issued_of(concept)[0]
    condition = decision.conditions.get(place=place)
    before = ConditionWork.of(condition)
    new = proof if proof and not _is_there(condition, proof) else None
    if before == work and new is None:
        return
    if before != work:
        require_seen(asdict(before), seen)
    condition.owner_id, condition.note = work.owner, work.note
    if work.done != before.done:
        condition.done_by, condition.done_at = (by, timezone.now()) if work.done else (None, None)
    if new:
        condition.proof = take_in(concept=concept, sent=new, by=by)
    condition.save()
    record(
        chain=concept.pk,
        actor_id=by.pk,
        action=Action.CHANGE_CONDITION,
        object=f"{name_of(decision)} condition {place}",
        before="done" if before.done else "open",
        after=digest(asdict(work) | ({"proof": new.sha256} if new else {})),
        reason=condition.proof.name if condition.proof and new else "",
    )


def _is_there(condition: Condition, proof: Sent) -> bool:
    """Whether the same file proves it already."""
    there = condition.proof
    if there is None or there.state == UploadState.REFUSED:
        return False
    return there.sha256 == proof.sha256


# --- withdrawing ----------------------------------------------------------------------------------


@transaction.atomic
def withdraw(*, concept_id: UUID, by: User, reason: str) -> None:
    """Take the concept out of the authority's hands for good; its file stays as it is."""
    concept = locked(concept_id)
    if concept.state in RULES[Action.WITHDRAW].ends:
        return
    require(Action.WITHDRAW, concept.case, concept.actor(by))
    why = clean_line(reason)[:500]
    break_seal(concept, by, why)
    move(Action.WITHDRAW, concept, by, "concept", reason=why)
