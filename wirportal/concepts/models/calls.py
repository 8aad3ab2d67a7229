"""What bodies are called to apply for, until when, and on which directive."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from wirportal.editions.load import CURRENT
from wirportal.rulebook.states import Way
from wirportal.rulebook.timing import Timing, timing


class Directive(models.Model):
    """A version of the Förderrichtlinie; its figures and numbers are `provisions`."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    published = models.CharField(max_length=300, blank=True)
    """Where it can be read, as people cite it."""
    valid_from = models.DateField(null=True)
    """None at either end: not known, or it has none."""
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = (F("valid_from").desc(nulls_last=True), "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="directive_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Provision(models.Model):
    """One thing that a directive settles: a cap with its amount, or a number that we cite."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="provisions")
    place = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, blank=True)
    """Where it stands in the directive: "Nr. 3.3 b)"."""
    label = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    unit = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=300, blank=True)
    verified = models.BooleanField(default=False)
    """Whether somebody has found it in the source that is named."""

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=("directive", "place"), name="provision_once_a_place"),
            models.CheckConstraint(
                condition=Q(amount=None) | ~Q(unit=""), name="provision_amount_has_unit"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="provision_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(verified=False) | ~Q(source=""), name="provision_verified_has_source"
            ),
        )

    def __str__(self) -> str:
        return self.label


class Call(models.Model):
    """A Förderaufruf: for which year, on which form and directive, from when to when."""

    budget_year = models.PositiveSmallIntegerField(unique=True)
    edition_id = models.CharField(max_length=80, default=CURRENT)
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="calls")
    eligible_on = models.DateField()
    """Who counts as a body on this day may apply."""
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    takes_late = models.BooleanField(default=True)
    """Whether a draft can be handed in after the deadline, marked as late."""

    signs_in_portal = models.BooleanField(default=True)
    signs_on_paper = models.BooleanField(default=True)
    signs_by_file = models.BooleanField(default=False)
    """How concepts may be signed; see `ways`."""
    signs_again = models.BooleanField(default=True)
    """Whether what is handed in after a Nachforderung is signed anew."""
    file_prefix = models.CharField(max_length=40, default="WIR")
    """What the authority's Aktenzeichen of this call begin with."""

    class Meta:
        ordering = ("-budget_year",)
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="call_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(signs_in_portal=True) | Q(signs_on_paper=True) | Q(signs_by_file=True),
                name="call_signed_somehow",
            ),
        )

    def __str__(self) -> str:
        return f"Haushaltsjahr {self.budget_year}"

    @property
    def ways(self) -> frozenset[Way]:
        """How concepts may be signed."""
        taken = {
            Way.PORTAL: self.signs_in_portal,
            Way.PAPER: self.signs_on_paper,
            Way.FILE: self.signs_by_file,
        }
        return frozenset(way for way, is_taken in taken.items() if is_taken)

    def timing(self, now: datetime) -> Timing:
        """How its time stands at an aware instant."""
        return timing(now, self.opens_at, self.closes_at, takes_late=self.takes_late)


class AskedPaper(models.Model):
    """What a call asks for beside the concept."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="papers")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=("call", "place"), name="paper_once_a_place"),
            models.UniqueConstraint(fields=("call", "name"), name="paper_once_a_call"),
        )

    def __str__(self) -> str:
        return self.name
