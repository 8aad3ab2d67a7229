"""What bodies are called to apply for, and until when."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from wirportal.editions.load import CURRENT
from wirportal.rulebook.states import Way
from wirportal.rulebook.timing import Timing, timing


def _every_way() -> list[str]:
    return [way.value for way in Way]


class Call(models.Model):
    """A Förderaufruf: for which year, on which form, from when to when."""

    budget_year = models.PositiveSmallIntegerField(unique=True)
    edition_id = models.CharField(max_length=80, default=CURRENT)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    takes_late = models.BooleanField(default=True)
    """Whether a draft can be handed in after the deadline, marked as late."""

    signing_ways = models.JSONField(default=_every_way)
    """Ids of `Way`: how concepts may be signed."""

    class Meta:
        ordering = ("-budget_year",)
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="call_closes_after_opening"
            ),
        )

    def __str__(self) -> str:
        return f"Haushaltsjahr {self.budget_year}"

    def timing(self, now: datetime) -> Timing:
        """How its time stands at an aware instant."""
        return timing(now, self.opens_at, self.closes_at, takes_late=self.takes_late)
