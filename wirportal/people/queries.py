"""Reads of lists about people."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from wirportal.people.models import Membership, User
from wirportal.rulebook.roles import Role


def sessions_of(user: User) -> QuerySet[UserSession]:
    """Where the person is signed in, last seen first. One query."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    mine = UserSession.objects.filter(user=user, session_key__in=alive)
    return mine.order_by("-last_seen_at")


def is_last_administrator(user: User) -> bool:
    """Whether nobody else administers the portal for good. Two queries at most."""
    lasting = Membership.objects.in_force().filter(
        role=Role.ADMINISTRATOR, valid_to=None, user__is_active=True
    )
    return lasting.filter(user=user).exists() and not lasting.exclude(user=user).exists()
