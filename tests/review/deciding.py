"""Decisions in every state, reached the way the authority reaches them."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests import make
from wirportal.concepts.models import Concept
from wirportal.people.models import User
from wirportal.review import deciding
from wirportal.review.deciding import AmountFacts, ConditionFacts, DecisionFacts
from wirportal.review.models import CaseFile, Decision
from wirportal.review.models.deciding import Result
from wirportal.rulebook.roles import Role

CAP = "Volle Stelle"
"""Of the directive that tests use: 60,000 Euro."""


def approver(name: str = "Sascha Zweit") -> User:
    """Somebody at the authority who countersigns."""
    return make.user(name, Role.APPROVER, make.office())


def facts(amount: str = "60000", quantity: str = "1", **changes: Any) -> DecisionFacts:
    """An approval with one amount and two conditions."""
    conditions = (
        ConditionFacts("Die Stelle ist bis Ende März zu besetzen.", date(2027, 3, 31)),
        ConditionFacts("Über die Ergebnisse ist zu berichten."),
    )
    given: dict[str, Any] = {
        "result": Result.APPROVE,
        "period_from": date(2027, 1, 1),
        "period_to": date(2027, 12, 31),
        "amounts": (AmountFacts(CAP, Decimal(quantity), Decimal(amount)),),
        "conditions": conditions,
    }
    return DecisionFacts(**given | changes)


def declined(**changes: Any) -> DecisionFacts:
    return DecisionFacts(Result.DECLINE, **changes)


def proposed(file: CaseFile, what: DecisionFacts | None = None, by: User | None = None) -> Decision:
    """Written, and complete."""
    officer = by or make.officer()
    last = file.decisions.first()
    saved = last.saved if last and last.issued_at is None else 0
    made = deciding.propose(
        concept_id=file.concept_id, facts=what or facts(), saved=saved, by=officer
    )
    text = made.text.replace("[Bitte begründen]", "Die Richtlinie lässt es nicht zu.")
    return deciding.word(
        concept_id=file.concept_id, version=made.version, text=text, saved=made.saved, by=officer
    )


def given(file: CaseFile, what: DecisionFacts | None = None, by: User | None = None) -> Decision:
    """It waits for the second person."""
    made = proposed(file, what, by)
    deciding.give(
        concept_id=file.concept_id,
        version=made.version,
        saved=made.saved,
        by=by or make.officer(),
    )
    return Decision.objects.get(pk=made.pk)


def countersigned(file: CaseFile, what: DecisionFacts | None = None) -> Decision:
    """The second person agrees."""
    made = given(file, what)
    deciding.countersign(
        concept_id=file.concept_id, version=made.version, saved=made.saved, by=approver()
    )
    return Decision.objects.get(pk=made.pk)


def issued(file: CaseFile, what: DecisionFacts | None = None) -> Decision:
    """The municipality has the Bescheid."""
    made = countersigned(file, what)
    return deciding.issue(
        concept_id=file.concept_id, version=made.version, saved=made.saved, by=make.officer()
    )


def state_of(file: CaseFile) -> str:
    return Concept.objects.get(pk=file.concept_id).state
