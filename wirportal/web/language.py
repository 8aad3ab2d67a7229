"""What the lower floors say, and when something was, in the reader's language."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wirportal.sentence import Sentence


def said(sentence: str) -> str:
    """A sentence of the lower floors in the reader's language."""
    if not isinstance(sentence, Sentence):
        return sentence
    here = _(sentence.template)
    values = {name: said(value) for name, value in sentence.values.items()}
    return here.format(**values) if values else here


def moment(at: datetime | None) -> str:
    """An instant as briefly as today allows: "14:07", else with its day."""
    if at is None:
        return ""
    here = timezone.localtime(at)
    if here.date() == timezone.localdate():
        return date_format(here, "H:i")
    return date_format(here, _("d.m.Y, H:i"))
