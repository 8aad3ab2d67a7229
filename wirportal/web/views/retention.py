"""How long things are kept, and deleting what is due: an administrator looks and confirms."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wirportal.concepts.models import Call
from wirportal.people.proof import user_of
from wirportal.privacy import actions
from wirportal.privacy.matters import MATTERS
from wirportal.privacy.models import Erasure, Proposal
from wirportal.privacy.queries import Periods, by_organisation, done_proposals, open_proposals
from wirportal.rulebook.rules import Action
from wirportal.web.access import held_role
from wirportal.web.language import said
from wirportal.web.privacy_forms import Confirm, Days, posted
from wirportal.web.summary import lines

LATEST = 50
"""Lines of a protocol that the page shows."""


@held_role(GET=Action.SEE_RETENTION)
def overview(request: HttpRequest) -> HttpResponse:
    """What is due, the periods, and the protocols."""
    context = {
        "proposals": open_proposals(),
        "calls": Call.objects.all(),
        "done": done_proposals()[:LATEST],
        "erasures": Erasure.objects.select_related("person", "by")[:LATEST],
    }
    return render(request, "privacy/retention.html", context)


@held_role(GET=Action.SEE_RETENTION, POST=Action.PRUNE)
def proposal(request: HttpRequest, proposal: int) -> HttpResponse:
    """What exactly would be deleted; a tick and a button."""
    due = get_object_or_404(Proposal.objects.select_related("call", "done_by"), pk=proposal)
    form = Confirm(posted(request), archive=due.what.archive)
    if due.done_at or not form.is_valid():
        return _proposal(request, form, due)
    facts = {name: form.cleaned_data[name] for name in ("seen", "note") if name in form.fields}
    try:
        actions.prune(proposal_id=due.pk, by=user_of(request), **facts)
    except (actions.Changed, Proposal.DoesNotExist):
        actions.propose()
        text = _("Nichts gelöscht: Fällig ist inzwischen etwas anderes. Bitte sehen Sie nach.")
        messages.error(request, text)
    else:
        messages.success(request, _("Gelöscht. Das Protokoll steht unten."))
    return redirect("retention")


def _proposal(request: HttpRequest, form: Confirm, due: Proposal) -> HttpResponse:
    context = {
        "due": due,
        "form": form,
        "summary": lines(form),
        "bodies": [] if due.done_at else by_organisation(due),
    }
    return render(request, "privacy/proposal.html", context, status=422 if form.errors else 200)


@held_role(GET=Action.SEE_RETENTION, POST=Action.SET_RETENTION)
def periods(request: HttpRequest) -> HttpResponse:
    """The periods that hold where a call says nothing else."""
    return _periods(request, None)


@held_role(GET=Action.SEE_RETENTION, POST=Action.SET_RETENTION)
def call_periods(request: HttpRequest, call: int) -> HttpResponse:
    """The periods of one call, where they differ."""
    return _periods(request, get_object_or_404(Call, pk=call))


def _periods(request: HttpRequest, call: Call | None) -> HttpResponse:
    matters = [matter for matter in MATTERS.values() if matter.call or call is None]
    call_id, known = call.pk if call else None, Periods()
    own = {matter.id: known.own(matter, call_id) for matter in matters}
    form = Days(posted(request), matters=matters, initial=own)
    if form.is_valid():
        actions.set_periods(days=form.cleaned_data, by=user_of(request), call_id=call_id)
        messages.success(request, _("Die Fristen sind gespeichert."))
        return redirect("retention")
    usual = [known.days(matter) if call else matter.days for matter in matters]
    context = {
        "call": call,
        "summary": [replace(line, where=_label_of(line.anchor)) for line in lines(form)],
        "rows": [(form[m.id], m, days) for m, days in zip(matters, usual, strict=True)],
    }
    return render(request, "privacy/periods.html", context, status=422 if form.errors else 200)


def _label_of(anchor: str) -> str:
    """What a field of that form is called: many of them say the same sentence."""
    return said(MATTERS[anchor.removeprefix("id_")].label)
