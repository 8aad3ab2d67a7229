"""The verbs of the inbox: who sees to a file until when, and a person's own views of the list."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format

from wirportal.concepts.models import Concept
from wirportal.concepts.steps import locked
from wirportal.editions.text import clean_line
from wirportal.ledger.actions import record
from wirportal.notices.actions import About, tell
from wirportal.notices.kinds import Kind
from wirportal.people.models import User
from wirportal.people.seen import digest, require_seen
from wirportal.review.models import CaseFile, SavedView
from wirportal.review.queries import officers
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action


@dataclass(frozen=True)
class Arrangement:
    """Who sees to a file, and until when the authority means to be through."""

    officer_id: int
    due: date | None

    @classmethod
    def of(cls, file: CaseFile) -> "Arrangement":
        return cls(file.officer_id, file.due)


@transaction.atomic
def arrange(*, concept_id: UUID, wanted: Arrangement, seen: str, by: User) -> CaseFile:
    """Settle it anew, and tell who is in charge now. Stale where somebody has since the person
    saw it."""
    concept = locked(concept_id)
    file = CaseFile.objects.filter(concept=concept).first()
    case = _case(concept, file, wanted.officer_id)
    require(Action.ARRANGE, case, concept.actor(by))
    assert file
    before = Arrangement.of(file)
    if before == wanted:
        return file
    require_seen(asdict(before), seen)
    file.officer_id, file.due = wanted.officer_id, wanted.due
    file.save(update_fields=("officer", "due"))
    event = record(
        chain=concept.pk,
        actor_id=by.pk,
        action=Action.ARRANGE,
        object=f"file {file.number} person {wanted.officer_id}",
        before=seen,
        after=digest(asdict(wanted)),
        reason=f"Frist {date_format(wanted.due, 'd.m.Y')}" if wanted.due else "ohne Frist",
    )
    if before.officer_id != wanted.officer_id:
        facts = {"place": str(concept), "number": file.file_number}
        path = reverse("case", kwargs={"concept": concept.pk})
        about = About(concept.pk, path, f"event {event.pk}", facts)
        officer = User.objects.get(pk=wanted.officer_id)
        tell(kind=Kind.IN_CHARGE, people=[officer], about=about, by=by)
    return file


def _case(concept: Concept, file: CaseFile | None, officer_id: int) -> Case:
    """Whoever has the file may keep it, also without the role."""
    stays = file is not None and file.officer_id == officer_id
    return replace(
        concept.case,
        has_file=file is not None,
        is_officer=stays or officers().filter(pk=officer_id).exists(),
    )


# --- a person's own views -------------------------------------------------------------------------


def save_view(*, name: str, query: str, by: User) -> SavedView:
    """Keep the filters under a name; those that had it before are replaced. No event: nobody
    else ever sees it."""
    require(Action.SEE_DESK, Case(), by.everywhere)
    view, _ = SavedView.objects.update_or_create(
        person=by, name=clean_line(name), defaults={"query": query}
    )
    return view


def delete_view(*, view_id: int, by: User) -> None:
    """Forget it; done again, nothing happens."""
    require(Action.SEE_DESK, Case(), by.everywhere)
    SavedView.objects.filter(pk=view_id, person=by).delete()
