"""The verbs about papers beside the concept: add, replace, remove, seal with a version."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from wirportal.concepts.beside import attachments_of
from wirportal.concepts.models import Attachment, Concept, Seal, Upload
from wirportal.concepts.models.uploads import UploadState
from wirportal.concepts.steps import locked
from wirportal.concepts.uploads import Sent, take_in
from wirportal.ledger.actions import record
from wirportal.people.models import User
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action


def paper_case(concept: Concept, paper_id: int | None) -> Case:
    """The concept's facts, about one paper: a Nachforderung names it as "paper:7"."""
    return replace(concept.case, question=f"paper:{paper_id or ''}")


@transaction.atomic
def attach(*, concept_id: UUID, paper_id: int | None, sent: Sent, by: User) -> Attachment:
    """Lay a file beside the concept: as a paper of the call, in place of the present one, or as
    something else. The same file again changes nothing. Raises UnreadableFile.
    """
    concept = locked(concept_id)
    require(Action.ATTACH, paper_case(concept, paper_id), concept.actor(by))
    present = [one for one in attachments_of(concept) if one.paper_id == paper_id]
    for one in present:
        if one.upload.sha256 == sent.sha256 and one.upload.state != UploadState.REFUSED:
            return one
    upload = take_in(concept=concept, sent=sent, by=by)
    if paper_id:
        _drop(present)
    made = Attachment.objects.create(concept=concept, paper_id=paper_id, upload=upload)
    _record(Action.ATTACH, made, by)
    return made


@transaction.atomic
def detach(*, concept_id: UUID, attachment_id: int, by: User) -> None:
    """Take a paper away from beside the draft; versions that it was sealed with keep it."""
    concept = locked(concept_id)
    for one in attachments_of(concept):
        if one.pk == attachment_id:
            require(Action.DETACH, paper_case(concept, one.paper_id), concept.actor(by))
            _record(Action.DETACH, one, by)
            _drop([one])


def seal_with(sealed: Seal) -> None:
    """Freeze what lies beside the draft together with its version."""
    Attachment.objects.bulk_create(
        Attachment(
            concept_id=sealed.concept_id, paper_id=one.paper_id, upload=one.upload, seal=sealed
        )
        for one in attachments_of(sealed.concept)
        if one.upload.state == UploadState.CLEAN
    )


def _drop(attachments: Iterable[Attachment]) -> None:
    """Files that no version was sealed with go, too."""
    for one in attachments:
        one.delete()
        Upload.objects.filter(pk=one.upload_id, attachments=None).delete()


def _record(action: Action, about: Attachment, by: User) -> None:
    record(
        chain=about.concept_id,
        actor_id=by.pk,
        action=action,
        object=f"paper {about.paper_id or ''}".strip(),
        after=about.upload.sha256 if action is Action.ATTACH else "",
        before=about.upload.sha256 if action is Action.DETACH else "",
        reason=about.upload.name,
    )
