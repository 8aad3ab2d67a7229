"""The decision at the authority: propose, word, countersign, issue, note an objection."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept
from wirportal.documents.letter import Heading
from wirportal.people.proof import user_of
from wirportal.people.seen import Stale
from wirportal.review import deciding, decision_letter, delivering, wording
from wirportal.review.deciding import DecisionFacts
from wirportal.review.decisions import (
    case_of,
    countersigners,
    decision_of,
    has_written,
    versions_of,
)
from wirportal.review.findings import file_of
from wirportal.review.letterheads import authorities_of, is_of_authority, remedy_of
from wirportal.review.letters import head_of
from wirportal.review.models import Decision
from wirportal.review.models.deciding import Result
from wirportal.rulebook.decide import decide, require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view, other_writer
from wirportal.web.decision_forms import Agreement, BescheidText, ObjectionForm, Proposal
from wirportal.web.forms import Reason
from wirportal.web.numbers import whole_number
from wirportal.web.papers import PDF, download, file_name
from wirportal.web.summary import lines
from wirportal.web.text_blocks import inserted


@concept_view(GET=Action.SEE_PROPOSAL)
def desk(request: HttpRequest, concept: Concept) -> HttpResponse:
    """Every version of the decision, and what can be done with the newest."""
    user, versions = user_of(request), versions_of(concept)
    open_one = next((one for one in versions if one.issued_at is None), None)
    actor = concept.actor(user)
    case = _facts(concept, open_one, request) if open_one else concept.case
    context: dict[str, Any] = {
        "concept": concept,
        "file": file_of(concept),
        "open": open_one,
        "issued": [one for one in versions if one.issued_at],
        "issues": deciding.ISSUES[Result(open_one.result)] if open_one else None,
        "has_remedy": not is_of_authority(user) or bool(remedy_of(user)),
        "letterheads": authorities_of(user),
        **{name: decide(action, case, actor) for name, action in _OFFERED.items()},
    }
    # said before it is handed over: afterwards it would wait for nobody
    if context["may_propose"] and context["file"]:
        context["countersigners"] = countersigners(concept, open_one, user)
    return render(request, "deciding/desk.html", context)


_OFFERED = {
    "may_propose": Action.PROPOSE,
    "may_word": Action.WORD,
    "may_give": Action.GIVE_PROPOSAL,
    "may_send_back": Action.SEND_BACK,
    "may_countersign": Action.COUNTERSIGN,
    "may_approve": Action.APPROVE,
    "may_decline": Action.DECLINE,
    "may_object": Action.OBJECT,
}
"""What the desk offers, by the name of the ruling in the template."""


def _facts(concept: Concept, decision: Decision, request: HttpRequest) -> Case:
    """All that the rulebook looks at about a version; three queries."""
    return replace(
        case_of(concept, decision),
        lacking=wording.lacking(decision),
        own_words=has_written(concept, decision, user_of(request)),
    )


def _version(concept: Concept, version: int) -> Decision:
    try:
        return decision_of(concept, version)
    except Decision.DoesNotExist:
        raise Http404 from None


@concept_view(GET=Action.PROPOSE, POST=Action.PROPOSE)
def propose(request: HttpRequest, concept: Concept) -> HttpResponse:
    """What is to be decided: result, amounts, period, conditions."""
    if foreign := other_writer(request):
        return foreign
    forms, context = _proposal(request, concept)
    if not request.POST or not forms.fits(concept, user_of(request)):
        context["summary"] = forms.summary
        return render(request, "deciding/propose.html", context, status=_status(request))
    facts, saved, by = forms.facts, _saved(request), user_of(request)
    try:
        made = deciding.propose(concept_id=concept.pk, facts=facts, saved=saved, by=by)
    except Stale:
        return render(request, "deciding/propose.html", context | {"is_stale": True}, status=409)
    messages.success(request, _("Gespeichert. Lesen Sie als Nächstes den Text des Bescheids."))
    return redirect("word-decision", concept=concept.pk, version=made.version)


def _proposal(request: HttpRequest, concept: Concept) -> tuple[Proposal, dict[str, Any]]:
    """The forms with what stands in them, and the page's context; Http404 where there is no file.

    A correction begins with what was issued, a first decision with the Haushaltsjahr.
    """
    if file_of(concept) is None:
        raise Http404
    versions = versions_of(concept)
    corrects = any(one.issued_at for one in versions)
    written = next((one for one in versions if one.issued_at is None), None)
    case = case_of(concept, written) if written else concept.case
    require(Action.PROPOSE, case, concept.actor(user_of(request)))
    year = concept.budget_year
    there = DecisionFacts("", date(year, 1, 1), date(year, 12, 31))
    if versions:
        there = DecisionFacts.of(versions[0])
    forms = Proposal.of(request.POST or None, concept, there, corrects)
    saved = written.saved if written else 0
    return forms, {"concept": concept, "forms": forms, "saved": saved, "corrects": corrects}


def _saved(request: HttpRequest) -> int:
    """Which save the page has shown."""
    return whole_number(request.POST.get("saved", ""), otherwise=-1)


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


# --- its words ------------------------------------------------------------------------------------


@concept_view(GET=Action.WORD, POST=Action.WORD)
def word(request: HttpRequest, concept: Concept, version: int) -> HttpResponse:
    """The text of the Bescheid; it can also be set up anew from what is decided."""
    if foreign := other_writer(request):
        return foreign
    decision, user = _version(concept, version), user_of(request)
    require(Action.WORD, case_of(concept, decision), concept.actor(user))
    form = BescheidText(_typed(request, concept, decision), initial={"text": decision.text})
    context = {"concept": concept, "decision": decision, "form": form, "saved": decision.saved}
    if with_block := inserted(request):
        context |= {"form": BescheidText(initial=with_block), "saved": _saved(request)}
        return render(request, "deciding/word.html", context)
    if not form.is_valid():
        context["summary"] = lines(form)
        return render(request, "deciding/word.html", context, status=_status(request))
    text, saved = form.cleaned_data["text"], _saved(request)
    try:
        deciding.word(concept_id=concept.pk, version=version, text=text, saved=saved, by=user)
    except Stale:
        return render(request, "deciding/word.html", context | {"is_stale": True}, status=409)
    messages.success(request, _("Der Text des Bescheids ist gespeichert."))
    return redirect("proposal-desk", concept=concept.pk)


def _typed(request: HttpRequest, concept: Concept, decision: Decision) -> dict[str, Any] | None:
    """What was typed, or the words set up anew where that was asked for."""
    if "anew" in request.POST:
        return {"text": deciding.draft_of(concept, decision, user_of(request))}
    return request.POST.dict() or None


@concept_view(GET=Action.SEE_PROPOSAL)
def draft_pdf(request: HttpRequest, concept: Concept, version: int) -> HttpResponse:
    """The Bescheid as it would look; every page says that it is not issued."""
    decision = _version(concept, version)
    writers = [who for who in (user_of(request), decision.by) if is_of_authority(who)]
    if decision.issued_at or not writers:
        raise Http404
    data = decision_letter.render(concept, decision, head_of(writers[0]))
    name = file_name("Bescheid-Entwurf", decision.file.file_number, ending="pdf")
    return download(data, PDF, name, inline=True)


# --- from hand to hand ----------------------------------------------------------------------------


@concept_view(POST=Action.GIVE_PROPOSAL)
def give(request: HttpRequest, concept: Concept, version: int) -> HttpResponse:
    _version(concept, version)
    try:
        deciding.give(
            concept_id=concept.pk, version=version, saved=_saved(request), by=user_of(request)
        )
    except Stale:
        messages.warning(request, _("Jemand hat inzwischen etwas geändert. Bitte lesen Sie neu."))
    else:
        messages.success(request, _("Die Entscheidung wartet jetzt auf die zweite Person."))
    return redirect("proposal-desk", concept=concept.pk)


@concept_view(GET=Action.SEND_BACK, POST=Action.SEND_BACK)
def send_back(request: HttpRequest, concept: Concept, version: int) -> HttpResponse:
    """Why, and it is written on."""
    if foreign := other_writer(request):
        return foreign
    decision, user = _version(concept, version), user_of(request)
    require(Action.SEND_BACK, case_of(concept, decision), concept.actor(user))
    form = Reason(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        deciding.send_back(concept_id=concept.pk, version=version, by=user, reason=reason)
        messages.success(request, _("Die Entscheidung ist zurückgegeben."))
        return redirect("proposal-desk", concept=concept.pk)
    context = {"concept": concept, "decision": decision, "form": form, "summary": lines(form)}
    return render(request, "deciding/send_back.html", context, status=_status(request))


@concept_view(GET=Action.COUNTERSIGN, POST=Action.COUNTERSIGN)
def countersign(request: HttpRequest, concept: Concept, version: int) -> HttpResponse:
    """The whole Bescheid, and the tick by which the second person agrees."""
    if foreign := other_writer(request):
        return foreign
    decision, user = _version(concept, version), user_of(request)
    require(Action.COUNTERSIGN, _facts(concept, decision, request), concept.actor(user))
    form = Agreement(request.POST or None)
    context = _shown(concept, decision) | {"form": form, "summary": lines(form)}
    if not form.is_valid():
        return render(request, "deciding/countersign.html", context, status=_status(request))
    saved = _saved(request)
    try:
        deciding.countersign(concept_id=concept.pk, version=version, saved=saved, by=user)
    except Stale:
        context |= {"is_stale": True}
        return render(request, "deciding/countersign.html", context, status=409)
    messages.success(request, _("Sie haben mitgezeichnet."))
    return redirect("proposal-desk", concept=concept.pk)


def _shown(concept: Concept, decision: Decision) -> dict[str, Any]:
    """What pages with the whole Bescheid show; no query."""
    return {
        "concept": concept,
        "decision": decision,
        "pieces": [
            (isinstance(piece, Heading), piece.text)
            for piece in decision_letter.pieces(decision.text)
        ],
        "title": wording.subject(decision),
    }


@concept_view(GET=Action.APPROVE, POST=Action.APPROVE)
def approve(request: HttpRequest, concept: Concept, version: int) -> HttpResponse:
    """The last page before the municipality has the Bescheid."""
    return _issue(request, concept, version, Action.APPROVE)


@concept_view(GET=Action.DECLINE, POST=Action.DECLINE)
def decline(request: HttpRequest, concept: Concept, version: int) -> HttpResponse:
    """The last page before the municipality has the Bescheid."""
    return _issue(request, concept, version, Action.DECLINE)


def _issue(request: HttpRequest, concept: Concept, version: int, action: Action) -> HttpResponse:
    if foreign := other_writer(request):
        return foreign
    decision = _version(concept, version)
    if deciding.ISSUES[Result(decision.result)] is not action:
        raise Http404
    user, context = user_of(request), _shown(concept, decision)
    if request.method != "POST":
        require(action, case_of(concept, decision), concept.actor(user))
        return render(request, "deciding/issue.html", context)
    try:
        deciding.issue(concept_id=concept.pk, version=version, saved=_saved(request), by=user)
    except Stale:
        return render(request, "deciding/issue.html", context | {"is_stale": True}, status=409)
    messages.success(request, _("Der Bescheid ist erlassen und liegt für die Kommune bereit."))
    return redirect("proposal-desk", concept=concept.pk)


@concept_view(GET=Action.OBJECT, POST=Action.OBJECT)
def object_to(request: HttpRequest, concept: Concept, version: int) -> HttpResponse:
    """A Widerspruch came in."""
    if foreign := other_writer(request):
        return foreign
    decision = _version(concept, version)
    if decision.issued_at is None:
        raise Http404
    form = ObjectionForm(request.POST or None)
    if form.is_valid():
        facts = form.cleaned_data | {"version": version}
        delivering.object_to(concept_id=concept.pk, by=user_of(request), **facts)
        messages.success(request, _("Der Widerspruch ist eingetragen."))
        return redirect("proposal-desk", concept=concept.pk)
    context = {"concept": concept, "decision": decision, "form": form, "summary": lines(form)}
    return render(request, "deciding/object.html", context, status=_status(request))
