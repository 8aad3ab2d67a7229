"""Background work: takes ids, calls one action, may run twice."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from wirportal.concepts.deadlines import remind
from wirportal.concepts.models import ImportedFile, SignedFile
from wirportal.concepts.telling import seen
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading.sandbox import read_safely
from wirportal.documents.signatures import TrustList, check_signature
from wirportal.notices.mails import send_due
from wirportal.sentence import Sentence


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
def mail_notices() -> None:
    """Send what lies in the outbox to those who still see what it is about."""
    send_due(now=timezone.now(), seen=seen)


@task()
def remind_people() -> None:
    """Tell people of days that come near or have passed."""
    remind(now=timezone.now())
