"""One's second factor: an app that shows codes, passkeys, spare codes."""

import base64

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as recovery
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.flows import activate_totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.internal.flows import add_authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wirportal.people import proof
from wirportal.people.actions import tell_of_change
from wirportal.people.adapters import origin
from wirportal.rulebook.rules import Action
from wirportal.web.access import own_account, setting_up
from wirportal.web.sessions import device
from wirportal.web.sign_in import can_use_passkeys
from wirportal.web.summary import lines

TOTP, PASSKEY, CODES = (
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
    Authenticator.Type.RECOVERY_CODES,
)


@setting_up(GET=Action.ACCOUNT)
def factors(request: HttpRequest) -> HttpResponse:
    """What the person has, and what they may add."""
    held = Authenticator.objects.filter(user=request.user).order_by("created_at")
    context = {
        "missing": proof.lacks_second_factor(request, proof.user_of(request)),
        "app": next((factor for factor in held if factor.type == TOTP), None),
        "passkeys": [(factor, factor.wrap().name) for factor in held if factor.type == PASSKEY],
        "codes": next((factor for factor in held if factor.type == CODES), None),
        "can_use_passkeys": can_use_passkeys(request),
    }
    return render(request, "people/factors.html", context)


@setting_up(GET=Action.CREDENTIALS, POST=Action.CREDENTIALS)
@never_cache
def add_app(request: HttpRequest) -> HttpResponse:
    """Scan the picture, type the code that the app shows."""
    if Authenticator.objects.filter(user=request.user, type=TOTP).exists():
        return redirect("mfa_index")
    form = ActivateTOTPForm(request.POST or None, user=request.user)
    if form.is_valid():
        return _added(request, activate_totp(request, form)[1])
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, form.secret))
    context = {
        "form": form,
        "secret": " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4)),
        "picture": f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}",
        "summary": lines(form),
    }
    return render(request, "people/add_app.html", context, status=422 if form.errors else 200)


@setting_up(GET=Action.CREDENTIALS, POST=Action.CREDENTIALS)
@never_cache
def add_passkey(request: HttpRequest) -> HttpResponse:
    """A key on this device, or one that is plugged in; it must ask for a PIN or a finger."""
    name = device(request.headers.get("User-Agent", ""))
    form = AddWebAuthnForm(request.POST or None, user=request.user, initial={"name": name})
    if form.is_valid():
        given = form.cleaned_data
        codes = add_authenticator(request, name=given["name"], credential=given["credential"])[1]
        return _added(request, codes)
    context = {
        "form": form,
        "passkey": begin_registration(request.user, passwordless=True),
        "summary": lines(form),
    }
    return render(request, "people/add_passkey.html", context, status=422 if form.errors else 200)


def _added(request: HttpRequest, codes: Authenticator | None) -> HttpResponse:
    """Whoever has just used the new factor has shown that they have it."""
    proof.shown_by(request, proof.user_of(request), "mfa")
    return redirect("recovery-codes" if codes else "mfa_index")


@own_account(GET=Action.CREDENTIALS, POST=Action.CREDENTIALS)
def remove_factor(request: HttpRequest, factor: int) -> HttpResponse:
    """An app or a passkey; the last one of somebody who needs one stays."""
    mine = Authenticator.objects.filter(user=request.user).exclude(type=CODES)
    authenticator = get_object_or_404(mine, pk=factor)
    allowed = get_adapter().can_delete_authenticator(authenticator)
    name = authenticator.wrap().name if authenticator.type == PASSKEY else ""
    if request.method != "POST" or not allowed:
        page = {"name": name, "allowed": allowed}
        status = 409 if request.method == "POST" else 200
        return render(request, "people/remove_factor.html", page, status=status)
    delete_and_cleanup(request, authenticator)
    occasion = "webauthn_removed" if name else "totp_deactivated"
    said = _("Der Passkey ist entfernt.") if name else _("Die App ist entfernt.")
    user = proof.user_of(request)
    tell_of_change(user=user, occasion=f"mfa/email/{occasion}", origin=origin(request))
    messages.success(request, said)
    return redirect("mfa_index")


@setting_up(GET=Action.CREDENTIALS, POST=Action.CREDENTIALS)
@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """To be kept on paper; POST makes new ones."""
    if not recovery.can_generate_recovery_codes(proof.user_of(request)):
        return redirect("mfa_index")
    if request.method == "POST":
        recovery.generate_recovery_codes(request)
        return redirect("recovery-codes")
    codes, _may_see = recovery.view_recovery_codes(request)
    return render(request, "people/recovery_codes.html", {"codes": codes.get_unused_codes()})
