"""Pictures of the first pages of files, derived from them and gone with them."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from wirportal.concepts.models.sealing import Scan
from wirportal.concepts.models.uploads import Upload

TRIES = 3


class PreviewQuerySet(models.QuerySet["Preview"]):
    def due_since(self, before: datetime) -> "PreviewQuerySet":
        """Those that were asked for before an instant and are still to be drawn."""
        return self.filter(tries_left__gt=0, asked_at__lt=before)


class Preview(models.Model):
    """What is seen of a file without saving it: an upload that was checked, or a scan."""

    upload = models.OneToOneField(
        Upload, on_delete=models.CASCADE, null=True, related_name="preview"
    )
    scan = models.OneToOneField(Scan, on_delete=models.CASCADE, null=True, related_name="preview")
    asked_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=TRIES)
    """0 once it was drawn, or can't be; each try takes one, so that nothing is tried for ever."""
    pages = models.PositiveIntegerField(default=0)
    """How many the file has; 0: nobody knows."""

    objects = PreviewQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(upload=None, scan__isnull=False) | Q(upload__isnull=False, scan=None),
                name="preview_of_one_file",
            ),
        )

    def __str__(self) -> str:
        return str(self.upload or self.scan)


class PreviewPage(models.Model):
    """The picture of a page, as a PNG."""

    preview = models.ForeignKey(Preview, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    """From 1."""
    width = models.PositiveSmallIntegerField()
    """In pixels, as the height."""
    height = models.PositiveSmallIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ("preview", "number")
        constraints = (
            models.UniqueConstraint(fields=("preview", "number"), name="preview_page_once"),
        )

    def __str__(self) -> str:
        return f"{self.preview_id} {self.number}"
