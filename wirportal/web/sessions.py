"""Sessions end after a while; people see theirs by device."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from wirportal.people import proof

BROWSERS = (
    ("Firefox", "Firefox"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""What stands in the browser's own description: the first that is found names it."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


BACKGROUND = "X-Background"
"""A page that asks by itself sends this: nobody need be sitting in front of it."""


class SessionLimits:
    """Signs out who was idle, or signed in, for too long; the views then answer as ever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            if proof.is_over(request):
                logout(request)
            elif BACKGROUND not in request.headers and proof.touch(request):
                seen = UserSession.objects.filter(session_key=request.session.session_key)
                seen.update(last_seen_at=timezone.now())
        return self.get_response(request)


def device(user_agent: str) -> str:
    """ "Firefox unter Windows" """
    browser = next((name for part, name in BROWSERS if part in user_agent), "")
    system = next((name for part, name in SYSTEMS if part in user_agent), "")
    if browser and system:
        return _("{browser} unter {system}").format(browser=browser, system=system)
    return browser or system or _("Unbekanntes Gerät")
