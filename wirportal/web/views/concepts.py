"""The list of concepts, a new one, and a concept's own start page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wirportal.concepts.actions import create_concept
from wirportal.concepts.models import Concept, actor_in
from wirportal.concepts.queries import (
    answers_by_question,
    calls_for_new,
    concepts_of,
    mentions_of,
    places_for_new,
    tasks_of,
)
from wirportal.editions.checks import progress
from wirportal.people.models import User
from wirportal.review.rounds import due_of, open_request
from wirportal.rulebook.decide import decide, require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rule import ANSWERING, DECIDED
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import STATE_LABELS, State
from wirportal.rulebook.turns import state_label
from wirportal.sentence import Sentence
from wirportal.web.access import concept_view, signed_in
from wirportal.web.forms import NewConcept
from wirportal.web.navigation import title_of
from wirportal.web.news import news
from wirportal.web.stand import Stand
from wirportal.web.summary import lines
from wirportal.web.together import Mention, Owed, may_read


@dataclass(frozen=True)
class Card:
    """A concept as listed."""

    concept: Concept
    edited_at: datetime | None
    """When somebody last wrote in it; None: nobody has, or it is not for the reader to know."""
    due: date | None
    """Until when a Nachforderung is to be answered."""


def _edited_at(concept: Any, user: User) -> datetime | None:
    """Of a concept of `concepts_of`: how a draft goes on is the municipality's own."""
    actor = actor_in(user, concept.organisation_id)
    return concept.edited_at if decide(Action.READ_DRAFT, concept.case, actor) else None


def _label(concept: Concept, user: User, state: State | None = None) -> str:
    """How the reader knows the concept's state, or another: what reads alike is listed alike."""
    roles = actor_in(user, concept.organisation_id).roles
    return state_label(state or State(concept.state), roles)


@signed_in(GET=Action.READ)
def concept_list(request: HttpRequest) -> HttpResponse:
    """„Meine Konzepte“, or all that were handed in."""
    assert isinstance(request.user, User)
    user = request.user
    wanted = request.GET.get("zustand")
    state = State(wanted) if wanted in list(State) else None
    seen = [
        one
        for one in concepts_of(user)
        if may_read(one, user) and (state is None or _label(one, user, state) == _label(one, user))
    ]
    due = due_of(seen)
    context = {
        "title": title_of("concepts", user),
        "cards": [Card(one, _edited_at(one, user), due.get(one.pk)) for one in seen],
        "state": Sentence(STATE_LABELS[state]) if state else None,
        "tasks": [Owed.of(one.concept, one) for one in tasks_of(user)],
        "mentions": [Mention.of(one.concept, one) for one in mentions_of(user)],
        "may_create": bool(places_for_new(user, calls_for_new())),
    }
    return render(request, "concepts/list.html", context)


@signed_in(GET=Action.CREATE, POST=Action.CREATE)
def new_concept(request: HttpRequest) -> HttpResponse:
    """A concept for one of the person's organisations and a Haushaltsjahr."""
    assert isinstance(request.user, User)
    calls = calls_for_new()
    if not (places := places_for_new(request.user, calls)):
        require(Action.CREATE, Case(eligible=False), request.user.everywhere)
    form = NewConcept(request.POST or None, places=places, calls=calls)
    if form.is_valid():
        concept = create_concept(**form.cleaned_data, by=request.user)
        messages.success(request, _("Das Konzept ist angelegt. Beginnen Sie, wo Sie möchten."))
        return redirect("concept", concept=concept.pk)
    context = {"form": form, "places": places, "calls": calls, "summary": lines(form)}
    return render(request, "concepts/new.html", context, status=422 if form.errors else 200)


_OPEN = frozenset({State.DRAFT, State.SEALED}) | ANSWERING
"""While the municipality is at work on its text."""


@concept_view(GET=Action.READ)
def overview(request: HttpRequest, concept: Concept) -> HttpResponse:
    """The task list of the sections: how far each is, who worked there last."""
    assert isinstance(request.user, User)
    actor = concept.actor(request.user)
    if not decide(Action.READ_DRAFT, concept.case, actor):
        at_desk = decide(Action.SEE_CASE, concept.case, actor)
        return redirect("case" if at_desk else "read", concept=concept.pk)
    state = State(concept.state)
    stand = Stand.of(concept, answers_by_question(concept))
    context = {
        "concept": concept,
        "edition": concept.edition,
        "stand": stand,
        "news": news(concept, request.user),
        "may_read_messages": decide(Action.READ_MESSAGES, concept.case, actor),
        "may_see_assignments": decide(Action.SEE_ASSIGNMENTS, concept.case, actor),
        "may_write": decide(Action.SAVE, concept.case, actor),
        "is_decided": state in DECIDED,
        "closed_as": None if state in _OPEN else Sentence(STATE_LABELS[state]),
        "progress": progress(concept.edition, stand.answers),
        "asked": open_request(concept) if concept.state in ANSWERING else None,
    }
    return render(request, "concepts/overview.html", context)
