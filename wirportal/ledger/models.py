import uuid

from django.conf import settings
from django.db import models


class Chain(models.Model):
    """A history that hangs on no concept: of an organisation, a call, the portal itself.

    Its row is what writers lock, so that events follow one another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100, unique=True)
    """What it is about, as "kind id": "organisation 12", "call 3", "portal"."""

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """Something that was done. Append-only; each event carries the hash of the one before it.

    Texts of answers never stand here, only their hashes.
    """

    chain = models.UUIDField()
    """The concept (or other object) whose history this is."""
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=50)
    object = models.CharField(max_length=100, blank=True)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("chain", "sequence")
        constraints = (
            models.UniqueConstraint(fields=("chain", "sequence"), name="event_once_per_place"),
        )

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence} {self.action}"
