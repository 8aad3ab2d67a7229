"""The verbs of the authority's file. Each repeats the ruling inside its own transaction."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from wirportal.concepts.models import Call, Concept
from wirportal.concepts.steps import locked, move
from wirportal.people.models import User
from wirportal.review.checklists import load_checklist
from wirportal.review.models import CaseFile
from wirportal.rulebook.decide import require
from wirportal.rulebook.rules import RULES, Action


@transaction.atomic
def open_case(*, concept_id: UUID, by: User) -> CaseFile:
    """Take a submission on: the file with its numbers the first time, the same one later.

    The call is locked: that makes the numbers follow one another.
    """
    concept = locked(concept_id)
    known = CaseFile.objects.filter(concept=concept).first()
    if known and concept.state in RULES[Action.OPEN_CASE].ends:
        return known
    require(Action.OPEN_CASE, concept.case, concept.actor(by))
    file = known or _new_file(concept, by)
    concept.serial_number = str(file.number)
    move(Action.OPEN_CASE, concept, by, f"file {file.number}", reason=file.file_number)
    return file


def _new_file(concept: Concept, by: User) -> CaseFile:
    call = Call.objects.select_for_update().get(pk=concept.call_id)
    load_checklist(call.directive)
    last = CaseFile.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    return CaseFile.objects.create(
        concept=concept,
        call=call,
        number=last + 1,
        file_number=f"{call.file_prefix}-{call.budget_year}-{last + 1:03}",
        officer=by,
        opened_by=by,
        opened_at=timezone.now(),
    )
