"""The pages on which people show who they are, and what they bring through: where they wanted
to go, and what they had typed. They are shown on their own, or in the way of something."""

import re

from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wirportal.people.identity import IdentityProvider
from wirportal.people.models import Membership, User
from wirportal.people.proof import user_of
from wirportal.web.carry import Carried, unpacked
from wirportal.web.forms import OneTimeCode, OneTimeCodeAgain, SignIn
from wirportal.web.summary import lines


def demo_people() -> QuerySet[User]:
    """Everybody of a fictitious organisation; nobody where this is no demo."""
    if not settings.DEMO:
        return User.objects.none()
    fictitious = User.objects.filter(is_active=True, memberships__organisation__fictitious=True)
    held = Prefetch("memberships", Membership.objects.in_force().with_names())
    return fictitious.distinct().order_by("pk").prefetch_related(held)


def sign_in_page(
    request: HttpRequest,
    form: SignIn,
    *,
    after: str,
    carried: Carried | None,
    expired: bool = False,
    failed: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """`after`: path to go to once signed in; `carried`: what waits to be saved there; `failed`:
    a form of another way in that did not convince."""
    context = {
        "form": form,
        "next": after,
        "carried": carried,
        "expired": expired,
        "people": demo_people(),
        "providers": settings.IDENTITY_PROVIDERS,
        "passkeys": can_use_passkeys(request),
        "summary": lines(failed or form),
    }
    return render(request, "people/sign_in.html", context, status=status)


def provider_or_404(provider_id: str) -> IdentityProvider:
    for provider in settings.IDENTITY_PROVIDERS:
        if provider.id == provider_id:
            return provider
    raise Http404


def can_use_passkeys(request: HttpRequest) -> bool:
    """A passkey belongs to a name: under a bare IP address browsers refuse it."""
    host = request.get_host()
    return not re.fullmatch(r"(\[.*\]|[\d.]+)(:\d+)?", host)


def second_factor_page(
    request: HttpRequest, carried: Carried | None, failed: forms.Form | None = None
) -> HttpResponse:
    """The second step of a sign-in whose first one has succeeded."""
    user = get_pending_stage(request).login.user
    types = _types_of(user)
    passkeys = Authenticator.Type.WEBAUTHN in types and can_use_passkeys(request)
    context = {
        "form": failed if failed and "code" in failed.fields else OneTimeCode(user=user),
        "codes": bool(types - {Authenticator.Type.WEBAUTHN}),
        "carried": carried,
        "passkey": begin_authentication(user) if passkeys else None,
        "summary": lines(failed) if failed else [],
    }
    return render(request, "people/second_factor.html", context, status=422 if failed else 200)


def _types_of(user: User) -> set[str]:
    """The kinds of factors that somebody has."""
    return set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))


def ways_to_confirm(request: HttpRequest) -> dict[str, forms.Form | None]:
    """By name of the field: how the signed-in person can show again who they are.

    Who has a second factor needs it here, too: the password alone is not enough to remove it.
    """
    user = user_of(request)
    types = _types_of(user)
    ways: dict[str, forms.Form | None] = {}
    if types - {Authenticator.Type.WEBAUTHN}:
        ways["code"] = OneTimeCodeAgain(user=user)
    if Authenticator.Type.WEBAUTHN in types and can_use_passkeys(request):
        ways["credential"] = ReauthenticateWebAuthnForm(user=user)
    if not types and user.has_usable_password():
        ways["password"] = ReauthenticateForm(user=user)
    if demo_people().filter(pk=user.pk).exists():
        ways["demo"] = None
    return ways


def confirm_person_page(
    request: HttpRequest,
    *,
    after: str = "",
    carried: Carried | None = None,
    failed: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """`failed`: the form that did not convince."""
    ways = ways_to_confirm(request)
    if failed:
        ways |= {name: failed for name in failed.fields}
    held = set(
        SocialAccount.objects.filter(user=user_of(request)).values_list("provider", flat=True)
    )
    context = {
        "ways": ways,
        "next": after,
        "carried": carried,
        "providers": [provider for provider in settings.IDENTITY_PROVIDERS if provider.id in held],
        "passkey": begin_authentication(request.user) if "credential" in ways else None,
        "summary": lines(failed) if failed else [],
    }
    return render(request, "people/confirm_person.html", context, status=status)


def went_on(
    request: HttpRequest, response: HttpResponse, carried: Carried | None = None
) -> HttpResponse:
    """The response of a step of signing in, or the page that takes its place to keep a text."""
    carried = carried or unpacked(request.POST.get("carried", ""))
    if carried is None:
        return response
    if request.user.is_authenticated:
        return confirm_page(request, carried)
    if response["Location"] == reverse("mfa_authenticate"):
        return second_factor_page(request, carried)
    return sign_in_page(request, SignIn(), after="", carried=carried, expired=True)


def confirm_page(request: HttpRequest, carried: Carried, *, status: int = 200) -> HttpResponse:
    """The page that posts the typed text to where it was meant to go."""
    return render(request, "people/confirm.html", {"carried": carried}, status=status)


def wanted(request: HttpRequest) -> str:
    """The address here to which the person wanted to go; empty where there is none."""
    after = request.POST.get("next", request.GET.get("next", ""))
    return after if url_has_allowed_host_and_scheme(after, allowed_hosts=None) else ""
