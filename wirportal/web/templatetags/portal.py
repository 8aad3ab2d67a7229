"""What templates say and how."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wirportal.editions.model import Question
from wirportal.editions.outline import blocks
from wirportal.web.language import moment, said
from wirportal.web.summary import Line

register = template.Library()


register.filter("said", said)
register.filter("moment", moment)
register.filter("blocks", blocks)


@register.filter
def at(things: Sequence[Any], place: int) -> Any:
    """The thing at that place, from 0."""
    return things[place]


@register.filter
def printed(question: Question, answer: str) -> str:
    """The paper's line with the answer inside it."""
    return question.printed.format(answer)


@register.filter
def has_error(summary: Sequence[Line] | None) -> bool:
    """Whether a summary lists more than hints."""
    return any(line.severity == "error" for line in summary or ())


@register.simple_tag
def keeper_texts() -> SafeString:
    """The sentences that keeper.js says by itself, as a data block."""
    texts = {
        "offline": _("Nicht gespeichert: keine Verbindung, wir versuchen es weiter"),
        "kept": _("Ihr Text ist in diesem Browser aufbewahrt."),
        "refused": _(
            "Nicht gespeichert. Ihr Text ist hier aufbewahrt. Bitte laden Sie die Seite neu."
        ),
        "restored": _("Wiederhergestellt, was hier noch nicht gespeichert war"),
        "table": _("Von dieser Tabelle liegt hier noch ein anderer, nicht gespeicherter Stand."),
        "compare": _("Beide ansehen und wählen"),
        "length": _("{n} Zeichen"),
        "over": _("{n} Zeichen, das ist länger als empfohlen"),
    }
    return json_script(texts, "keeper-texts")
