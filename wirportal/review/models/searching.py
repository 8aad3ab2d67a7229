"""What is searched: the texts of what was handed in."""

from django.db import models

from wirportal.concepts.models import Concept, Submission
from wirportal.review.models.words import INDEX, WordIndex, Words


class SearchText(models.Model):
    """What a concept said when it was handed in last. Drafts are never in here."""

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    """The key: whoever goes through what is found by it backwards meets the newest first."""
    concept = models.OneToOneField(Concept, on_delete=models.CASCADE, related_name="search_text")
    text = models.TextField()
    """The answers as people read them, for excerpts."""
    words = Words()

    class Meta:
        indexes = (WordIndex(fields=("words",), name=INDEX),)

    def __str__(self) -> str:
        return f"{self.concept_id}"
