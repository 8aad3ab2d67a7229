"""What the authority asks back: a Nachforderung with its items, and how each was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from wirportal.concepts.models import AskedPaper, Submission
from wirportal.review.models.files import CaseFile


class Request(models.Model):
    """A Nachforderung: a draft of the authority until it is sent, then answered with a
    submission."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="requests")
    number = models.PositiveSmallIntegerField()
    """From 1 in each file: the round."""
    text = models.TextField(max_length=4000, blank=True)
    """What the letter says above its items."""
    due = models.DateField(null=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True)
    letter = models.BinaryField(null=True)
    """The request as a PDF."""
    letter_sha256 = models.CharField(max_length=64, blank=True)
    asked_about = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    """What it was asked about."""
    answered_with = models.OneToOneField(
        Submission, on_delete=models.PROTECT, null=True, related_name="answers"
    )
    """What came back."""

    class Meta:
        ordering = ("file", "number")
        constraints = (
            models.UniqueConstraint(fields=("file", "number"), name="request_number_once"),
            models.UniqueConstraint(
                fields=("file",), condition=Q(sent_at=None), name="request_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None, letter=None)
                | Q(
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                    letter__isnull=False,
                    due__isnull=False,
                ),
                name="request_sent_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. Nachforderung"


class ItemState(models.TextChoices):
    OPEN = "open", "offen"
    ACCEPTED = "accepted", "erledigt"
    REOPENED = "reopened", "noch einmal gefordert"


class RequestItem(models.Model):
    """One thing asked for: about a question of the form, or a paper beside it."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=50, blank=True)
    paper = models.ForeignKey(AskedPaper, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(max_length=2000)
    required = models.BooleanField(default=True)
    """Whether it must be answered; else it is advice."""
    reply = models.TextField(max_length=4000, blank=True)
    """What the municipality says to it, beside the changed text or instead of it."""
    reply_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reply_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, choices=ItemState, default=ItemState.OPEN)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("request", "place")
        constraints = (
            models.UniqueConstraint(fields=("request", "place"), name="item_once_a_place"),
            models.CheckConstraint(
                condition=Q(question="", paper__isnull=False) | ~Q(question="") & Q(paper=None),
                name="item_about_question_or_paper",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}. {self.question or self.paper}"

    @property
    def about(self) -> str:
        """As in `Concept.open_questions`: the question's id, or "paper:12"."""
        return self.question or f"paper:{self.paper_id}"
