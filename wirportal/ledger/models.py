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


class Head(models.Model):
    """Where a chain ends: it shows when somebody has cut events off its end."""

    chain = models.UUIDField(primary_key=True)
    length = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    """Of the last event."""

    def __str__(self) -> str:
        return f"{self.chain} {self.length} {self.sha256}"


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


class DenialKind(models.TextChoices):
    """Why somebody did not get it: not theirs, not there, or against the rules."""

    FOREIGN = "foreign"
    MISSING = "missing"
    REFUSED = "refused"


class Denial(models.Model):
    """What somebody did not get, counted by the hour: attempts, and old bookmarks as well.

    No event and in no chain: who asks a thousand times makes one row, and rows may be deleted.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=DenialKind)
    action = models.CharField(max_length=50, blank=True)
    object = models.CharField(max_length=100, blank=True)
    """As "kind id": "concept 3f2a…"; empty where there is no such thing."""
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()

    class Meta:
        ordering = ("-last", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "hour", "kind", "action", "object"), name="denial_once_an_hour"
            ),
        )
        indexes = (models.Index(fields=("last",), name="denial_last"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.action} {self.object}"
