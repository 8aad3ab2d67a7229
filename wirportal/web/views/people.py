"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from wirportal.people.models import User
from wirportal.web.access import public
from wirportal.web.carry import unpacked
from wirportal.web.forms import SignIn
from wirportal.web.sign_in import confirm_page, demo_people, sign_in_page


@public("GET", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password, or one click as a demo person; typed text is carried along."""
    form = SignIn(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid() and form.user:
        return _welcome(request, form.user)
    return sign_in_page(
        request,
        form,
        after=request.POST.get("next", request.GET.get("next", "")),
        carried=unpacked(request.POST.get("carried", "")),
        status=422 if form.errors else 200,
    )


@public("POST")
def demo_sign_in(request: HttpRequest, person: int) -> HttpResponse:
    """One click as a fictitious person; there are none but in a demo."""
    return _welcome(request, get_object_or_404(demo_people(), pk=person))


@public("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in and go on to where the person wanted to go, with what was typed."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if carried := unpacked(request.POST.get("carried", "")):
        return confirm_page(request, carried)
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        after = ""
    return redirect(after or settings.LOGIN_REDIRECT_URL)
