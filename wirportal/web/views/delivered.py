"""What a decision means for the municipality: the Bescheid, its conditions; and withdrawing."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept
from wirportal.concepts.queries import members_of
from wirportal.documents.attached import LABELS
from wirportal.documents.errors import UnreadableFile
from wirportal.people.proof import user_of
from wirportal.people.seen import Stale, digest
from wirportal.review import delivering
from wirportal.review.decisions import conditions_of, issued_of
from wirportal.review.delivering import ConditionWork
from wirportal.review.models import Condition, Decision
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rule import MUNICIPAL
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view, other_writer
from wirportal.web.decision_forms import ConditionWorkForm
from wirportal.web.forms import Reason
from wirportal.web.language import said
from wirportal.web.papers import PDF, download, file_name
from wirportal.web.summary import lines
from wirportal.web.uploads import MEGABYTES


@concept_view(GET=Action.SEE_DECISION)
def decision(request: HttpRequest, concept: Concept) -> HttpResponse:
    """What was decided, and what it replaced."""
    issued = list(issued_of(concept).prefetch_related("amounts", "conditions", "objections"))
    if not issued:
        raise Http404
    context = {"concept": concept, "decision": issued[0], "former": issued[1:]}
    return render(request, "deciding/decision.html", context)


@concept_view(GET=Action.SEE_DECISION)
def decision_pdf(request: HttpRequest, concept: Concept, version: int) -> HttpResponse:
    """The Bescheid, byte for byte as it was issued; that the municipality opens it is noted."""
    user = user_of(request)
    known = Decision.objects.filter(file__concept=concept, issued_at__isnull=False)
    shown = known.select_related("file").filter(version=version).first()
    if shown is None or shown.pdf is None:
        raise Http404
    opens = decide(Action.OPEN_DECISION, concept.case, concept.actor(user))
    if opens and request.method == "GET" and shown.opened_at is None:
        delivering.open_decision(concept_id=concept.pk, version=version, by=user)
    name = file_name("Bescheid", shown.file.file_number, f"v{version}", ending="pdf")
    return download(bytes(shown.pdf), PDF, name)


# --- conditions -----------------------------------------------------------------------------------


@concept_view(GET=Action.SEE_CONDITIONS)
def conditions(request: HttpRequest, concept: Concept) -> HttpResponse:
    """What the decision in force asks for, and how far each is."""
    today = timezone.localdate()
    found = conditions_of(concept)
    context = {
        "concept": concept,
        "conditions": [(one, bool(one.due and one.due < today)) for one in found],
        "may_change": decide(
            Action.CHANGE_CONDITION, concept.case, concept.actor(user_of(request))
        ),
    }
    return render(request, "deciding/conditions.html", context)


@concept_view(GET=Action.CHANGE_CONDITION, POST=Action.CHANGE_CONDITION)
def condition(request: HttpRequest, concept: Concept, place: int) -> HttpResponse:
    """Who sees to it, what was done, whether it is done."""
    if foreign := other_writer(request):
        return foreign
    shown = _condition(concept, place)
    there = asdict(ConditionWork.of(shown))
    people = _people(concept, shown)
    form = ConditionWorkForm(
        request.POST or None, request.FILES or None, initial=there, people=people
    )
    context = {"concept": concept, "condition": shown, "form": form, "seen": digest(there)}
    context |= {"kinds": LABELS, "megabytes": MEGABYTES}
    try:
        if form.is_valid() and _changed(request, concept, place, form):
            return redirect("conditions", concept=concept.pk)
    except Stale:
        context["is_stale"] = True
        return render(request, "deciding/condition.html", context, status=409)
    context["summary"] = lines(form)
    return render(request, "deciding/condition.html", context, status=_status(form))


def _changed(request: HttpRequest, concept: Concept, place: int, form: ConditionWorkForm) -> bool:
    """Whether it was kept; the form says why its file was not taken."""
    facts = form.facts | {"seen": request.POST.get("seen", ""), "by": user_of(request)}
    try:
        delivering.change_condition(concept_id=concept.pk, place=place, **facts)
    except UnreadableFile as problem:
        form.add_error("proof", said(problem.sentence))
        return False
    messages.success(request, _("Gespeichert."))
    return True


def _condition(concept: Concept, place: int) -> Condition:
    for one in conditions_of(concept):
        if one.place == place:
            return one
    raise Http404


def _people(concept: Concept, condition: Condition) -> dict[int, str]:
    """Who can see to it: those who read the decision; whoever does so now, gone or not."""
    readers = {
        user.pk: user.name for user, roles in members_of(concept).items() if roles & MUNICIPAL
    }
    if condition.owner:
        readers.setdefault(condition.owner.pk, condition.owner.name)
    return readers


def _status(form: Any) -> int:
    return 422 if form.errors else 200


# --- withdrawing ----------------------------------------------------------------------------------


@concept_view(GET=Action.WITHDRAW, POST=Action.WITHDRAW)
def withdraw(request: HttpRequest, concept: Concept) -> HttpResponse:
    """Take the concept back from the authority: asks why."""
    if foreign := other_writer(request):
        return foreign
    form = Reason(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        delivering.withdraw(concept_id=concept.pk, by=user_of(request), reason=reason)
        messages.success(request, _("Das Konzept ist zurückgezogen."))
        return redirect("signing", concept=concept.pk)
    context = {"concept": concept, "form": form, "summary": lines(form)}
    return render(request, "deciding/withdraw.html", context, status=_status(form))
