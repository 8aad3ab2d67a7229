"""What is signed and handed in: a revision with its PDF, who signed it and how, the receipt."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wirportal.concepts.models.calls import Call
from wirportal.concepts.models.drafting import Concept, Revision
from wirportal.documents.signatures import Verdict
from wirportal.rulebook.states import WAY_LABELS, Way


class Seal(models.Model):
    """A revision given to be signed: with the PDF that is signed, never changed.

    Who wants to change the concept breaks the seal, with a reason; its signatures are void then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="seals")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    """From 1: how often the concept is being handed in with this."""
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    broken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    broken_at = models.DateTimeField(null=True)
    broken_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(
                fields=("concept", "round"), condition=Q(broken_at=None), name="seal_one_whole"
            ),
            models.CheckConstraint(
                condition=Q(broken_at=None, broken_by=None, broken_why="")
                | Q(broken_at__gte=F("at"), broken_by__isnull=False) & ~Q(broken_why=""),
                name="seal_broken_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.revision} {self.at:%d.%m.%Y}"


class Signature(models.Model):
    """Somebody's place under a sealed revision, in the order of the form, and how it was filled."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="signatures")
    place = models.PositiveSmallIntegerField()
    """From 1: who signs first."""
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    way = models.CharField(
        max_length=20, blank=True, choices=[(way.value, WAY_LABELS[way]) for way in Way]
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Who declared it: the signatory in the portal, else who brought the scan or the file."""
    as_deputy = models.BooleanField(default=False)
    """Whether `by` stood in for the person whose place it is."""
    at = models.DateTimeField(null=True)
    scan = models.ForeignKey("Scan", on_delete=models.PROTECT, null=True, related_name="signatures")
    file = models.ForeignKey(
        "SignedFile", on_delete=models.PROTECT, null=True, related_name="signatures"
    )

    class Meta:
        ordering = ("seal", "place")
        constraints = (
            models.UniqueConstraint(fields=("seal", "place"), name="signature_one_place"),
            models.CheckConstraint(
                condition=Q(way="", by=None, at=None, scan=None, file=None)
                | Q(by__isnull=False, at__isnull=False)
                & (
                    Q(way=Way.PORTAL, scan=None, file=None)
                    | Q(way=Way.PAPER, scan__isnull=False, file=None)
                    | Q(way=Way.FILE, scan=None, file__isnull=False)
                ),
                name="signature_whole_or_missing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}. {self.name}"


class Scan(models.Model):
    """A picture of the signed paper, as it was sent; given back for download only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=50)
    code_found = models.BooleanField(default=False)
    """Whether the version's code stands in its text; a picture has none."""

    def __str__(self) -> str:
        return f"{self.media_type} {self.sha256[:8]}"


class SignedFile(models.Model):
    """A PDF that came back signed; a worker judges it, and what it finds stays beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="files")
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verdict = models.JSONField(null=True)
    """`Verdict.as_json()`; None until it was judged."""

    class Meta:
        ordering = ("at",)
        constraints = (models.UniqueConstraint(fields=("seal", "sha256"), name="signed_file_once"),)

    def __str__(self) -> str:
        return f"{self.seal_id} {self.sha256[:8]}"

    @property
    def judged(self) -> Verdict | None:
        """What the worker found."""
        return None if self.verdict is None else Verdict.from_json(self.verdict)


class Submission(models.Model):
    """A sealed and signed revision that was handed in, once."""

    seal = models.OneToOneField(Seal, on_delete=models.PROTECT, related_name="submission")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    """From 1 in each call, without gaps."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    late = models.BooleanField()
    receipt = models.BinaryField()
    """The confirmation as a PDF."""

    class Meta:
        ordering = ("call", "number")
        constraints = (
            models.UniqueConstraint(fields=("call", "number"), name="submission_number_once"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The number as people quote it; the call should be at hand: "2027-0012"."""
        return f"{self.call.budget_year}-{self.number:04}"
