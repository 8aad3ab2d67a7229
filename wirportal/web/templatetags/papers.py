"""The box with everything that turns a concept into a file and back."""

from typing import Any

from django import template
from django.template.context import Context

from wirportal.concepts.models import Concept
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action

register = template.Library()


@register.inclusion_tag("papers/box.html", takes_context=True)
def papers_box(context: Context, concept: Concept) -> dict[str, Any]:
    """„Dokumente“, with the buttons that the rulebook grants this person."""
    actor = concept.actor(context["user"])
    return {
        "concept": concept,
        "may_export": decide(Action.EXPORT, concept.case, actor),
        "may_import": decide(Action.IMPORT, concept.case, actor),
    }
