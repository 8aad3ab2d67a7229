"""The sign-in page, wherever it is shown: on its own, or in the way of something typed."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wirportal.people.models import User
from wirportal.web.carry import Carried
from wirportal.web.forms import SignIn
from wirportal.web.summary import lines


def demo_people() -> QuerySet[User]:
    """Everybody of a fictitious organisation; nobody where this is no demo."""
    if not settings.DEMO:
        return User.objects.none()
    fictitious = User.objects.filter(is_active=True, memberships__organisation__fictitious=True)
    return fictitious.distinct().order_by("pk").prefetch_related("memberships__organisation")


def sign_in_page(
    request: HttpRequest,
    form: SignIn,
    *,
    after: str,
    carried: Carried | None,
    expired: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`after`: path to go to once signed in; `carried`: what waits to be saved there."""
    context = {
        "form": form,
        "next": after,
        "carried": carried,
        "expired": expired,
        "people": demo_people(),
        "summary": lines(form),
    }
    return render(request, "people/sign_in.html", context, status=status)


def confirm_page(request: HttpRequest, carried: Carried, *, status: int = 200) -> HttpResponse:
    """The page that posts the typed text to where it was meant to go."""
    return render(request, "people/confirm.html", {"carried": carried}, status=status)
