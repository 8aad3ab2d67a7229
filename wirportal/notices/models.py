"""What people were told, how they wish to hear of it, and the links to their calendars."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When

from wirportal.notices.kinds import KINDS, Kind, Wording
from wirportal.sentence import Sentence


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def due(self, now: datetime) -> "NoticeQuerySet":
        """Those whose time to be mailed has come."""
        return self.filter(mail_at__lte=now)

    def unread_first(self) -> "NoticeQuerySet":
        """The unread ones, then the others; the newest first in both."""
        seen = Case(When(read_at=None, then=0), default=1)
        return self.order_by(seen, "-at", "-pk")


class Notice(models.Model):
    """Something that one person is told: it lies in the inbox and, as the person wishes, is mailed.

    It is an outbox, too: `mail_at` says when a mail is to be tried next.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=40, choices=[(kind.value, kind.value) for kind in Kind])
    chain = models.UUIDField(null=True)
    """The concept that it is about, as in the ledger; who sees that no more, sees no notice."""
    path = models.CharField(max_length=300)
    """Where it leads, below the portal's address."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    """Who did it; null: a day has come."""
    facts = models.JSONField(default=dict)
    """What its sentence is filled in with, by name. Never a text that somebody has written."""
    once = models.CharField(max_length=100)
    """What it tells of: a person is told of the same thing once."""
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    """When to mail it, or to try again; null: not at all, or it is done."""
    mailed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    """How often it was on the way as mail."""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=("person",), condition=Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=("mail_at",), condition=Q(mail_at__isnull=False), name="notice_due"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("person", "kind", "once"), name="notice_once"),
            models.CheckConstraint(
                condition=Q(mail_at=None) | Q(read_at=None, mailed_at=None),
                name="notice_mailed_once_and_only_unread",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.person_id}, {self.at}"

    @property
    def wording(self) -> Wording:
        return KINDS[Kind(self.kind)]

    @property
    def sentence(self) -> Sentence:
        """What the person is told; `by` should be at hand."""
        by = self.by.name if self.by else ""
        return Sentence(self.wording.sentence, **self.facts | {"by": by})


class Mails(models.TextChoices):
    """Which mails somebody wishes for."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    BINDING = "binding"


class Preference(models.Model):
    """How a person wishes to be told; without one: at once, in German."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    mails = models.CharField(max_length=10, choices=Mails, default=Mails.AT_ONCE)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="de")
    """Of mails and of the calendar; pages follow the browser."""

    def __str__(self) -> str:
        return f"{self.person_id}: {self.mails}, {self.language}"


class Feed(models.Model):
    """That a person's dates may be fetched by a calendar that knows the link; see `feeds`."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    nonce = models.UUIDField(default=uuid.uuid4, unique=True)
    """Another one makes another link: the former leads nowhere."""
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}, {self.given_at}"
