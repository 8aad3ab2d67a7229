"""What the authority looks at, and what it finds; never shown to the municipality."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from wirportal.concepts.models import Directive
from wirportal.review.models.files import CaseFile
from wirportal.rulebook.rule import UNDECIDED
from wirportal.rulebook.states import OpinionState


class Part(models.TextChoices):
    FORMAL = "formal", gettext_lazy("Formelle Prüfung")
    PROFESSIONAL = "professional", gettext_lazy("Fachliche Prüfung")


class CheckRow(models.Model):
    """One thing to be checked, and the number of the directive it rests on."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="checks")
    place = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=20, choices=Part)
    text = models.CharField(max_length=500)
    rests_on = models.CharField(max_length=60, blank=True)
    """The number in the directive: "Nr. 3.3 b)"."""
    verified = models.BooleanField(default=False)
    """Whether somebody has found it there."""
    question = models.CharField(max_length=50, blank=True)
    """The question of the form that it looks at; empty: the whole."""

    class Meta:
        ordering = ("directive", "place")
        constraints = (
            models.UniqueConstraint(fields=("directive", "place"), name="check_once_a_place"),
            models.CheckConstraint(
                condition=Q(verified=False) | ~Q(rests_on=""), name="check_verified_rests_on"
            ),
        )

    def __str__(self) -> str:
        return self.text


class Outcome(models.TextChoices):
    MET = "met", gettext_lazy("erfüllt")
    NOT_MET = "not_met", gettext_lazy("nicht erfüllt")
    NOT_APPLICABLE = "not_applicable", gettext_lazy("trifft nicht zu")


class Finding(models.Model):
    """How a row of the checklist came out for a file; saved again it is replaced."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="findings")
    row = models.ForeignKey(CheckRow, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    remark = models.TextField(max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    """Counts the saves: two officers must not write over one another."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("row__place",)
        constraints = (models.UniqueConstraint(fields=("file", "row"), name="finding_once"),)

    def __str__(self) -> str:
        return f"{self.row_id}: {self.outcome}"


class Remark(models.Model):
    """What the authority has to say about a question of the form."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="remarks")
    question = models.CharField(max_length=50)
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.question


class Note(models.Model):
    """A private note of the authority in a file."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y}"


class Purpose(models.TextChoices):
    REQUEST = "request", gettext_lazy("Nachforderung")
    DECISION = "decision", gettext_lazy("Bescheid")
    MESSAGE = "message", gettext_lazy("Nachricht")


class TextBlock(models.Model):
    """Words that the authority uses again and again."""

    purpose = models.CharField(max_length=20, choices=Purpose)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=4000)

    class Meta:
        ordering = ("purpose", "title")
        constraints = (
            models.UniqueConstraint(fields=("purpose", "title"), name="text_block_title_once"),
        )

    def __str__(self) -> str:
        return self.title


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def awaited(self) -> Self:
        """Those that the ministry still owes: of a case that was decided it owes none."""
        return self.filter(given_at=None, cancelled_at=None, file__concept__state__in=UNDECIDED)


class Opinion(models.Model):
    """A Stellungnahme of the ministry: asked for with a date, then given or no longer wanted."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="opinions")
    question = models.TextField(max_length=2000)
    due = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Who has changed the day last; None: it is the first."""
    moved_at = models.DateTimeField(null=True)
    moved_why = models.CharField(max_length=400, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=400, blank=True)
    text = models.TextField(max_length=10_000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField(null=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("file",),
                condition=Q(given_at=None, cancelled_at=None),
                name="opinion_one_open",
            ),
            models.CheckConstraint(
                condition=Q(moved_at=None, moved_by=None, moved_why="")
                | Q(moved_at__isnull=False, moved_by__isnull=False) & ~Q(moved_why=""),
                name="opinion_moved_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancelled_why="")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, given_at=None)
                & ~Q(cancelled_why=""),
                name="opinion_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(given_at=None, given_by=None, text="")
                | Q(given_at__isnull=False, given_by__isnull=False) & ~Q(text=""),
                name="opinion_given_or_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.due:%d.%m.%Y}"

    @property
    def state(self) -> OpinionState:
        if self.given_at:
            return OpinionState.GIVEN
        return OpinionState.CANCELLED if self.cancelled_at else OpinionState.OPEN

    @property
    def told_at(self) -> datetime:
        """Since when the ministry knows the day."""
        return self.moved_at or self.asked_at
