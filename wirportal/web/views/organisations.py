"""Sign-in through an organisation's own identity provider (OpenID Connect)."""

from allauth.core.internal.ratelimit import decorator as rate_limit
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from requests import RequestException

from wirportal.web.access import public
from wirportal.web.carry import unpacked
from wirportal.web.sign_in import provider_or_404, wanted, went_on

LIMIT = 300_000
"""Characters of typed text that wait in the session while the person is elsewhere."""


@public("GET", "POST")
@rate_limit(app="allauth.account", action="login")
@never_cache
def to_organisation(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the provider. A POST brings typed text: it is kept, and a link leads on.

    A redirect would not do: the browser holds a form to `form-action`, wherever it leads.
    """
    provider = provider_or_404(provider_id)
    packed = request.POST.get("carried", "")
    if request.method == "POST":
        carried = unpacked(packed) if len(packed) <= LIMIT else None
        request.session["carried"] = packed if carried else ""
        context = {"provider": provider, "carried": carried, "next": wanted(request)}
        return render(request, "people/to_organisation.html", context)
    try:
        return openid.login(request, provider_id)
    except (RequestException, KeyError, ValueError):  # away, or not what it should be
        messages.error(request, _("Die Anmeldung bei Ihrer Organisation hat nicht geklappt."))
        return redirect("sign-in")


@public("GET")
@never_cache
def from_organisation(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    provider_or_404(provider_id)
    carried = unpacked(request.session.get("carried", ""))
    return went_on(request, openid.callback(request, provider_id), carried)
