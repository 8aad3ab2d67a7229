"""Invite somebody, and what the link leads to."""

from allauth.core.internal.ratelimit import consume_or_429
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wirportal.concepts import guests
from wirportal.concepts.models import Concept
from wirportal.people import invitations
from wirportal.people.adapters import origin
from wirportal.people.memberships import actor_over
from wirportal.people.models import Invitation, User
from wirportal.people.proof import user_of
from wirportal.people.queries import looked_after_by
from wirportal.rulebook.decide import Refused, decide, require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.sentence import Sentence
from wirportal.web.access import concept_view, held_role, public
from wirportal.web.forms import SignIn
from wirportal.web.invited import note_invited
from wirportal.web.people_forms import Guest, NewAccount, Offer
from wirportal.web.summary import lines
from wirportal.web.together import official_question
from wirportal.web.views.members import organisation_of
from wirportal.web.views.section import section_url

LIMIT = {"app": "allauth.account", "action": "invite"}
NO_LINK = Sentence(
    "Dieser Link ist unvollständig, oder es gibt inzwischen einen neueren. "
    "Bitte öffnen Sie den Link aus der letzten E-Mail."
)


@held_role(GET=Action.INVITE, POST=Action.INVITE)
def invite(request: HttpRequest, organisation: int) -> HttpResponse:
    """Offer a role to an address."""
    place = organisation_of(request, organisation)
    actor = actor_over(user_of(request), place.pk)
    cases = {role: Case(role=role, kind=place.kind) for role in Role}
    roles = [role for role, case in cases.items() if decide(Action.INVITE, case, actor)]
    form = Offer(request.POST or None, roles=roles)
    if form.is_valid():
        if too_often := consume_or_429(request, **LIMIT):
            return too_often
        made = invitations.invite(
            organisation=place, by=user_of(request), origin=origin(request), **form.cleaned_data
        )
        note_invited(request, made)
        return redirect("members", organisation=place.pk)
    context = {"organisation": place, "form": form, "summary": lines(form)}
    return render(request, "members/invite.html", context, status=422 if form.errors else 200)


@concept_view(GET=Action.ASK_GUEST, POST=Action.ASK_GUEST)
def ask_guest(request: HttpRequest, concept: Concept, question: str) -> HttpResponse:
    """Ask an address for one question of a concept."""
    asked = official_question(concept, question)
    form = Guest(request.POST or None)
    if form.is_valid():
        if too_often := consume_or_429(request, **LIMIT):
            return too_often
        made = guests.ask_guest(
            concept_id=concept.pk,
            question_id=asked.id,
            by=user_of(request),
            origin=origin(request),
            **form.cleaned_data,
        )
        note_invited(request, made.invitation)
        return redirect("assignments", concept=concept.pk)
    section = concept.edition.section_of[asked.id]
    context = {
        "concept": concept,
        "question": asked,
        "back": section_url(concept, section, f"{asked.id}-frage"),
        "form": form,
        "summary": lines(form),
    }
    return render(request, "members/ask_guest.html", context, status=422 if form.errors else 200)


@held_role(POST=Action.RENEW_INVITATION)
def renew(request: HttpRequest, invitation: int) -> HttpResponse:
    """Send a new link."""
    one = _invitation(request, invitation)
    if too_often := consume_or_429(request, **LIMIT):
        return too_often
    invitations.renew(invitation_id=one.pk, by=user_of(request), origin=origin(request))
    note_invited(request, one)
    return redirect("members", organisation=one.organisation_id)


@held_role(POST=Action.WITHDRAW_INVITATION)
def withdraw(request: HttpRequest, invitation: int) -> HttpResponse:
    """Its link does not count any more."""
    one = _invitation(request, invitation)
    invitations.withdraw(invitation_id=one.pk, by=user_of(request))
    messages.success(request, _("Die Einladung ist zurückgezogen."))
    return redirect("members", organisation=one.organisation_id)


def _invitation(request: HttpRequest, invitation_id: int) -> Invitation:
    places = looked_after_by(user_of(request))
    return get_object_or_404(Invitation, organisation__in=places, pk=invitation_id)


# --- behind the link ------------------------------------------------------------------------------


@public("GET", "POST")
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever it is for accepts: with their account, or with a new one."""
    invitation = invitations.invitation_behind(token)
    if invitation is None:
        return _closed(request, NO_LINK, 404)
    user = request.user if isinstance(request.user, User) else None
    try:
        require(Action.JOIN, *invitations.joining(invitation, user))
        if request.method == "POST":
            return _accept(request, invitation)
    except Refused as refused:
        return _closed(request, refused.ruling.reason, 403)
    return _join_page(request, invitation, NewAccount(email=invitation.email))


def _accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.user.is_authenticated:
        guests.join(invitation_id=invitation.pk, by=user_of(request))
        messages.success(request, _("Die Einladung ist angenommen."))
        return redirect("start")
    form = NewAccount(request.POST, email=invitation.email)
    if _has_account(invitation) or not form.is_valid():
        return _join_page(request, invitation, form)
    given = {"name": form.cleaned_data["name"], "password": form.cleaned_data["password1"]}
    try:
        guests.join_with_new_account(invitation_id=invitation.pk, email=invitation.email, **given)
    except IntegrityError:  # the account was made in another window just now
        return _join_page(request, invitation, form)
    return _sign_in(request, invitation.email, given["password"])


def _sign_in(request: HttpRequest, email: str, password: str) -> HttpResponse:
    """As on the page for it, limits included."""
    form = SignIn({"login": email, "password": password}, request=request)
    if not form.is_valid():
        return redirect("sign-in")
    response: HttpResponse = form.login(request, redirect_url=reverse("start"))
    return response


def _has_account(invitation: Invitation) -> bool:
    return User.objects.filter(email=invitation.email).exists()


def _join_page(request: HttpRequest, invitation: Invitation, form: NewAccount) -> HttpResponse:
    refused = form.is_bound and not request.user.is_authenticated
    context = {
        "invitation": invitation,
        "form": form,
        "has_account": _has_account(invitation),
        "summary": lines(form),
    }
    return render(request, "members/join.html", context, status=422 if refused else 200)


def _closed(request: HttpRequest, reason: Sentence, status: int) -> HttpResponse:
    """The same page for a used, expired, withdrawn, foreign or forged link: it says which."""
    return render(request, "members/no_invitation.html", {"reason": reason}, status=status)
