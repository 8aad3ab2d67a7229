"""What stands on an authority's letters."""

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wirportal.people.proof import user_of
from wirportal.people.seen import Stale, digest
from wirportal.review.letterheads import LetterheadFacts, authorities_of, change_letterhead
from wirportal.rulebook.rules import Action
from wirportal.web.access import held_role
from wirportal.web.decision_forms import LetterheadForm
from wirportal.web.summary import lines


@held_role(GET=Action.CHANGE_LETTERHEAD, POST=Action.CHANGE_LETTERHEAD)
def letterhead(request: HttpRequest, organisation: int) -> HttpResponse:
    """Officers keep their own authority's, administrators any."""
    known = {one.pk: one for one in authorities_of(user_of(request))}
    if (authority := known.get(organisation)) is None:
        raise Http404
    there = asdict(LetterheadFacts.of(authority))
    form = LetterheadForm(request.POST or None, initial=there)
    context = {"authority": authority, "form": form, "seen": digest(there)}
    if not form.is_valid():
        context["summary"] = lines(form, named=True)
        status = 422 if form.errors else 200
        return render(request, "deciding/letterhead.html", context, status=status)
    facts, seen = LetterheadFacts(**form.cleaned_data), request.POST.get("seen", "")
    try:
        change_letterhead(authority=authority, facts=facts, seen=seen, by=user_of(request))
    except Stale:
        context["is_stale"] = True
        return render(request, "deciding/letterhead.html", context, status=409)
    messages.success(request, _("Gespeichert."))
    return redirect("letterhead", organisation=authority.pk)
