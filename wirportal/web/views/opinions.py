"""The Stellungnahme: an officer asks the ministry, the ministry answers here."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept
from wirportal.people.proof import user_of
from wirportal.review.findings import file_of, opinions_of
from wirportal.review.models import Opinion
from wirportal.review.opinions import ask_opinion, give_opinion, opinion_case
from wirportal.rulebook.decide import decide, require
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view
from wirportal.web.checking_forms import AskOpinion, GiveOpinion
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
        "may_give": case.opinion_open and decide(Action.GIVE_OPINION, concept.case, actor),
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


@concept_view(GET=Action.GIVE_OPINION, POST=Action.GIVE_OPINION)
def give(request: HttpRequest, concept: Concept, opinion: int) -> HttpResponse:
    """The answer to what was asked."""
    asked = next((one for one in opinions_of(opened(concept)) if one.pk == opinion), None)
    if asked is None:
        raise Http404
    form = GiveOpinion(request.POST or None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        give_opinion(concept_id=concept.pk, opinion_id=opinion, text=text, by=user_of(request))
        messages.success(request, _("Ihre Stellungnahme ist abgegeben."))
        return redirect("opinions", concept=concept.pk)
    if asked.given_at and request.method == "GET":
        return redirect("opinions", concept=concept.pk)
    return _page(request, "review/give_opinion.html", concept, form, asked)


def _page(
    request: HttpRequest, template: str, concept: Concept, form: Form, asked: Opinion | None = None
) -> HttpResponse:
    context = {"concept": concept, "opinion": asked, "form": form, "summary": lines(form)}
    return render(request, template, context, status=422 if form.errors else 200)
