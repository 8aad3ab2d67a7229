"""The verbs about files beside the form: take one in when it comes, settle what a worker found."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from wirportal.concepts.models import Concept, Upload
from wirportal.concepts.models.uploads import UploadState
from wirportal.concepts.previews import ask_for_preview
from wirportal.concepts.steps import locked
from wirportal.concepts.tasks import look_into_upload
from wirportal.concepts.telling import tell_of_refused
from wirportal.documents.attached import kind_of, safe_name
from wirportal.documents.errors import UnreadableFile
from wirportal.ledger.actions import record
from wirportal.people.models import User
from wirportal.rulebook.rules import Action
from wirportal.sentence import Sentence

MOST, MOST_BYTES = 200, 400_000_000
"""How many files, and bytes of files, a concept has at most; refused ones do not count."""


@dataclass(frozen=True)
class Sent:
    """A file as somebody has sent it."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def take_in(*, concept: Concept, sent: Sent, by: User) -> Upload:
    """Keep a file, and have a worker look into it. Raises UnreadableFile for what is not taken.

    Belongs into the transaction of the verb that the file comes with, which holds the lock.
    """
    kind = kind_of(sent.data, sent.name)
    there = concept.uploads.exclude(state=UploadState.REFUSED)
    held = there.aggregate(count=Count("pk"), size=Sum("size", default=0))
    if held["count"] >= MOST or held["size"] + len(sent.data) > MOST_BYTES:
        raise UnreadableFile(
            Sentence(
                "Zu diesem Konzept liegen schon so viele Dateien, wie das Portal aufnimmt "
                "({count} Dateien, {megabytes} MB). Bitte entfernen Sie zuerst eine Anlage.",
                count=MOST,
                megabytes=MOST_BYTES // 1_000_000,
            )
        )
    made = Upload.objects.create(
        concept=concept,
        name=safe_name(sent.name, kind),
        media_type=kind.media_type,
        size=len(sent.data),
        sha256=sent.sha256,
        data=sent.data,
        by=by,
        at=timezone.now(),
    )
    look_into_upload.enqueue(str(made.pk))
    return made


@transaction.atomic
def settle(*, upload_id: UUID, why: Sentence | None) -> None:
    """Keep what a worker found: nothing, or why the file is refused; then its bytes go.

    Nothing where it was settled before, or is gone.
    """
    upload = Upload.objects.defer("data").select_related("by").filter(pk=upload_id).first()
    if upload is None:
        return
    concept = locked(upload.concept_id)
    waiting = Upload.objects.filter(pk=upload_id, state=UploadState.WAITING)
    if why is None:
        if waiting.update(state=UploadState.CLEAN):
            ask_for_preview(upload)
        return
    said = {"template": why.template, "values": why.values}
    if waiting.update(state=UploadState.REFUSED, data=None, why=said):
        event = record(
            chain=concept.pk,
            actor_id=upload.by_id,
            action=Action.REFUSE_UPLOAD,
            object=f"upload {upload.pk}",
            after=upload.sha256,
            reason=upload.name,
        )
        tell_of_refused(concept, upload, event)
