"""What municipality and authority write to one another."""

import uuid

from django.conf import settings
from django.db import models

from wirportal.concepts.models import Concept, Upload


class Message(models.Model):
    """A message in the file; the key comes with the form, so that a second click sends nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="messages")
    from_authority = models.BooleanField()
    text = models.TextField(max_length=10_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y %H:%M}"


class MessageUpload(models.Model):
    """A file that came with a message."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="uploads")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="message")

    def __str__(self) -> str:
        return str(self.upload)
