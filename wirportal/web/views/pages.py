"""Pages that say something about the portal itself."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wirportal.privacy.inventory import PERSONAL
from wirportal.privacy.queries import Periods
from wirportal.web.access import public
from wirportal.web.carry import unpacked
from wirportal.web.uploads import MEGABYTES, FileTooLarge

_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@public("GET")
def accessibility(request: HttpRequest) -> HttpResponse:
    """Erklärung zur Barrierefreiheit."""
    return render(request, "pages/accessibility.html")


@public("GET")
def privacy(request: HttpRequest) -> HttpResponse:
    """Hinweise zum Datenschutz: what is kept comes from the table that also deletes it."""
    periods = Periods()
    kept = [(holding, periods.in_words(holding)) for holding in PERSONAL]
    return render(request, "pages/privacy.html", {"kept": kept})


@public("GET")
def imprint(request: HttpRequest) -> HttpResponse:
    """Impressum."""
    return render(request, "pages/imprint.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refused before any view: too much at once is explained, the rest is not."""
    context = {
        "too_much": isinstance(exception, _TOO_MUCH),
        "is_file": isinstance(exception, FileTooLarge),
        "megabytes": MEGABYTES,
        "back": request.get_full_path(),
    }
    status = 413 if context["too_much"] else 400
    return render(request, "pages/bad_request.html", context, status=status)


def too_often(request: HttpRequest) -> HttpResponse:
    """A limit on attempts is used up; what was typed elsewhere can still be copied."""
    carried = unpacked(request.POST.get("carried", ""))
    context = {"texts": carried.texts if carried else []}
    return render(request, "pages/too_often.html", context, status=429)
