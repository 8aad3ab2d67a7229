"""How long things are kept, what is due, and the protocols of what was deleted: numbers only."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, QuerySet

from wirportal.concepts.models import Call
from wirportal.privacy.matters import LONGEST, MATTERS, Matter


class Retention(models.Model):
    """For how many days a matter is kept: in one call, or (without a call) everywhere else."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, null=True, related_name="retentions")
    matter = models.CharField(max_length=40)
    days = models.PositiveIntegerField(
        validators=(MinValueValidator(1), MaxValueValidator(LONGEST))
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("call", "matter"), name="retention_once_a_call"),
            models.UniqueConstraint(
                fields=("matter",), condition=Q(call=None), name="retention_once_everywhere"
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=LONGEST), name="retention_is_sensible"
            ),
        )

    def __str__(self) -> str:
        return f"{self.matter}: {self.days}"


class Proposal(models.Model):
    """What is due and waits for a person to confirm; once that was done, the protocol of it."""

    matter = models.CharField(max_length=40)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="+")
    before = models.DateField()
    """What is from before this day is due."""
    found = models.PositiveIntegerField()
    """How many rows are (or were) due."""
    proposed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)
    """What the archive answered, where it had to be asked."""

    class Meta:
        ordering = ("-done_at", "-call__budget_year", "matter")
        constraints = (
            models.UniqueConstraint(
                fields=("matter", "call"), condition=Q(done_at=None), name="proposal_one_open"
            ),
            models.UniqueConstraint(
                fields=("matter",),
                condition=Q(done_at=None, call=None),
                name="proposal_one_open_everywhere",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="proposal_is_done_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.matter} vor dem {self.before}: {self.found}"

    @property
    def what(self) -> Matter:
        return MATTERS[self.matter]

    def rows(self) -> QuerySet[Any]:
        """What is due of it now."""
        return self.what.due(self.before, self.call_id)


class Erasure(models.Model):
    """The protocol of a deleted account: when, by whom, how many rows of what; never what."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="erasure"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    counts = models.JSONField()
    """Model → number of deleted rows."""

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.person} {self.at}"
