"""Count what people did not get. Beside the chains: it is no action, and nobody may flood them."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from wirportal.ledger.models import Denial, DenialKind


@transaction.atomic
def count_denial(*, kind: DenialKind, user_id: int, action: str = "", object: str = "") -> None:
    """One more of its hour; the same two statements whether or not it is the first."""
    now = timezone.now()
    row = {
        "user_id": user_id,
        "kind": kind,
        "action": action,
        "object": object,
        "hour": now.replace(minute=0, second=0, microsecond=0),
    }
    Denial.objects.bulk_create([Denial(**row, last=now)], ignore_conflicts=True)
    Denial.objects.filter(**row).update(count=F("count") + 1, last=now)
