"""What every page's frame shows."""

from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from wirportal.concepts.telling import notices_of
from wirportal.people.models import User
from wirportal.people.proof import user_of
from wirportal.web.navigation import entries_for

_VERSION = version("wirportal")


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell`: demo, csrf_cookie, version, navigation, unread.

    `unread` asks how many notices are new when a page shows it: a fragment costs no query.
    """
    user = request.user if isinstance(request.user, User) else None
    return {
        "shell": {
            "demo": settings.DEMO,
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
            "version": _VERSION,
            "navigation": list(entries_for(user)) if user else [],
            "unread": lambda: notices_of(user_of(request)).unread().count(),
        }
    }
