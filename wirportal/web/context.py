"""What every page's frame shows."""

from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest

_VERSION = version("wirportal")


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell`: demo, csrf_cookie, version, organisations (names in which the user acts)."""
    held = getattr(request.user, "held", ()) if request.user.is_authenticated else ()
    return {
        "shell": {
            "demo": settings.DEMO,
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
            "version": _VERSION,
            "organisations": list(dict.fromkeys(str(m.organisation) for m in held)),
        }
    }
