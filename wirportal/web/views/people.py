"""Signing in and out, and showing again who one is."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.core.internal.ratelimit import consume_or_429
from allauth.core.internal.ratelimit import decorator as rate_limit
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from wirportal.people import proof
from wirportal.rulebook.rules import Action
from wirportal.web.access import public, setting_up
from wirportal.web.carry import unpacked
from wirportal.web.forms import OneTimeCode, OneTimeCodeAgain, SignIn
from wirportal.web.sign_in import (
    confirm_person_page,
    demo_people,
    second_factor_page,
    sign_in_page,
    wanted,
    ways_to_confirm,
    went_on,
)


@public("GET", "POST")
@rate_limit(app="allauth.account", action="login")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password, or one click as a demo person; typed text is carried along."""
    form = SignIn(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        logout(request)  # whoever was signed in here before
        return went_on(request, form.login(request, redirect_url=wanted(request)))
    carried = unpacked(request.POST.get("carried", ""))
    status = 422 if form.errors else 200
    return sign_in_page(request, form, after=wanted(request), carried=carried, status=status)


@public("GET", "POST")
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """A code or a passkey, after the password."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None:
        return went_on(request, redirect("sign-in"))
    carried = unpacked(request.POST.get("carried", ""))
    if request.method != "POST":
        return second_factor_page(request, carried)
    kind: Any = AuthenticateWebAuthnForm if "credential" in request.POST else OneTimeCode
    form = kind(data=request.POST, user=stage.login.user)
    if not form.is_valid():
        return second_factor_page(request, carried, failed=form)
    form.save()
    return went_on(request, stage.exit())


@public("GET", "POST")
@rate_limit(app="allauth.mfa", action="webauthn_login")
@never_cache
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """A passkey alone. GET gives the browser what it must sign."""
    if request.method != "POST":
        return JsonResponse({"request_options": begin_authentication(None)})
    form = LoginWebAuthnForm(data=request.POST)
    if not form.is_valid():
        carried = unpacked(request.POST.get("carried", ""))
        return sign_in_page(
            request, SignIn(), after=wanted(request), carried=carried, failed=form, status=422
        )
    authenticator = form.cleaned_data["credential"]
    logout(request)
    login = Login(user=authenticator.user, redirect_url=wanted(request))
    return went_on(request, perform_passwordless_login(request, authenticator, login))


@public("POST")
def demo_sign_in(request: HttpRequest, person: int) -> HttpResponse:
    """One click as a fictitious person; there are none but in a demo.

    It counts as a sign-in with a second factor, in a demo alone: see `proof`.
    """
    user = get_object_or_404(demo_people(), pk=person)
    get_adapter().open_session(request, user)
    proof.shown_by(request, user, "demo")
    UserSession.objects.create_from_request(request)
    return went_on(request, redirect(wanted(request) or settings.LOGIN_REDIRECT_URL))


@public("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


AGAIN: dict[str, Any] = {
    "password": ReauthenticateForm,
    "code": OneTimeCodeAgain,
    "credential": ReauthenticateWebAuthnForm,
}
"""How people show again who they are, by name of the field."""


@setting_up(GET=Action.ACCOUNT, POST=Action.ACCOUNT)
@never_cache
def confirm_person(request: HttpRequest) -> HttpResponse:
    """Before something important, from somebody who signed in a while ago."""
    carried = unpacked(request.POST.get("carried", ""))
    if request.method != "POST":
        return confirm_person_page(request, after=wanted(request))
    limit = {"app": "allauth.account", "action": "reauthenticate", "user": request.user}
    if too_often := consume_or_429(request, **limit):
        return too_often
    way = next((way for way in ways_to_confirm(request) if way in request.POST), "")
    failed = _shown_again(request, way)
    if failed or not way:
        return confirm_person_page(
            request, after=wanted(request), carried=carried, failed=failed, status=422
        )
    return went_on(request, redirect(wanted(request) or "account"))


def _shown_again(request: HttpRequest, way: str) -> forms.Form | None:
    """Note it; the form where it does not convince."""
    if way in AGAIN:
        form = AGAIN[way](data=request.POST, user=request.user)
        if not form.is_valid():
            return form
    if way in ("code", "credential"):
        form.save()
    elif way:
        proof.shown_by(request, proof.user_of(request), way)
    return None
