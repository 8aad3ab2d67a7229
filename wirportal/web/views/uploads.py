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
from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view
from wirportal.web.papers import download

PROOFS = Condition.objects.filter(proof__isnull=False).values("proof")
PLACES: tuple[tuple[Action, Q], ...] = (
    (Action.READ_DRAFT, Q(attachments__isnull=False)),
    (Action.READ, Q(attachments__seal__submission__isnull=False)),
    (Action.READ_MESSAGES, Q(message__isnull=False)),
    (Action.SEE_CONDITIONS, Q(pk__in=PROOFS)),
)
"""Where a file may lie, and who sees it there: whoever may do this."""


@concept_view(GET=Action.READ)
def upload(request: HttpRequest, concept: Concept, upload: UUID) -> HttpResponse:
    """The file as it was sent: never shown, only saved."""
    actor = concept.actor(user_of(request))
    shown = concept.uploads.filter(_seen_by(concept, actor), pk=upload).distinct().first()
    if shown is None:
        raise Http404
    require(Action.TAKE_UPLOAD, case_of(concept, shown), actor)
    return download(bytes(shown.data or b""), shown.media_type, shown.name)


def _seen_by(concept: Concept, actor: Actor) -> Q:
    seen = Q(pk__in=())
    for action, place in PLACES:
        if decide(action, concept.case, actor):
            seen |= place
    return seen


def case_of(concept: Concept, upload: Upload) -> Case:
    """The facts about one file."""
    return replace(
        concept.case,
        files_waiting=int(upload.state == UploadState.WAITING),
        files_refused=int(upload.state == UploadState.REFUSED),
    )
