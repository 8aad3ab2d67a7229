"""What every page's frame shows."""

from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from wirportal.people.models import User
from wirportal.web.navigation import entries_for

_VERSION = version("wirportal")


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell`: demo, csrf_cookie, version, navigation."""
    user = request.user if isinstance(request.user, User) else None
    return {
        "shell": {
            "demo": settings.DEMO,
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
            "version": _VERSION,
            "navigation": list(entries_for(user)) if user else [],
        }
    }
