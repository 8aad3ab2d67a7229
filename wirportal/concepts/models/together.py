"""What people say to each other about a concept, and who was where."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from wirportal.concepts.models.drafting import Concept
from wirportal.people.models import Invitation


class Comment(models.Model):
    """A remark on a question: one without `root` begins a thread, the others answer in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """Made with the form, so that sending it twice says it once."""
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(max_length=50)
    root = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=4000)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="mentioned_in")
    """Who is to notice it."""
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False, root=None),
                name="comment_thread_is_resolved_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.question}: {self.author}, {self.at}"


class GuestQuestion(models.Model):
    """What somebody without an account is invited for: asked of them once they have joined."""

    invitation = models.OneToOneField(
        Invitation, on_delete=models.CASCADE, related_name="guest_question"
    )
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="guest_questions")
    question = models.CharField(max_length=50)
    note = models.CharField(max_length=1000, blank=True)
    due = models.DateField()

    def __str__(self) -> str:
        return f"{self.question} bis {self.due}"


class Visit(models.Model):
    """When a person last had a concept before them, and when before that."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="visits")
    last = models.DateTimeField()
    previous = models.DateTimeField(null=True)
    """The end of the visit before this one; null: this is the first."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "concept"), name="visit_once"),)


class Presence(models.Model):
    """That somebody has a section open now. Nothing is kept for longer than a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="presences")
    section = models.CharField(max_length=50)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("at",), name="presence_at"),)
        constraints = (
            models.UniqueConstraint(fields=("concept", "section", "user"), name="presence_once"),
        )
