"""Background work: takes ids, calls one action, may run twice."""

import logging
import tempfile
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from wirportal.concepts.deadlines import remind
from wirportal.concepts.harm import speaks_against
from wirportal.concepts.models import ImportedFile, Preview, SignedFile, Upload
from wirportal.concepts.models.uploads import UploadState
from wirportal.concepts.telling import seen
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading.sandbox import read_safely
from wirportal.documents.scanning import ScannerAway
from wirportal.documents.signatures import TrustList, check_signature
from wirportal.notices.mails import send_due
from wirportal.sentence import Sentence

PATIENCE = timedelta(minutes=1)
"""So long an upload's own task may take; whoever waits longer is looked at again."""
DRAWING_PATIENCE = timedelta(minutes=5)
"""The same for its preview, which waits for everything else."""
AT_A_TIME = 10
logger = logging.getLogger(__name__)


@task()
def read_file(imported_id: str) -> None:
    """Read an uploaded file in a process of its own, under limits."""
    from wirportal.concepts.actions import take_in  # the action enqueues this task

    received = ImportedFile.objects.select_related("concept__call").filter(pk=imported_id).first()
    if received is not None and received.data is not None:
        take_in(received=received, found=_read(received))


def _read(received: ImportedFile) -> dict[str, Any] | Sentence:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(bytes(received.data or b""))
        try:
            return asdict(read_safely(path, received.concept.edition_id))
        except UnreadableFile as problem:
            return problem.sentence


@task()
def judge_signed_file(file_id: str) -> None:
    """Judge a signed PDF in a process of its own, under limits."""
    from wirportal.concepts.sealing import issued_before, judge  # the action enqueues this task

    sent = (
        SignedFile.objects.select_related("seal").filter(pk=file_id, verdict__isnull=True).first()
    )
    if sent is not None:
        trust = TrustList.load(settings.TRUST_FOLDER)
        verdict = check_signature(bytes(sent.data), issued_before(sent), trust, sent.at)
        judge(file_id=sent.pk, verdict=verdict)


@task()
def look_into_upload(upload_id: str) -> None:
    """Look into a file that came; one that nobody can check now waits for its next turn."""
    waiting = Upload.objects.filter(pk=upload_id, state=UploadState.WAITING).first()
    if waiting is not None:
        _checked(waiting)


@task()
def look_into_waiting_uploads() -> None:
    """Look into those again that could not be checked, until the scanner fails again."""
    waiting = Upload.objects.waiting_since(timezone.now() - PATIENCE)
    for upload_id in list(waiting.values_list("pk", flat=True)):
        upload = waiting.filter(pk=upload_id).first()
        if upload and not _checked(upload):
            break


def _checked(upload: Upload) -> bool:
    """Whether it could be checked."""
    from wirportal.concepts.uploads import settle  # the action enqueues these tasks

    try:
        why = speaks_against(bytes(upload.data or b""), upload.media_type)
    except ScannerAway as problem:
        logger.warning("The virus scanner gives no answer, uploads wait: %s", problem)
        Upload.objects.filter(pk=upload.pk).update(tries=F("tries") + 1)
        return False
    settle(upload_id=upload.pk, why=why)
    return True


@task(priority=-10)  # whoever waits for a file to be checked comes first
def draw_preview(preview_id: int) -> None:
    """Draw the first pages of a file, in a process of its own, under limits."""
    from wirportal.concepts.previews import draw  # the action enqueues this task

    draw(preview_id)


@task(priority=-10)
def draw_due_previews() -> None:
    """Draw those that a worker has left undone, a few at a time."""
    from wirportal.concepts.previews import draw

    due = Preview.objects.due_since(timezone.now() - DRAWING_PATIENCE)
    for preview_id in list(due.values_list("pk", flat=True)[:AT_A_TIME]):
        draw(preview_id)


@task()
def mail_notices() -> None:
    """Send what lies in the outbox to those who still see what it is about."""
    send_due(now=timezone.now(), seen=seen)


@task()
def remind_people() -> None:
    """Tell people of days that come near or have passed."""
    remind(now=timezone.now())
