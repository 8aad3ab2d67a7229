"""What pages about a case at the authority share."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.template import RequestContext

from wirportal.concepts.models import Concept
from wirportal.people.proof import user_of
from wirportal.review.both_sides import turn_of
from wirportal.review.models import TextBlock
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State
from wirportal.web.case_navigation import groups_for

register = template.Library()


@register.inclusion_tag("review/bar.html", takes_context=True)
def case_bar(context: RequestContext, concept: Concept) -> dict[str, Any]:
    """Links to the other pages of the case; nothing while it was never handed in."""
    request = context["request"]
    handed_in = concept.state not in (State.DRAFT, State.SEALED)
    groups = groups_for(concept, user_of(request)) if handed_in else ()
    return {"concept": concept, "groups": list(groups), "here": request.resolver_match.url_name}


@register.inclusion_tag("review/back.html", takes_context=True)
def case_back(context: RequestContext, concept: Concept) -> dict[str, Any]:
    """Back to where the reader comes from: the check at the authority, else the overview."""
    actor = concept.actor(user_of(context["request"]))
    return {"concept": concept, "at_desk": decide(Action.SEE_CASE, concept.case, actor)}


@register.simple_tag
def text_blocks(purpose: str) -> QuerySet[TextBlock]:
    """The words to be used again for this purpose; one query."""
    return TextBlock.objects.filter(purpose=purpose)


@register.inclusion_tag("beside/turn.html", takes_context=True)
def turn(context: RequestContext, concept: Concept) -> dict[str, Any]:
    """Whose turn it is, and until when, as far as the reader may know."""
    return {"turn": turn_of(concept, concept.actor(user_of(context["request"])))}
