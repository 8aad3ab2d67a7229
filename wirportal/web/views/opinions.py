"""The Stellungnahme: an officer asks the ministry, or no longer; the ministry answers here."""

from dataclasses import replace

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept
from wirportal.people.proof import user_of
from wirportal.people.seen import Stale, digest
from wirportal.review.findings import file_of, opinions_of
from wirportal.review.models import Opinion
from wirportal.review.opinions import (
    ask_opinion,
    cancel_opinion,
    give_opinion,
    move_opinion,
    opinion_case,
)
from wirportal.rulebook.decide import decide, require
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import OpinionState
from wirportal.web.access import concept_view
from wirportal.web.checking_forms import AskOpinion, CancelOpinion, GiveOpinion, MoveOpinion
from wirportal.web.summary import lines
from wirportal.web.views.findings import opened


@concept_view(GET=Action.SEE_CASE)
def opinions(request: HttpRequest, concept: Concept) -> HttpResponse:
    """What the ministry was asked, and what it said."""
    case, actor = opinion_case(concept), concept.actor(user_of(request))
    context = {
        "concept": concept,
        "file": (file := file_of(concept)),
        "opinions": opinions_of(file) if file else [],
        "may_ask": file and decide(Action.ASK_OPINION, case, actor),
        "may_change": decide(Action.CANCEL_OPINION, concept.case, actor),
        "may_give": decide(Action.GIVE_OPINION, concept.case, actor),
    }
    return render(request, "review/opinions.html", context)


@concept_view(GET=Action.ASK_OPINION, POST=Action.ASK_OPINION)
def ask(request: HttpRequest, concept: Concept) -> HttpResponse:
    """What to ask, and until when."""
    opened(concept)
    form = AskOpinion(request.POST or None)
    if form.is_valid():
        asked = ask_opinion(concept_id=concept.pk, by=user_of(request), **form.cleaned_data)
        day = date_format(asked.due, "d.m.Y")
        messages.success(request, _("Das Ministerium ist bis %(day)s gebeten.") % {"day": day})
        return redirect("opinions", concept=concept.pk)
    if request.method == "GET":
        require(Action.ASK_OPINION, opinion_case(concept), concept.actor(user_of(request)))
    return _page(request, "review/ask_opinion.html", concept, form)


@concept_view(GET=Action.MOVE_OPINION, POST=Action.MOVE_OPINION)
def move(request: HttpRequest, concept: Concept, opinion: int) -> HttpResponse:
    """Another day until which the ministry should answer, and why."""
    asked, by = _asked(concept, opinion), user_of(request)
    seen = request.POST.get("seen", "")
    presently = asked.due if seen == digest(asked.due) else None
    form = MoveOpinion(request.POST or None, presently=presently)
    if form.is_valid():
        try:
            move_opinion(
                concept_id=concept.pk, opinion_id=opinion, seen=seen, by=by, **form.cleaned_data
            )
        except Stale:
            return _page(request, "review/move_opinion.html", concept, form, asked, stale=True)
        day = date_format(form.cleaned_data["due"], "d.m.Y")
        said = _("Das Ministerium ist jetzt bis %(day)s gebeten und erfährt davon.")
        messages.success(request, said % {"day": day})
        return redirect("opinions", concept=concept.pk)
    if request.method == "GET":
        require(Action.MOVE_OPINION, replace(concept.case, opinion=asked.state), concept.actor(by))
    return _page(request, "review/move_opinion.html", concept, form, asked)


@concept_view(GET=Action.CANCEL_OPINION, POST=Action.CANCEL_OPINION)
def cancel(request: HttpRequest, concept: Concept, opinion: int) -> HttpResponse:
    """Why the ministry need not answer any more."""
    asked, by = _asked(concept, opinion), user_of(request)
    form = CancelOpinion(request.POST or None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        cancel_opinion(concept_id=concept.pk, opinion_id=opinion, why=why, by=by)
        said = _("Die Bitte um Stellungnahme ist zurückgezogen. Das Ministerium erfährt davon.")
        messages.success(request, said)
        return redirect("opinions", concept=concept.pk)
    if request.method == "GET":
        case = replace(concept.case, opinion=asked.state)
        require(Action.CANCEL_OPINION, case, concept.actor(by))
    return _page(request, "review/cancel_opinion.html", concept, form, asked)


@concept_view(GET=Action.GIVE_OPINION, POST=Action.GIVE_OPINION)
def give(request: HttpRequest, concept: Concept, opinion: int) -> HttpResponse:
    """The answer to what was asked."""
    asked = _asked(concept, opinion)
    form = GiveOpinion(request.POST or None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        give_opinion(concept_id=concept.pk, opinion_id=opinion, text=text, by=user_of(request))
        messages.success(request, _("Ihre Stellungnahme ist abgegeben."))
        return redirect("opinions", concept=concept.pk)
    if asked.state is not OpinionState.OPEN and request.method == "GET":
        return redirect("opinions", concept=concept.pk)
    return _page(request, "review/give_opinion.html", concept, form, asked)


def _asked(concept: Concept, opinion: int) -> Opinion:
    """Http404 for one of another case."""
    found = next((one for one in opinions_of(opened(concept)) if one.pk == opinion), None)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    template: str,
    concept: Concept,
    form: Form,
    asked: Opinion | None = None,
    *,
    stale: bool = False,
) -> HttpResponse:
    """stale: somebody else was faster; what the person typed still stands in the form."""
    context = {
        "concept": concept,
        "opinion": asked,
        "seen": digest(asked.due) if asked else "",
        "is_stale": stale,
        "form": form,
        "summary": lines(form),
    }
    status = 422 if form.errors else 409 if stale else 200
    return render(request, template, context, status=status)
