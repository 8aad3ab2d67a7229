"""How and when the person behind a session has shown who they are, and how long that counts."""

import time
from collections.abc import Iterable

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.http import HttpRequest

from wirportal.people.models import User
from wirportal.rulebook.roles import SECOND_FACTOR

BEGAN, SEEN = "began", "seen"
"""Keys in the session: seconds since 1970."""


def user_of(request: HttpRequest) -> User:
    """The person who is signed in; the views' guard has seen to it that there is one."""
    assert isinstance(request.user, User)
    return request.user


def begin(request: HttpRequest) -> None:
    """Start both clocks of a session."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


def is_over(request: HttpRequest) -> bool:
    """Whether the session has lasted, or lain idle, for too long."""
    now = time.time()
    began = request.session.get(BEGAN, now)
    seen = request.session.get(SEEN, now)
    return bool(now - began > settings.SESSION_LIMIT or now - seen > settings.SESSION_IDLE_LIMIT)


def touch(request: HttpRequest) -> bool:
    """Note that the person is there, every few minutes at most; whether it was noted."""
    if time.time() - request.session.get(SEEN, 0) < settings.SESSION_NOTED_EVERY:
        return False
    request.session[SEEN] = time.time()
    request.session.setdefault(BEGAN, time.time())
    return True


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person has shown just now who they are, at sign-in or again since."""
    shown = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(shown) and time.time() - shown[-1] < settings.FRESH_SIGN_IN


def lacks_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether a role of the person asks for a second factor that this sign-in did not have."""
    if SECOND_FACTOR.isdisjoint(membership.role for membership in user.held):
        return False
    return not has_two_factors(request, user)


def has_two_factors(request: HttpRequest, user: User) -> bool:
    """Whether this sign-in had a second factor."""
    return any(map(_is_two_factors, get_authentication_records(request, user)))


def _is_two_factors(record: dict[str, str]) -> bool:
    if record["method"] == "demo":
        return settings.DEMO  # one click counts for two factors, in a demo alone
    if record["method"] == "socialaccount":
        return record["provider"] in _strong_providers()
    return record["method"] == "mfa"


def _strong_providers() -> Iterable[str]:
    """The identity providers that ask for a second factor themselves."""
    return [provider.id for provider in settings.IDENTITY_PROVIDERS if provider.second_factor]


def shown_by(request: HttpRequest, user: User, method: str) -> None:
    """Note that the person has shown who they are."""
    record_authentication(request, user, method)
