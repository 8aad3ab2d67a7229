"""The verbs of looking into a file: findings, remarks, notes.

Everything here stays with the authority. A verb that finds its work done returns what was done
the first time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from wirportal.concepts.models import Concept
from wirportal.concepts.steps import locked
from wirportal.editions.text import clean_text
from wirportal.ledger.actions import record
from wirportal.ledger.hashing import digest_of
from wirportal.people.models import User
from wirportal.review.models import CaseFile, CheckRow, Finding, Note, Remark
from wirportal.rulebook.decide import require
from wirportal.rulebook.rules import Action

# --- the checklist --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """What an officer writes in a row: over which version (0: nobody has written yet)."""

    outcome: str
    remark: str
    version: int


@transaction.atomic
def save_findings(
    *, concept_id: UUID, findings: Mapping[int, Found], by: User
) -> dict[int, Finding]:
    """Write rows of the checklist, by id, as far as they say something else than before.

    Rows that somebody else has changed since stay as they are: they are returned as they stand,
    by id. CheckRow.DoesNotExist for a row of another list, CaseFile.DoesNotExist before there is a
    file.
    """
    concept, file = _file(Action.SAVE_FINDINGS, concept_id, by)
    rows = file.call.directive.checks.in_bulk(findings)
    if len(rows) != len(findings):
        raise CheckRow.DoesNotExist
    there = {finding.row_id: finding for finding in file.findings.select_related("by")}
    clashes = {}
    for row_id, typed in findings.items():
        finding = there.get(row_id) or Finding(file=file, row=rows[row_id], version=0)
        remark = clean_text(typed.remark)
        if (typed.outcome, remark) == (finding.outcome, finding.remark):
            continue
        if typed.version != finding.version:
            clashes[row_id] = finding
            continue
        before = _said(finding)
        finding.outcome, finding.remark = typed.outcome, remark
        finding.version, finding.by, finding.at = finding.version + 1, by, timezone.now()
        finding.save()
        about = f"check {rows[row_id].place}"
        _record(Action.SAVE_FINDINGS, concept, by, about, before=before, after=_said(finding))
    return clashes


def _said(finding: Finding) -> str:
    return digest_of([finding.outcome, finding.remark]) if finding.version else ""


# --- remarks and notes ----------------------------------------------------------------------------


@transaction.atomic
def remark(*, concept_id: UUID, question_id: str, text: str, by: User) -> Remark:
    """Say something about an official question; the same person says the same thing once.

    KeyError for an unknown question, CaseFile.DoesNotExist before there is a file.
    """
    concept, file = _file(Action.REMARK, concept_id, by)
    question = concept.edition.official[question_id]
    facts = {"question": question.id, "text": clean_text(text), "by": by}
    if said := file.remarks.filter(**facts).first():
        return said
    made = file.remarks.create(at=timezone.now(), **facts)
    _record(Action.REMARK, concept, by, question.id, after=digest_of(made.text))
    return made


@transaction.atomic
def take_back(*, concept_id: UUID, remark_id: int, by: User) -> None:
    """Take a remark out of the file; one that is gone stays gone."""
    concept, file = _file(Action.REMARK, concept_id, by)
    if said := file.remarks.filter(pk=remark_id).first():
        _record(Action.REMARK, concept, by, said.question, before=digest_of(said.text))
        said.delete()


@transaction.atomic
def note(*, concept_id: UUID, text: str, by: User) -> Note:
    """Leave a note for one's own authority; the same person leaves the same one once.

    CaseFile.DoesNotExist before there is a file.
    """
    concept, file = _file(Action.WRITE_NOTE, concept_id, by)
    facts = {"text": clean_text(text), "by": by}
    if said := file.notes.filter(**facts).first():
        return said
    made = file.notes.create(at=timezone.now(), **facts)
    _record(Action.WRITE_NOTE, concept, by, f"note {made.pk}", after=digest_of(made.text))
    return made


def _file(action: Action, concept_id: UUID, by: User) -> tuple[Concept, CaseFile]:
    """The concept, locked, and its file, once the person may do it."""
    concept = locked(concept_id)
    require(action, concept.case, concept.actor(by))
    return concept, CaseFile.objects.select_related("call__directive").get(concept=concept)


def _record(action: Action, concept: Concept, by: User, about: str, **digests: str) -> None:
    record(chain=concept.pk, actor_id=by.pk, action=action, object=about, **digests)
