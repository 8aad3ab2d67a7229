"""The verbs of Mitzeichnung: ask one person for one question, hand it back, answer to that.

They stand apart from `actions`, which drafts: a file for both would be too long to read.
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from wirportal.concepts.models import Assignment, Concept
from wirportal.concepts.telling import tell_of_assignment
from wirportal.editions.text import clean_line, clean_text
from wirportal.ledger.actions import record
from wirportal.people.models import Membership, User
from wirportal.rulebook.decide import require
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import RULES, Action
from wirportal.rulebook.states import AssignmentState


@transaction.atomic
def ask(
    *, concept_id: UUID, question_id: str, person: User, due: date, by: User, note: str = ""
) -> Assignment:
    """Ask somebody of the organisation for an official question, with the table beside it.

    Asking a person who has the question already renews note and date; the same request sent twice
    is one. Whoever could not write yet may from now on write what was assigned. KeyError for a
    question that nobody answers.
    """
    concept = (
        Concept.objects.select_for_update(of=("self",)).select_related("call").get(pk=concept_id)
    )
    question = concept.edition.official[question_id]
    held = Membership.objects.in_force().filter(user=person, organisation=concept.organisation_id)
    roles = frozenset(Role(membership.role) for membership in held)
    case = replace(concept.case, question=question.id, asked_roles=roles)
    require(Action.ASK, case, concept.actor(by))
    if not roles & RULES[Action.SAVE].roles:
        _let_contribute(person, concept.organisation_id)
    return _asked(Action.ASK, concept, question.id, person, by, note, due)


def _let_contribute(person: User, organisation_id: int) -> None:
    Membership.objects.update_or_create(
        user=person,
        organisation_id=organisation_id,
        role=Role.CONTRIBUTOR,
        deputy_for=None,
        defaults={"valid_from": None, "valid_to": None},
    )


def _asked(
    action: Action,
    concept: Concept,
    question_id: str,
    person: User,
    by: User,
    note: str,
    due: date,
) -> Assignment:
    to = RULES[action].to
    assert isinstance(to, AssignmentState)
    under_way = concept.assignments.filter(question=question_id, person=person, closed_at=None)
    before = under_way.values_list("state", flat=True).first() or ""
    wanted = {
        "asked_by": by,
        "note": clean_text(note)[:1000],
        "due": due,
        "state": to,
    }
    if repeated := under_way.filter(**wanted).first():
        return repeated
    assignment, _ = under_way.update_or_create(
        concept=concept,
        question=question_id,
        person=person,
        defaults=wanted | {"asked_at": timezone.now(), "handed_back_at": None},
    )
    _record(action, assignment, by, before)
    return assignment


@transaction.atomic
def hand_back(*, assignment_id: int, by: User, remark: str = "") -> Assignment:
    """Give a question back, written or not, with a word to whoever asked."""
    return _move(
        Action.HAND_BACK,
        assignment_id,
        by,
        remark=clean_line(remark)[:1000],
        handed_back_at=timezone.now(),
    )


@transaction.atomic
def accept(*, assignment_id: int, by: User) -> Assignment:
    """Be content with what was handed back."""
    now = timezone.now()
    return _move(Action.ACCEPT, assignment_id, by, closed_at=now)


@transaction.atomic
def ask_again(*, assignment_id: int, by: User, due: date, note: str = "") -> Assignment:
    """Ask for the same question once more, with a new note and date."""
    return _move(
        Action.ASK_AGAIN,
        assignment_id,
        by,
        asked_by=by,
        asked_at=timezone.now(),
        note=clean_text(note)[:1000],
        due=due,
        handed_back_at=None,
    )


@transaction.atomic
def cancel(*, assignment_id: int, by: User) -> Assignment:
    """Take a request back; what was written stays."""
    now = timezone.now()
    return _move(Action.CANCEL, assignment_id, by, closed_at=now)


@transaction.atomic
def release(*, person: User, by: User) -> None:
    """Take back what somebody still owes whose account is closed; the caller has the ruling."""
    owed = Assignment.objects.filter(person=person, state=AssignmentState.OPEN)
    locked = owed.select_related("concept").select_for_update(of=("self", "concept"))
    for assignment in locked.order_by("concept"):
        assignment.state, assignment.closed_at = AssignmentState.CANCELLED, timezone.now()
        assignment.save(update_fields=("state", "closed_at"))
        _record(Action.CANCEL, assignment, by, AssignmentState.OPEN)


def _move(action: Action, assignment_id: int, by: User, **changes: Any) -> Assignment:
    """Into the state that the rulebook names; one that is there already is returned as it is."""
    assignment = (
        Assignment.objects.select_for_update(of=("self", "concept"))
        .select_related("concept__call", "person", "asked_by")
        .get(pk=assignment_id)
    )
    before, to = assignment.state, RULES[action].to
    assert isinstance(to, AssignmentState)
    repeated = before == to
    case = replace(assignment.case, request=None) if repeated else assignment.case
    require(action, case, assignment.concept.actor(by))
    if repeated:
        return assignment
    for name, value in changes.items():
        setattr(assignment, name, value)
    assignment.state = to
    assignment.save()
    _record(action, assignment, by, before)
    return assignment


def _record(action: Action, assignment: Assignment, by: User, before: str) -> None:
    event = record(
        chain=assignment.concept_id,
        actor_id=by.pk,
        action=action,
        object=f"{assignment.question} person {assignment.person_id}",
        before=before,
        after=assignment.state,
    )
    tell_of_assignment(action, assignment, by, event)
