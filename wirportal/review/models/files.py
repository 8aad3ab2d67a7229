"""The authority's file about a concept."""

from django.conf import settings
from django.db import models

from wirportal.concepts.models import Call, Concept


class CaseFile(models.Model):
    """The file (Akte) about a concept that was handed in: its numbers, and who works on it."""

    concept = models.OneToOneField(Concept, on_delete=models.PROTECT, related_name="file")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveIntegerField()
    """The form's Lfd. Nr.: from 1 in each call, without gaps."""
    file_number = models.CharField(max_length=80, unique=True)
    """The Aktenzeichen."""
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    due = models.DateField(null=True)
    """Until when the authority means to be through; None: nobody has said."""

    class Meta:
        ordering = ("call", "number")
        constraints = (
            models.UniqueConstraint(fields=("call", "number"), name="file_number_once_a_call"),
        )

    def __str__(self) -> str:
        return self.file_number


class SavedView(models.Model):
    """A person's own way to look at the inbox of a call: its filters, under a name."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500)
    """The filters as in the address: "zustand=returned&sortierung=due"."""

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("person", "name"), name="saved_view_name_once"),
        )

    def __str__(self) -> str:
        return self.name
