"""What pages about a case at the authority share."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.template import RequestContext

from wirportal.concepts.models import Concept
from wirportal.people.proof import user_of
from wirportal.review.models import TextBlock
from wirportal.rulebook.states import State
from wirportal.web.case_navigation import pages_for

register = template.Library()


@register.inclusion_tag("review/bar.html", takes_context=True)
def case_bar(context: RequestContext, concept: Concept) -> dict[str, Any]:
    """Links to the other pages of the case; nothing while it was never handed in."""
    request = context["request"]
    handed_in = concept.state not in (State.DRAFT, State.SEALED)
    pages = pages_for(concept, user_of(request)) if handed_in else ()
    return {"concept": concept, "pages": list(pages), "here": request.resolver_match.url_name}


@register.simple_tag
def text_blocks(purpose: str) -> QuerySet[TextBlock]:
    """The words to be used again for this purpose; one query."""
    return TextBlock.objects.filter(purpose=purpose)
