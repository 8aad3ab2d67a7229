"""The page that people land on: what waits for them, and what they can do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wirportal.concepts.queries import mentions_of, tasks_of
from wirportal.people.proof import user_of
from wirportal.rulebook.rules import Action
from wirportal.web.access import signed_in
from wirportal.web.start import parts_for
from wirportal.web.together import Mention, Owed


@signed_in(GET=Action.ACCOUNT)
def start(request: HttpRequest) -> HttpResponse:
    """Made of the reader's roles; who has several gets the parts of all."""
    user = user_of(request)
    context = {
        "tasks": [Owed.of(one.concept, one) for one in tasks_of(user)],
        "mentions": [Mention.of(one.concept, one) for one in mentions_of(user)],
        "parts": parts_for(user),
    }
    return render(request, "start.html", context)
