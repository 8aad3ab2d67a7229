"""What templates say and how."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept, actor_in
from wirportal.editions.model import Question
from wirportal.editions.outline import blocks
from wirportal.people.models import User
from wirportal.rulebook.states import State
from wirportal.rulebook.turns import state_label
from wirportal.sentence import Sentence
from wirportal.web.acting import acting_here
from wirportal.web.language import moment, said
from wirportal.web.summary import Line

register = template.Library()


register.filter("said", said)
register.filter("moment", moment)
register.filter("blocks", blocks)


@register.simple_tag
def acting_as(user: User, concept: Concept | str) -> list[Sentence]:
    """As what the user acts on the page; `concept`: "" where it is about none."""
    return acting_here(user, concept if isinstance(concept, Concept) else None)


@register.filter
def state_for(concept: Concept, user: User) -> str:
    """The concept's state as this reader may know it."""
    roles = actor_in(user, concept.organisation_id).roles
    return said(Sentence(state_label(State(concept.state), roles)))


@register.filter
def at(things: Sequence[Any], place: int) -> Any:
    """The thing at that place, from 0."""
    return things[place]


_CLASSES = {"select": "kern-form-input__select", "checkbox": "kern-form-check__checkbox"}
"""Type of a widget → its KERN class, where that is not the one of text fields."""


@register.inclusion_tag("shell/field.html")
def kern_field(field: BoundField, label: str = "", hint: str = "") -> dict[str, Any]:
    """A field of a plain form with label, hint and error."""
    error = field.errors[0] if field.errors else ""
    hint = hint or str(field.help_text)
    kind = field.widget_type
    css = _CLASSES.get(kind, "kern-form-input__input")
    attributes: dict[str, Any] = {"class": css, "placeholder": False}
    if error:
        attributes |= {"class": f"{css} {css}--error"}
    below = [part for part, text in (("hint", hint), ("error", error)) if text]
    if below:
        attributes["aria-describedby"] = " ".join(f"{field.auto_id}_{part}" for part in below)
    return {
        "field": field,
        "kind": kind,
        "widget": field.as_widget(attrs=attributes),
        "label": label or field.label,
        "hint": hint,
        "error": error,
    }


@register.inclusion_tag("shell/choice.html")
def kern_choice(field: BoundField, label: str, hint: str = "") -> dict[str, Any]:
    """A list to choose from, with label, hint and error."""
    error = field.errors[0] if field.errors else ""
    below = [part for part, text in (("hint", hint), ("error", error)) if text]
    attributes: dict[str, Any] = {"class": "kern-form-input__select"}
    if below:
        attributes["aria-describedby"] = " ".join(f"{field.auto_id}_{part}" for part in below)
    widget = field.as_widget(attrs=attributes)
    return {"field": field, "widget": widget, "label": label, "hint": hint, "error": error}


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
