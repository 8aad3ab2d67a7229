"""Organisations: the list, each with its past, what is written about it, and the official list."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wirportal.people.actions import change_organisation
from wirportal.people.bodies import bring_list, import_bodies, plan_of
from wirportal.people.body_list import HEAD, MAX_BYTES, Unfit
from wirportal.people.models import BodyList, Organisation, User
from wirportal.people.queries import body_lists, organisations_on
from wirportal.people.seen import Stale, digest
from wirportal.rulebook.decide import decide
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action
from wirportal.sentence import Sentence
from wirportal.web.access import held_role
from wirportal.web.body_forms import ListToRead, OrganisationForm
from wirportal.web.summary import Line, lines

MOST_FAULTS = 50
"""More of them nobody reads; the first ones explain the others."""


@held_role(GET=Action.SEE_ORGANISATIONS)
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Everybody who applies, grants or oversees, as of today."""
    assert isinstance(request.user, User)
    actor = request.user.everywhere
    context = {
        "groups": organisations_on(timezone.localdate()),
        "may_import": decide(Action.IMPORT_BODIES, Case(), actor),
    }
    return render(request, "bodies/list.html", context)


@held_role(GET=Action.SEE_ORGANISATIONS)
def organisation(request: HttpRequest, organisation: int) -> HttpResponse:
    """One of them, with everything that it was called and counted as."""
    assert isinstance(request.user, User)
    shown = get_object_or_404(Organisation, pk=organisation)
    context = {
        "organisation": shown,
        "statuses": shown.statuses.order_by("-valid_from"),
        "current": shown.status_on(timezone.localdate()),
        "may_change": decide(Action.CHANGE_ORGANISATION, Case(), request.user.everywhere),
    }
    return render(request, "bodies/organisation.html", context)


@held_role(GET=Action.CHANGE_ORGANISATION, POST=Action.CHANGE_ORGANISATION)
def change(request: HttpRequest, organisation: int) -> HttpResponse:
    assert isinstance(request.user, User)
    shown = get_object_or_404(Organisation, pk=organisation)
    form = OrganisationForm(request.POST or None, of=shown)
    context = {"organisation": shown, "form": form, "seen": digest(shown.facts)}
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            change_organisation(
                organisation_id=shown.pk, facts=form.cleaned_data, seen=seen, by=request.user
            )
        except Stale:
            return render(request, "bodies/change.html", context | {"is_stale": True}, status=409)
        messages.success(request, _("Gespeichert."))
        return redirect("organisation", organisation=shown.pk)
    context["summary"] = lines(form)
    return render(request, "bodies/change.html", context, status=422 if form.errors else 200)


# --- the official list --------------------------------------------------------------------------


@held_role(GET=Action.IMPORT_BODIES, POST=Action.IMPORT_BODIES)
def bring(request: HttpRequest) -> HttpResponse:
    """The page on which a list is chosen; what is wrong with it is said line by line."""
    is_sent = request.method == "POST"
    form = ListToRead(request.POST, request.FILES) if is_sent else ListToRead()
    faults: list[Sentence] = []
    if form.is_valid():
        try:
            return redirect("body-list", body_list=_brought(request, form).pk)
        except Unfit as unfit:
            faults = unfit.faults
            text = _("Diese Liste passt nicht (Fehler: %(n)d). Es ist nichts übernommen.")
            form.add_error("file", text % {"n": len(faults)})
    summary = [*lines(form), *(Line("id_file", fault) for fault in faults[:MOST_FAULTS])]
    context = {"form": form, "summary": summary, "earlier": body_lists()}
    context |= {"head": HEAD, "kilobytes": MAX_BYTES // 1000}
    return render(request, "bodies/bring.html", context, status=422 if form.errors else 200)


def _brought(request: HttpRequest, form: ListToRead) -> BodyList:
    assert isinstance(request.user, User)
    file = form.cleaned_data["file"]
    return bring_list(name=file.name, data=file.read(), by=request.user)


@held_role(GET=Action.IMPORT_BODIES, POST=Action.IMPORT_BODIES)
def body_list(request: HttpRequest, body_list: UUID) -> HttpResponse:
    """What a list would change; with POST it does."""
    assert isinstance(request.user, User)
    shown = get_object_or_404(BodyList.objects.select_related("author"), pk=body_list)
    if request.method != "POST":
        return _preview(request, shown)
    seen = request.POST.get("seen", "")
    try:
        count = import_bodies(body_list_id=shown.pk, seen=seen, by=request.user)
    except (Stale, Unfit):
        return _preview(request, shown, status=409)
    text = ngettext("%(count)d Zeile übernommen.", "%(count)d Zeilen übernommen.", count)
    messages.success(request, text % {"count": count})
    return redirect("organisations")


def _preview(request: HttpRequest, shown: BodyList, status: int = 200) -> HttpResponse:
    """The list beside what is stored; what has changed since somebody looked says so."""
    context = {"list": shown, "is_stale": status == 409}
    try:
        plan = plan_of(shown)
        context |= {"plan": plan, "seen": digest(plan.facts)}
    except Unfit as unfit:
        context["faults"] = unfit.faults[:MOST_FAULTS]
    return render(request, "bodies/preview.html", context, status=status)
