"""What a page says, and when something was, in the reader's language."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wirportal.language import said

__all__ = ["moment", "said"]


def moment(at: datetime | None) -> str:
    """An instant as briefly as today allows: "14:07", else with its day."""
    if at is None:
        return ""
    here = timezone.localtime(at)
    if here.date() == timezone.localdate():
        return date_format(here, "H:i")
    return date_format(here, _("d.m.Y, H:i"))
