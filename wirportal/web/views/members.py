"""Who is what in which organisation: the pages of administrators, and a coordinator's own."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wirportal.people import memberships
from wirportal.people.memberships import actor_over
from wirportal.people.models import Membership, Organisation, User
from wirportal.people.proof import user_of
from wirportal.people.queries import (
    find_persons,
    invitations_to,
    looked_after_by,
    members_of,
    organisations_of,
)
from wirportal.rulebook.decide import Ruling, decide
from wirportal.rulebook.facts import Case
from wirportal.rulebook.roles import ROLES_IN, Role
from wirportal.rulebook.rules import Action
from wirportal.web.access import held_role
from wirportal.web.invited import invited_now
from wirportal.web.people_forms import Give, Span
from wirportal.web.summary import lines


@dataclass(frozen=True)
class Member:
    """Somebody's role, and whether the reader may take it away."""

    membership: Membership
    removable: Ruling


@held_role(GET=Action.SEE_MEMBERS)
def people(request: HttpRequest) -> HttpResponse:
    """The organisations whose people one looks after; with only one, that."""
    organisations = list(organisations_of(user_of(request)))
    if len(organisations) == 1:
        return redirect("members", organisation=organisations[0].pk)
    return render(request, "members/organisations.html", {"organisations": organisations})


@held_role(GET=Action.FIND_PERSON)
def persons(request: HttpRequest) -> HttpResponse:
    """Persons by name or address, with all that they are."""
    words = request.GET.get("suche", "")
    found = list(find_persons(words)) if words.strip() else []
    return render(request, "members/persons.html", {"words": words, "found": found})


@held_role(GET=Action.SEE_MEMBERS)
def members(request: HttpRequest, organisation: int) -> HttpResponse:
    """Who is what in an organisation, and who is invited."""
    place = organisation_of(request, organisation)
    actor = actor_over(user_of(request), place.pk)
    context = {
        "organisation": place,
        "members": [
            Member(one, decide(Action.REVOKE, Case(role=Role(one.role)), actor))
            for one in members_of(place)
        ],
        "invitations": invitations_to(place),
        "invited": invited_now(request),
        "may_give": decide(Action.GIVE, Case(), actor),
    }
    return render(request, "members/members.html", context)


@held_role(GET=Action.GIVE, POST=Action.GIVE)
def give(request: HttpRequest, organisation: int) -> HttpResponse:
    """Give a role to somebody who has an account."""
    place = organisation_of(request, organisation)
    roles = [role for role in Role if role in ROLES_IN[place.kind]]
    people = {one.user: None for one in members_of(place) if one.is_in_force}
    form = Give(request.POST or None, roles=roles, people=people)
    if form.is_valid():
        person: User = form.cleaned_data.pop("email")
        memberships.give_role(
            organisation=place, person=person, by=user_of(request), **form.cleaned_data
        )
        messages.success(request, _("%(name)s hat die Aufgabe jetzt.") % {"name": person})
        return redirect("members", organisation=place.pk)
    context = {"organisation": place, "form": form, "summary": lines(form)}
    return render(request, "members/give.html", context, status=422 if form.errors else 200)


@held_role(GET=Action.SEE_MEMBERS, POST=Action.RESCHEDULE)
def membership(request: HttpRequest, membership: int) -> HttpResponse:
    """One role of a person: from when to when, and the way to take it away."""
    one = _membership(request, membership)
    days = {"valid_from": one.valid_from, "valid_to": one.valid_to}
    form = Span(request.POST or None, initial=days, needed=one.deputy_for_id is not None)
    if form.is_valid():
        memberships.reschedule(membership_id=one.pk, by=user_of(request), **form.cleaned_data)
        messages.success(request, _("Der Zeitraum ist geändert."))
        return redirect("members", organisation=one.organisation_id)
    actor = actor_over(user_of(request), one.organisation_id)
    context = {
        "one": one,
        "form": form,
        "may_reschedule": decide(Action.RESCHEDULE, Case(), actor),
        "may_take": decide(Action.REVOKE, Case(role=Role(one.role)), actor),
        "summary": lines(form),
    }
    return render(request, "members/membership.html", context, status=422 if form.errors else 200)


@held_role(POST=Action.REVOKE)
def take(request: HttpRequest, membership: int) -> HttpResponse:
    """Take a role away; it is gone at the person's next click."""
    one = _membership(request, membership)
    memberships.take_role(membership_id=one.pk, by=user_of(request))
    messages.success(request, _("%(name)s hat die Aufgabe nicht mehr.") % {"name": one.user})
    return redirect("members", organisation=one.organisation_id)


def organisation_of(request: HttpRequest, organisation_id: int) -> Organisation:
    """404 for one whose people are not the reader's to look after."""
    return get_object_or_404(looked_after_by(user_of(request)), pk=organisation_id)


def _membership(request: HttpRequest, membership_id: int) -> Membership:
    seen = Membership.objects.with_names().select_related("user")
    place = looked_after_by(user_of(request))
    return get_object_or_404(seen.filter(organisation__in=place), pk=membership_id)
