"""Who applies, grants and oversees, and what bodies were called and counted as over time."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wirportal.rulebook.roles import KIND_LABELS
from wirportal.sentence import Sentence


class OrganisationKind(models.TextChoices):
    BODY = "body", KIND_LABELS["body"]
    AUTHORITY = "authority", KIND_LABELS["authority"]
    MINISTRY = "ministry", KIND_LABELS["ministry"]


BODY_TYPES = {
    "landkreis": Sentence("Landkreis"),
    "kreisfreie_stadt": Sentence("Kreisfreie Stadt"),
    "sonderstatusstadt": Sentence("Sonderstatusstadt"),
}
"""Ids of the editions' body types, as the official list writes them."""


class Organisation(models.Model):
    """Somebody who applies, grants or oversees. Its type, key and name may change, it stays."""

    key = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind, default=OrganisationKind.BODY)
    name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    """Lines as on an envelope, without the name."""
    file_number = models.CharField(max_length=60, blank=True)
    """The authority's Aktenzeichen for everything about this organisation."""
    fictitious = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> Sentence:
        return Sentence(KIND_LABELS[self.kind])

    @property
    def facts(self) -> dict[str, str]:
        """What an administrator writes about it; a body's name comes from the official list."""
        names = ["legal_name", "address", "file_number"]
        if self.kind != OrganisationKind.BODY:
            names.insert(0, "name")
        return {name: getattr(self, name) for name in names}

    def status_on(self, day: date) -> "BodyStatus | None":
        """Name, type and keys of a body on that day; None where it was no eligible body."""
        return self.statuses.on(day).first()


class BodyStatusQuerySet(models.QuerySet["BodyStatus"]):
    def on(self, day: date) -> "BodyStatusQuerySet":
        """The statuses in force on that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class BodyStatus(models.Model):
    """What a body was called and counted as over a span of days (both ends included)."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="statuses"
    )
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=40)
    """A key of BODY_TYPES."""
    ags = models.CharField(max_length=8)
    """Amtlicher Gemeindeschlüssel: 5 digits for a Landkreis, else 8."""
    ars = models.CharField(max_length=12)
    """Amtlicher Regionalschlüssel."""
    seat = models.CharField(max_length=100)
    regierungsbezirk = models.CharField(max_length=40)
    population = models.PositiveIntegerField()
    """On 31.12.2023."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = BodyStatusQuerySet.as_manager()

    class Meta:
        ordering = ("valid_from",)
        constraints = (
            models.UniqueConstraint(fields=("organisation", "valid_from"), name="status_one_start"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="status_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.type}) ab {self.valid_from}"

    def covers(self, day: date) -> bool:
        """Whether it was in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def label(self) -> Sentence:
        """Its type in words."""
        return BODY_TYPES[self.type]


class BodyList(models.Model):
    """An official list that somebody has brought, to be looked at before it counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    """When it was taken over."""

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.name
