"""Mails about a person's own account. A task knows ids only: links are made when it runs."""

from typing import NamedTuple

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django_tasks import task

from wirportal.people.models import Invitation, User


class Mail(NamedTuple):
    """What is mailed on an occasion, and what the ledger calls the change, if it is one."""

    subject: str
    template: str
    change: str = ""


RESET = "account/email/password_reset_key"
ACCOUNT_MAILS = {
    RESET: Mail("Neues Passwort wählen", "reset"),
    "account/email/password_changed": Mail(
        "Ihr Passwort wurde geändert", "password_changed", "password"
    ),
    "account/email/password_reset": Mail(
        "Ihr Passwort wurde geändert", "password_changed", "password"
    ),
    "mfa/email/totp_activated": Mail("Neue App für Ihren Zugang", "factor_added", "app_added"),
    "mfa/email/webauthn_added": Mail(
        "Neuer Passkey für Ihren Zugang", "factor_added", "passkey_added"
    ),
    "mfa/email/totp_deactivated": Mail("App entfernt", "factor_removed", "app_removed"),
    "mfa/email/webauthn_removed": Mail("Passkey entfernt", "factor_removed", "passkey_removed"),
    "mfa/email/recovery_codes_generated": Mail("Neue Ersatzcodes", "codes_made", "codes_made"),
}
"""By the name that allauth gives the occasion."""


@task()
def send_account_mail(occasion: str, user_id: int, origin: str) -> None:
    """Nothing where there is no such person: asking for an unknown address costs the same."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    mail = ACCOUNT_MAILS[occasion]
    with override("de"):
        context = {"user": user, "link": link_to(occasion, user, origin)}
        text = render_to_string(f"mail/{mail.template}.txt", context)
        send_mail(f"WIR-Portal: {mail.subject}", text, None, [user.email])


def link_to(occasion: str, user: User, origin: str) -> str:
    """Where a mail leads to: a new password once, else one's account."""
    if occasion != RESET:
        return origin + reverse("account")
    place = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return origin + reverse("account_reset_password_from_key", kwargs=place)


@task()
def send_invitation(invitation_id: int, origin: str) -> None:
    """Nothing where nobody waits for it any more."""
    from wirportal.people.invitations import link_to as link_of  # its verbs enqueue this task

    invitation = (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(pk=invitation_id, accepted_at=None, withdrawn_at=None)
        .first()
    )
    if invitation is None:
        return
    with override("de"):
        context = {"invitation": invitation, "link": link_of(invitation, origin)}
        text = render_to_string("mail/invitation.txt", context)
        send_mail("WIR-Portal: Einladung", text, None, [invitation.email])
