"""Files that people bring beside the form, and what is known of each."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from wirportal.concepts.models.calls import AskedPaper
from wirportal.concepts.models.drafting import Concept
from wirportal.concepts.models.sealing import Seal
from wirportal.documents.drawing import DRAWN
from wirportal.sentence import Sentence


class UploadState(models.TextChoices):
    WAITING = "waiting", "wird noch geprüft"
    CLEAN = "clean", "geprüft"
    REFUSED = "refused", "abgewiesen"


class UploadQuerySet(models.QuerySet["Upload"]):
    def waiting_since(self, before: datetime) -> "UploadQuerySet":
        """Those that came before an instant and nobody could check yet, in order."""
        return self.filter(state=UploadState.WAITING, at__lt=before).order_by("tries", "at")


class Upload(models.Model):
    """A file about a concept; nobody else gets it before it was checked, nor once it was refused.

    First stage: size and type by content, when it comes. Second: a worker looks into it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="uploads")
    name = models.CharField(max_length=200)
    """Made safe: no folders, no control characters, the ending of its type."""
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField(null=True)
    """None once it was refused."""
    state = models.CharField(max_length=20, choices=UploadState, default=UploadState.WAITING)
    why = models.JSONField(null=True)
    """Why it was refused: a Sentence as JSON."""
    tries = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="refused", data=None, why__isnull=False)
                | ~Q(state="refused") & Q(data__isnull=False, why=None),
                name="upload_refused_with_reason_and_without_data",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_shown(self) -> bool:
        """Whether there may be a preview of it."""
        return self.state == UploadState.CLEAN and self.media_type in DRAWN

    @property
    def reason(self) -> Sentence:
        """Why it was refused."""
        return Sentence(self.why["template"], **self.why["values"]) if self.why else Sentence("")


class Attachment(models.Model):
    """A paper beside the concept: the present one of the draft, or one sealed with a version."""

    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="attachments")
    paper = models.ForeignKey(AskedPaper, on_delete=models.PROTECT, null=True, related_name="+")
    """What the call asks for; None: something else that the municipality adds."""
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="attachments")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, null=True, related_name="attachments")
    """The version that it was handed in with; None: it lies beside the draft."""

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("upload", "seal"), name="attachment_once_a_seal"),
            models.UniqueConstraint(
                fields=("concept", "paper"),
                condition=Q(seal=None, paper__isnull=False),
                name="attachment_one_a_paper",
            ),
        )

    def __str__(self) -> str:
        return str(self.upload)
