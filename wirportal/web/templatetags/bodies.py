"""What the official list says, in words."""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wirportal.people.models import BODY_TYPES
from wirportal.web.language import said

register = template.Library()


@register.filter
def cell(value: Any) -> str:
    """A cell of the list as people read it; one without an end is open."""
    if value is None:
        return _("offen")
    if isinstance(value, date):
        return date_format(value, "d.m.Y")
    return said(BODY_TYPES.get(value, str(value)))
