"""Where a concept's own pages lead once there is something to decide, or a decision."""

from dataclasses import dataclass

from django import template
from django.template import RequestContext
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept
from wirportal.people.proof import user_of
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action

register = template.Library()


@dataclass(frozen=True)
class Way:
    """A button; `tone`: how much it stands out."""

    url: str
    label: str
    tone: str


@register.simple_tag(takes_context=True)
def decision_ways(context: RequestContext, concept: Concept) -> list[Way]:
    """To the Bescheid and its conditions, or to withdrawing, as far as the reader may; no query."""
    actor = concept.actor(user_of(context["request"]))
    ways = (
        (Action.SEE_DECISION, Way("decision", _("Zum Bescheid"), "primary")),
        (Action.SEE_CONDITIONS, Way("conditions", _("Auflagen"), "secondary")),
        (Action.WITHDRAW, Way("withdraw", _("Konzept zurückziehen"), "tertiary")),
    )
    return [way for action, way in ways if decide(action, concept.case, actor)]
