"""Files that lie beside a concept or came with a message: given out once they are checked."""

from dataclasses import replace
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from wirportal.concepts.models import Concept, Upload
from wirportal.concepts.models.uploads import UploadState
from wirportal.people.proof import user_of
from wirportal.review.models import Condition
from wirportal.rulebook.decide import decide, require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view
from wirportal.web.papers import download

PROOFS = Condition.objects.filter(proof__isnull=False).values("proof")
PLACES: tuple[tuple[Action, Q, str], ...] = (
    (Action.READ_DRAFT, Q(attachments__isnull=False), "attachments"),
    (Action.READ, Q(attachments__seal__submission__isnull=False), "attachments"),
    (Action.READ_MESSAGES, Q(message__isnull=False), "messages"),
    (Action.SEE_CONDITIONS, Q(pk__in=PROOFS), "conditions"),
)
"""Where a file may lie, who sees it there: whoever may do this; and on which page."""


@concept_view(GET=Action.READ)
def upload(request: HttpRequest, concept: Concept, upload: UUID) -> HttpResponse:
    """The file as it was sent: never shown, only saved."""
    given, _page = given_out(request, concept, upload)
    return download(bytes(given.data or b""), given.media_type, given.name)


def given_out(request: HttpRequest, concept: Concept, upload: UUID) -> tuple[Upload, str]:
    """A file that the person may have, without its bytes, and the page where it lies.

    Raises Http404 for what they don't see, Refused before it was checked and once it was refused.
    A query for each place where they may see files, until it is found.
    """
    actor = concept.actor(user_of(request))
    for action, place, page in PLACES:
        if decide(action, concept.case, actor):
            there = concept.uploads.filter(place, pk=upload).defer("data").select_related("by")
            if found := there.first():
                require(Action.TAKE_UPLOAD, case_of(concept, found), actor)
                return found, page
    raise Http404


def case_of(concept: Concept, upload: Upload) -> Case:
    """The facts about one file."""
    return replace(
        concept.case,
        files_waiting=int(upload.state == UploadState.WAITING),
        files_refused=int(upload.state == UploadState.REFUSED),
    )
