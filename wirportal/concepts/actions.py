"""The verbs of drafting. Each repeats the ruling inside its own transaction."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import rfc8785
from django.db import IntegrityError, transaction
from django.db.models import F, Subquery
from django.utils import timezone

from wirportal.concepts.models import (
    Answer,
    AnswerVersion,
    Call,
    Concept,
    ImportedFile,
    Revision,
    actor_in,
)
from wirportal.concepts.queries import answers_of
from wirportal.concepts.tasks import read_file
from wirportal.editions.model import Answers
from wirportal.editions.text import clean_line
from wirportal.ledger.actions import record
from wirportal.ledger.hashing import digest_of
from wirportal.people.models import Organisation, User
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State
from wirportal.sentence import Sentence

SITTING = timedelta(minutes=15)
"""Saves of one person within this time become one earlier text, unless much is deleted."""


class Conflict(Exception):
    """Somebody else has saved the same question since; `theirs` is what stands there now."""

    def __init__(self, theirs: Answer) -> None:
        super().__init__(theirs.question)
        self.theirs = theirs


@dataclass(frozen=True)
class Saved:
    """`version` to send with the next save; `at` is the instant of the last change."""

    version: int
    at: datetime | None


def create_concept(*, organisation: Organisation, call: Call, by: User) -> Concept:
    """A new draft with an empty answer for each question; the existing one where there is one."""
    eligible = organisation.status_on(call.eligible_on) is not None
    case = Case(timing=call.timing(timezone.now()), eligible=eligible)
    require(Action.CREATE, case, actor_in(by, organisation.pk))
    try:
        with transaction.atomic():
            concept = Concept.objects.create(organisation=organisation, call=call, created_by=by)
            Answer.objects.bulk_create(_first_answers(concept))
            record(chain=concept.pk, actor_id=by.pk, action=Action.CREATE, after=concept.state)
    except IntegrityError:
        current = Concept.objects.exclude(state=State.WITHDRAWN)
        return current.get(organisation=organisation, call=call)
    return concept


def _first_answers(concept: Concept) -> list[Answer]:
    known = {"applicant": concept.organisation.legal_name}
    return [
        Answer(concept=concept, question=question.id, value=known.get(question.id))
        for question in concept.edition.questions.values()
        if not question.given
    ]


@transaction.atomic
def save_answer(
    *,
    concept_id: UUID,
    question_id: str,
    value: Any,
    version: int,
    by: User,
    action: Action = Action.SAVE,
    reason: str = "",
) -> Saved:
    """Keep a question's value (as parsed by its kind) if nobody saved since `version`.

    Conflict where somebody did with another value, Refused where the rulebook says no,
    Answer.DoesNotExist for a question that is not typed in this edition.
    """
    concept = Concept.objects.select_for_update().get(pk=concept_id)
    case = replace(concept.case, question=question_id)
    require(action, case, concept.actor(by))
    now = timezone.now()
    changed = Answer.objects.filter(
        concept_id=concept_id, question=question_id, version=version
    ).update(value=value, version=F("version") + 1, edited_by=by, edited_at=now)
    if not changed:
        theirs = Answer.objects.select_related("edited_by").get(
            concept_id=concept_id, question=question_id
        )
        if theirs.value != value:
            raise Conflict(theirs)
        return Saved(theirs.version, theirs.edited_at)
    _keep_version(concept_id, question_id, value, version + 1, by, now, typed_on=not reason)
    record(
        chain=concept_id,
        actor_id=by.pk,
        action=action,
        object=question_id,
        after=digest_of(value),
        reason=reason,
    )
    return Saved(version + 1, now)


def _keep_version(
    concept_id: UUID,
    question_id: str,
    value: Any,
    version: int,
    by: User,
    now: datetime,
    *,
    typed_on: bool,
) -> None:
    """Renew the person's own last text of this sitting where it was typed on, or begin a new one.

    A text that comes from elsewhere (a file, the history) must not swallow the one before.
    """
    answer = Answer.objects.filter(concept_id=concept_id, question=question_id)
    size = len(json.dumps(value, ensure_ascii=False))
    facts = {"version": version, "value": value, "size": size, "at": now}
    last = AnswerVersion.objects.filter(
        answer__in=answer,
        version=version - 1,
        author=by,
        began_at__gt=now - SITTING,
        size__lte=2 * size,
    )
    is_first = version == 1  # then there is none to renew
    if is_first or not (typed_on and last.update(**facts)):
        AnswerVersion.objects.create(
            answer_id=Subquery(answer.values("pk")), author=by, began_at=now, **facts
        )


def restore_version(
    *, concept_id: UUID, question_id: str, restored: int, version: int, by: User
) -> Saved:
    """Bring an earlier text back as the newest one; AnswerVersion.DoesNotExist for an unknown."""
    earlier = AnswerVersion.objects.get(
        answer__concept_id=concept_id, answer__question=question_id, version=restored
    )
    return save_answer(
        concept_id=concept_id,
        question_id=question_id,
        value=earlier.value,
        version=version,
        by=by,
        reason=f"Fassung {restored} zurückgeholt",
    )


@transaction.atomic
def export(*, concept_id: UUID, by: User) -> Revision:
    """The revision of the present answers, to be given out; the same answers give the same one."""
    concept = (
        Concept.objects.select_for_update(of=("self",)).select_related("call").get(pk=concept_id)
    )
    require(Action.EXPORT, concept.case, concept.actor(by))
    revision = freeze(concept=concept, answers=answers_of(concept), by=by)
    record(
        chain=concept_id,
        actor_id=by.pk,
        action=Action.EXPORT,
        object=f"revision {revision.number}",
        after=revision.sha256,
    )
    return revision


def freeze(*, concept: Concept, answers: Answers, by: User) -> Revision:
    """The revision of these answers, of a concept that the caller has locked."""
    content = rfc8785.dumps(answers).decode()
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    if known := concept.revisions.filter(sha256=sha256).first():
        return known
    return Revision.objects.create(
        concept=concept,
        number=concept.revisions.count() + 1,
        edition_sha256=concept.edition.sha256,
        content=content,
        sha256=sha256,
        author=by,
        created_at=timezone.now(),
    )


@transaction.atomic
def receive_file(*, concept_id: UUID, name: str, data: bytes, by: User) -> ImportedFile:
    """Keep an uploaded file and have a worker read it; the size is the caller's to limit."""
    concept = Concept.objects.get(pk=concept_id)
    require(Action.IMPORT, concept.case, concept.actor(by))
    received = ImportedFile.objects.create(
        concept=concept,
        name=clean_line(name)[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        author=by,
    )
    read_file.enqueue(str(received.pk))
    return received


def take_in(*, received: ImportedFile, found: dict[str, Any] | Sentence) -> None:
    """Replace a file's bytes by what was found in it, or by why it could not be read."""
    fields: dict[str, Any] = {"data": None}
    if isinstance(found, Sentence):
        fields["error"] = found[:500]
    else:
        revisions = {revision.code: revision for revision in received.concept.revisions.all()}
        fields |= {"content": found, "base": revisions.get(found["revision"])}
    ImportedFile.objects.filter(pk=received.pk).exclude(data=None).update(**fields)


def take_over(
    *, imported: ImportedFile, values: Mapping[str, tuple[Any, int]], by: User
) -> dict[str, Saved | Conflict]:
    """Save the chosen values (question id → value, version seen); each stands or fails alone."""
    outcomes: dict[str, Saved | Conflict] = {}
    for question_id, (value, version) in values.items():
        try:
            outcomes[question_id] = save_answer(
                concept_id=imported.concept_id,
                question_id=question_id,
                value=value,
                version=version,
                by=by,
                action=Action.IMPORT,
                reason=imported.name,
            )
        except Conflict as conflict:
            outcomes[question_id] = conflict
    return outcomes
