"""Text blocks in forms: a button puts one at the end of what was typed, without a script."""

from typing import Any

from django.http import HttpRequest

from wirportal.review.models import TextBlock
from wirportal.web.numbers import whole_number

BUTTON = "insert"
"""Name of the button; its value: "field id-of-the-block"."""


def inserted(request: HttpRequest) -> dict[str, Any] | None:
    """What was typed, with the chosen text block at the end of its field; None where no such
    button was pressed. One query.

    Show the form again with it as `initial`: nothing is saved or complained of.
    """
    field, _, block = request.POST.get(BUTTON, "").rpartition(" ")
    if not field:
        return None
    chosen = TextBlock.objects.filter(pk=whole_number(block)).first()
    typed = request.POST.dict()
    parts = (typed.get(field, "").rstrip(), chosen.text if chosen else "")
    return typed | {field: "\n\n".join(filter(None, parts))}
