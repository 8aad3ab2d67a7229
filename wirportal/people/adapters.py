"""Where allauth asks us: what it may do, what it tells people, and how it keeps secrets."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.people import proof, secrets
from wirportal.people.actions import account_for, note_in_account, tell_of_change
from wirportal.people.models import User
from wirportal.people.tasks import ACCOUNT_MAILS
from wirportal.rulebook.roles import SECOND_FACTOR
from wirportal.rulebook.rules import Action

TOO_OFTEN = gettext_lazy(
    "Das waren zu viele Versuche. Bitte warten Sie fünf Minuten und versuchen Sie es noch einmal."
)
WRONG_CODE = gettext_lazy(
    "Dieser Code stimmt nicht. Bitte geben Sie den Code ein, den Ihre App jetzt zeigt."
)
MESSAGES = {
    "account/messages/password_changed.txt": gettext_lazy("Ihr Passwort ist geändert."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Die App ist eingerichtet."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Der Passkey ist eingerichtet."),
}
"""What allauth wants to say, by its own template; what is not here goes without saying."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "E-Mail-Adresse und Passwort passen nicht zusammen. "
            "Bitte prüfen Sie beides und versuchen Sie es noch einmal."
        ),
        "incorrect_password": gettext_lazy("Dieses Passwort stimmt nicht."),
        "enter_current_password": gettext_lazy("Dieses Passwort stimmt nicht."),
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # accounts come from invitations, or from an organisation's own provider

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        self.open_session(request, user)
        note_in_account(user_id=user.pk, action=Action.SIGN_IN)

    def open_session(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in without a trace in the ledger: for demo people."""
        super().login(request, user)
        proof.begin(request)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        messages.error(request, _("Dieses Konto ist geschlossen."))
        return redirect("sign-in")

    def is_reauthentication_required(self, *, app: str) -> bool:
        return not proof.is_fresh(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        return [{"id": "confirm", "description": "", "url": reverse("confirm-person")}]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's own has the Host header in it: another port, and the count begins anew
        return str(credentials.get("email", "")).strip().lower()

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if text := message or MESSAGES.get(message_template or ""):
            messages.add_message(request, level, str(text))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        if template_prefix in ACCOUNT_MAILS:
            assert isinstance(user, User)
            tell_of_change(user=user, occasion=template_prefix, origin=origin(self.request))


def origin(request: HttpRequest) -> str:
    """Where links in mails lead to: scheme and host under which the portal was called."""
    return request.build_absolute_uri("/").rstrip("/")


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody whose role asks for a second factor."""
        user = authenticator.user
        assert isinstance(user, User)
        if SECOND_FACTOR.isdisjoint(membership.role for membership in user.held):
            return True
        others = Authenticator.objects.filter(user=user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


class SocialAdapter(DefaultSocialAccountAdapter):
    """Sign-in through an organisation's own identity provider."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        account = sociallogin.account
        claims = account.extra_data.get("userinfo") or account.extra_data.get("id_token") or {}
        if sociallogin.is_existing:
            account.extra_data = {}  # we keep who it is, not what the provider knows
            account.save(update_fields=["extra_data"])
            return
        account.extra_data = {}
        email = str(claims.get("email", "")).strip().lower()
        providers = [p for p in settings.IDENTITY_PROVIDERS if p.id == account.provider]
        vouched = any(provider.vouches_for(email) for provider in providers)
        if not vouched or claims.get("email_verified") is False:
            raise ImmediateHttpResponse(self._refused(request))
        # Found or made here: allauth's sign-up would keep a second address beside the user's own.
        user = account_for(email=email, name=str(claims.get("name") or email))
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **named: Any) -> None:
        raise ImmediateHttpResponse(self._refused(request))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def _refused(self, request: HttpRequest) -> HttpResponse:
        messages.error(request, _("Die Anmeldung bei Ihrer Organisation hat nicht geklappt."))
        return redirect("sign-in")
