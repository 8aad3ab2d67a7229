"""Förderaufrufe and the directives that they rest on: lists, pages, and the forms behind them."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wirportal.concepts import calls
from wirportal.concepts.calls import CallFacts, DirectiveFacts
from wirportal.concepts.models import Call, Directive
from wirportal.concepts.queries import all_calls, eligible_bodies
from wirportal.people.models import User
from wirportal.people.seen import Stale, digest
from wirportal.rulebook.decide import decide
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import WAY_LABELS, Way
from wirportal.sentence import Sentence
from wirportal.web.access import held_role
from wirportal.web.call_forms import (
    USUAL_ROWS,
    CallForm,
    DirectiveForm,
    PaperRows,
    ProvisionRows,
    Rows,
)
from wirportal.web.language import said
from wirportal.web.summary import lines, row_lines


@held_role(GET=Action.SEE_CALLS)
def call_list(request: HttpRequest) -> HttpResponse:
    """„Förderaufrufe“, newest year first."""
    assert isinstance(request.user, User)
    now = timezone.now()
    context = {
        "calls": [(call, call.timing(now)) for call in all_calls()],
        "may_create": decide(Action.CREATE_CALL, Case(), request.user.everywhere),
    }
    return render(request, "calls/list.html", context)


@held_role(GET=Action.SEE_CALLS)
def call(request: HttpRequest, call: int) -> HttpResponse:
    """What is asked until when, on which ground, and of whom."""
    assert isinstance(request.user, User)
    shown = get_object_or_404(Call.objects.select_related("directive"), pk=call)
    context = {
        "call": shown,
        "timing": shown.timing(timezone.now()),
        "papers": shown.papers.all(),
        "ways": [Sentence(WAY_LABELS[way]) for way in Way if way in shown.ways],
        "provisions": shown.directive.provisions.all(),
        "bodies": eligible_bodies(shown),
        "may_change": decide(Action.CHANGE_CALL, Case(), request.user.everywhere),
    }
    return render(request, "calls/call.html", context)


@held_role(GET=Action.CREATE_CALL, POST=Action.CREATE_CALL)
def new_call(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    form = CallForm(request.POST or None)
    papers = PaperRows(request.POST or None, prefix="paper", initial=USUAL_ROWS)
    _say_if_taken(form, Action.CREATE_CALL, Call(), request.user)
    if not _fit(form, papers):
        return _form_page(request, "calls/change_call.html", form, papers)
    made = calls.create_call(facts=form.facts(papers.facts()), by=request.user)
    messages.success(request, _("Der Förderaufruf ist angelegt."))
    return redirect("call", call=made.pk)


@held_role(GET=Action.CHANGE_CALL, POST=Action.CHANGE_CALL)
def change_call(request: HttpRequest, call: int) -> HttpResponse:
    assert isinstance(request.user, User)
    shown = get_object_or_404(Call, pk=call)
    there = CallFacts.of(shown)
    form, papers, context = _forms_of(request, shown, there)
    _say_if_taken(form, Action.CHANGE_CALL, shown, request.user)
    if not _fit(form, papers):
        return _form_page(request, "calls/change_call.html", form, papers, **context)
    facts, seen = form.facts(papers.facts()), request.POST.get("seen", "")
    try:
        calls.change_call(call_id=shown.pk, facts=facts, seen=seen, by=request.user)
    except Stale:
        return _stale_page(request, "calls/change_call.html", form, papers, **context)
    messages.success(request, _("Gespeichert."))
    return redirect("call", call=shown.pk)


def _forms_of(
    request: HttpRequest, call: Call, there: CallFacts
) -> tuple[CallForm, PaperRows, dict[str, Any]]:
    """The forms of a call as it stands; what it was begun on is left out once it is fixed."""
    assert isinstance(request.user, User)
    case = calls.case_of(call, call.budget_year)
    grounds = decide(Action.CHANGE_CALL_GROUNDS, case, request.user.everywhere)
    initial = CallForm.initial_of(there)
    form = CallForm(request.POST or None, initial=initial, fixed=None if grounds else there)
    rows = [asdict(paper) for paper in there.papers]
    papers = PaperRows(request.POST or None, prefix="paper", initial=rows)
    return form, papers, {"call": call, "grounds": grounds, "seen": digest(asdict(there))}


def _say_if_taken(form: CallForm, action: Action, call: Call, user: User) -> None:
    """The rulebook's word about the year, at its field."""
    if form.is_valid() and "budget_year" in form.fields:
        case = calls.case_of(call, form.cleaned_data["budget_year"])
        if not (ruling := decide(action, case, user.everywhere)):
            form.add_error("budget_year", said(ruling.reason))


