"""The link of an invitation, shown once to whoever has just sent it and may see it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from wirportal.people.adapters import origin
from wirportal.people.invitations import link_to
from wirportal.people.memberships import actor_over
from wirportal.people.models import Invitation
from wirportal.people.proof import user_of
from wirportal.rulebook.decide import decide
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action

_KEY = "invited"


@dataclass(frozen=True)
class Invited:
    """`link`: empty for whom the mail has to do."""

    email: str
    link: str


def note_invited(request: HttpRequest, invitation: Invitation) -> None:
    """Have the next page say that it was sent. No link is kept in the session."""
    request.session[_KEY] = invitation.pk


def invited_now(request: HttpRequest) -> Invited | None:
    """What was just sent; one query where something was, none else.

    Who has the link could take the place of whom it is for, so a coordinator sees it only where
    no mail server would bring it.
    """
    if _KEY not in request.session:
        return None
    invitation = Invitation.objects.filter(pk=request.session.pop(_KEY)).first()
    if invitation is None:
        return None
    actor = actor_over(user_of(request), invitation.organisation_id)
    shown = decide(Action.SEE_LINK, Case(), actor) or not settings.MAIL_SERVER.hostname
    return Invited(invitation.email, link_to(invitation, origin(request)) if shown else "")
