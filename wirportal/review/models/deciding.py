"""What is granted or declined, by whom, on which conditions, and what is said against it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value

from wirportal.concepts.models import Submission, Upload
from wirportal.people.models import Organisation
from wirportal.review.models.files import CaseFile
from wirportal.rulebook.facts import Grant


class Letterhead(models.Model):
    """What stands above and below an authority's letters."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="letterhead"
    )
    department = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    """Lines as on an envelope."""
    place = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    remedy = models.TextField(max_length=4000, blank=True)
    """The Rechtsbehelfsbelehrung."""

    def __str__(self) -> str:
        return str(self.organisation)


class Result(models.TextChoices):
    APPROVE = "approve", "bewilligt"
    APPROVE_IN_PART = "approve_in_part", "teilweise bewilligt"
    DECLINE = "decline", "abgelehnt"


class Decision(models.Model):
    """A version of the decision: proposed, countersigned by somebody else, issued as a Bescheid.

    An issued one is never changed: a later version corrects it, and the former stays.
    """

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="decisions")
    version = models.PositiveSmallIntegerField()
    """From 1 in each file."""
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    """What is decided on."""
    result = models.CharField(max_length=20, choices=Result)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    text = models.TextField(max_length=20_000)
    """The Bescheid in words, as edited before it was countersigned."""
    why = models.CharField(max_length=500, blank=True)
    """Why an issued decision is corrected."""
    saved = models.PositiveIntegerField(default=1)
    """Counts the saves: two officers must not write over one another."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    """When it was given to be countersigned; None: still being written."""
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    countersigned_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True)
    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True)
    """When somebody of the municipality first opened it: proof of delivery."""

    class Meta:
        ordering = ("file", "-version")
        constraints = (
            models.UniqueConstraint(fields=("file", "version"), name="decision_version_once"),
            models.UniqueConstraint(
                fields=("file",), condition=Q(issued_at=None), name="decision_one_open"
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by=None) | ~Q(countersigned_by=F("by")),
                name="decision_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None, issued_by=None, pdf=None)
                | Q(
                    issued_at__isnull=False,
                    issued_by__isnull=False,
                    pdf__isnull=False,
                    countersigned_by__isnull=False,
                    countersigned_at__isnull=False,
                ),
                name="decision_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(period_from=None)
                | Q(period_to=None)
                | Q(period_to__gte=F("period_from")),
                name="decision_period_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_id} v{self.version}"


_HALF_A_CENT = Value(Decimal("0.005"))
"""SQLite multiplies decimals as floating-point numbers."""


class Amount(models.Model):
    """What is granted for one thing that the directive names: so many times at most its cap.

    What the directive said is kept beside it: an administrator may write that anew.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="amounts")
    place = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)
    cap = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    """None: the directive's version says none that we know of."""
    unit = models.CharField(max_length=100, blank=True)
    verified = models.BooleanField()
    """Whether somebody had found the cap in a source."""
    quantity = models.DecimalField(max_digits=6, decimal_places=2, default=1)
    """How many: 0.5 of a post."""
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ("decision", "place")
        constraints = (
            models.UniqueConstraint(fields=("decision", "place"), name="amount_once_a_place"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & Q(quantity__gt=0), name="amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(cap=None) | Q(amount__lte=F("quantity") * F("cap") + _HALF_A_CENT),
                name="amount_within_cap",
            ),
        )

    def __str__(self) -> str:
        return f"{self.label}: {self.amount}"

    @property
    def grant(self) -> Grant:
        """What the rulebook looks at."""
        return Grant(self.label, self.quantity, self.amount, self.cap)


class Condition(models.Model):
    """An Auflage: a task of the municipality once the decision is issued."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="conditions")
    place = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=2000)
    due = models.DateField(null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Who sees to it in the municipality."""
    note = models.TextField(max_length=2000, blank=True)
    """What was done about it."""
    proof = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="+")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("decision", "place")
        constraints = (
            models.UniqueConstraint(fields=("decision", "place"), name="condition_once_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.place}. {self.text[:40]}"


class Objection(models.Model):
    """A Widerspruch that the authority has received."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="objections")
    received_on = models.DateField()
    text = models.TextField(max_length=4000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("received_on", "pk")

    def __str__(self) -> str:
        return f"{self.received_on:%d.%m.%Y}"
