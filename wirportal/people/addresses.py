"""Change of one's e-mail address: a signed link to the new one, a word to the old one.

Not through allauth: it keeps addresses in a table of its own beside the user's. Two truths would
let an address that nobody has confirmed stand for an account. `User.email` is the only one.
"""

from django.core import signing
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from wirportal.people.models import User

SALT = "people.email"
LINK_AGE = 24 * 60 * 60
"""Seconds."""


def ask_to_confirm(*, user: User, email: str, origin: str) -> bool:
    """Whether a mail could be sent: with a link, or to somebody who has the address already."""
    taken = User.objects.filter(email=email).exists()
    token = signing.dumps([user.pk, user.email, email], salt=SALT)
    link = origin + reverse("confirm-email", kwargs={"token": token})
    template = "mail/email_taken.txt" if taken else "mail/email_confirm.txt"
    return _send("Neue E-Mail-Adresse", template, email, user=user, link=link)


def tell_old_address(*, old: str, new: str) -> None:
    _send("Ihre E-Mail-Adresse wurde geändert", "mail/email_changed.txt", old, email=new)


def tell_deleted(*, email: str) -> None:
    """The last mail that the portal sends to a person."""
    _send("Ihr Konto ist gelöscht", "mail/account_deleted.txt", email)


def _send(subject: str, template: str, to: str, **context: object) -> bool:
    text = render_to_string(template, context)
    try:
        send_mail(f"WIR-Portal: {subject}", text, None, [to])
    except OSError:  # the mail server is away, or does not want it
        return False
    return True