# --- directives ---------------------------------------------------------------------------------


@held_role(GET=Action.SEE_DIRECTIVES)
def directive_list(request: HttpRequest) -> HttpResponse:
    """„Richtlinien“, newest first."""
    assert isinstance(request.user, User)
    context = {
        "directives": Directive.objects.all(),
        "may_create": decide(Action.CREATE_DIRECTIVE, Case(), request.user.everywhere),
    }
    return render(request, "calls/directives.html", context)


@held_role(GET=Action.SEE_DIRECTIVES)
def directive(request: HttpRequest, directive: int) -> HttpResponse:
    """Its figures and numbers, those that nobody has verified marked."""
    assert isinstance(request.user, User)
    shown = get_object_or_404(Directive, pk=directive)
    provisions = list(shown.provisions.all())
    context = {
        "directive": shown,
        "provisions": provisions,
        "has_unverified": not all(provision.verified for provision in provisions),
        "calls": shown.calls.all(),
        "may_change": decide(Action.CHANGE_DIRECTIVE, Case(), request.user.everywhere),
    }
    return render(request, "calls/directive.html", context)


@held_role(GET=Action.CREATE_DIRECTIVE, POST=Action.CREATE_DIRECTIVE)
def new_directive(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    form = DirectiveForm(request.POST or None)
    provisions = ProvisionRows(request.POST or None, prefix="provision")
    if not _fit(form, provisions):
        return _form_page(request, "calls/change_directive.html", form, provisions)
    made = calls.create_directive(facts=form.facts(provisions.facts()), by=request.user)
    messages.success(request, _("Die Richtlinie ist angelegt."))
    return redirect("directive", directive=made.pk)


@held_role(GET=Action.CHANGE_DIRECTIVE, POST=Action.CHANGE_DIRECTIVE)
def change_directive(request: HttpRequest, directive: int) -> HttpResponse:
    assert isinstance(request.user, User)
    shown = get_object_or_404(Directive, pk=directive)
    there = asdict(DirectiveFacts.of(shown))
    form = DirectiveForm(request.POST or None, initial=there)
    rows = ProvisionRows(request.POST or None, prefix="provision", initial=there["provisions"])
    context = {"directive": shown, "seen": digest(there)}
    if not _fit(form, rows):
        return _form_page(request, "calls/change_directive.html", form, rows, **context)
    facts, seen = form.facts(rows.facts()), request.POST.get("seen", "")
    try:
        calls.change_directive(directive_id=shown.pk, facts=facts, seen=seen, by=request.user)
    except Stale:
        return _stale_page(request, "calls/change_directive.html", form, rows, **context)
    messages.success(request, _("Gespeichert."))
    return redirect("directive", directive=shown.pk)


# --- a form with rows ---------------------------------------------------------------------------


def _fit(form: Form, rows: Rows) -> bool:
    """Whether both are valid; both are asked, so that all errors are said at once."""
    return all([form.is_valid(), rows.is_valid()])


def _form_page(
    request: HttpRequest, template: str, form: Form, rows: Rows, **context: Any
) -> HttpResponse:
    summary = [*lines(form, named=True), *row_lines(rows)] if form.is_bound else []
    context |= {"form": form, "rows": rows, "summary": summary}
    return render(request, template, context, status=422 if summary else 200)


def _stale_page(
    request: HttpRequest, template: str, form: Form, rows: Rows, **context: Any
) -> HttpResponse:
    """Somebody else was faster: what the person typed still stands in the form."""
    context |= {"form": form, "rows": rows, "is_stale": True}
    return render(request, template, context, status=409)
