"""How a call's time stands at an instant; the server's clock alone decides."""

from datetime import datetime
from enum import StrEnum


class Timing(StrEnum):
    EARLY = "early"
    OPEN = "open"
    LATE = "late"
    """The deadline is over, and the call takes concepts that say so."""
    CLOSED = "closed"


def timing(now: datetime, opens_at: datetime, closes_at: datetime, *, takes_late: bool) -> Timing:
    """All instants aware. The opening instant is in time, and so is the closing one itself."""
    if now < opens_at:
        return Timing.EARLY
    if now <= closes_at:
        return Timing.OPEN
    return Timing.LATE if takes_late else Timing.CLOSED
