"""„Verlauf“: who did what when; and what people did not get."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from wirportal.concepts.models import Concept
from wirportal.ledger.queries import actors_of, denials, events_of, named_chain
from wirportal.people.models import User
from wirportal.people.proof import user_of
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view, held_role, own_account
from wirportal.web.denials import described
from wirportal.web.forms import WhichEvents
from wirportal.web.ledger import (
    READ,
    SHOWN,
    TOPICS,
    actions_in,
    asked_about,
    gathered,
    told,
    told_of_account,
    topics_for,
)


@concept_view(GET=Action.SEE_LEDGER)
def concept_ledger(request: HttpRequest, concept: Concept) -> HttpResponse:
    """Newest first; of the kinds that the reader may see, narrowed down if they like."""
    topics = topics_for(concept, user_of(request))
    people = actors_of(concept.pk, actions_in(topics))
    form = WhichEvents(request.GET, topics={t: TOPICS[t].label for t in topics}, people=people)
    chosen = form.chosen
    actions = actions_in([chosen["topic"]] if "topic" in chosen else topics)
    who, oldest = chosen.get("person"), chosen.get("oldest")
    lines, rest = gathered(*events_of(concept.pk, actions, actor=who, oldest=oldest, most=READ))
    named = {person for line in lines if (person := asked_about(line.event)[1])}
    names = dict(User.objects.filter(pk__in=named).values_list("pk", "name"))
    context = {
        "concept": concept,
        "told": list(told(lines, concept, names)),
        "form": form,
        "older": urlencode(chosen | {"oldest": rest}) if rest else "",
        "is_newest": oldest is None,
    }
    return render(request, "concepts/ledger.html", context)


@own_account(GET=Action.ACCOUNT)
def account_ledger(request: HttpRequest) -> HttpResponse:
    """What was done with one's own account, newest first."""
    form = WhichEvents(request.GET, topics={}, people={})
    oldest = form.chosen.get("oldest")
    chain, actions = named_chain(f"user {user_of(request).pk}"), actions_in(["account"])
    found = events_of(chain, actions, oldest=oldest, most=READ) if chain else ([], 0)
    lines, rest = gathered(*found)
    context = {
        "told": list(told_of_account(lines)),
        "older": urlencode({"oldest": rest}) if rest else "",
        "is_newest": oldest is None,
    }
    return render(request, "people/ledger.html", context)


@held_role(GET=Action.SEE_DENIALS)
def denial_list(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    shown = Paginator(denials(), SHOWN).get_page(request.GET.get("page"))
    context = {
        "denied": described(shown),
        "older": urlencode({"page": shown.next_page_number()}) if shown.has_next() else "",
        "is_newest": not shown.has_previous(),
    }
    return render(request, "ledger/denials.html", context)
