"""„Mitteilungen“: the inbox, which mails one wishes for, and one's dates in a calendar."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wirportal.concepts.telling import notices_of
from wirportal.notices import actions
from wirportal.notices.calendar import MEDIA_TYPE
from wirportal.notices.feeds import feed_of, key_of
from wirportal.notices.models import Feed, Notice, Preference
from wirportal.people import proof
from wirportal.rulebook.rules import Action
from wirportal.web.access import own_account, public
from wirportal.web.dates import calendar_of
from wirportal.web.forms import NoticePreferences
from wirportal.web.numbers import whole_number
from wirportal.web.summary import lines

ON_A_PAGE = 30


@own_account(GET=Action.NOTICES)
def inbox(request: HttpRequest) -> HttpResponse:
    """What the person was told, unread first."""
    mine = notices_of(proof.user_of(request)).select_related("by").unread_first()
    page = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("seite"))
    return render(request, "notices/inbox.html", {"page": page})


@own_account(GET=Action.NOTICES, POST=Action.NOTICES)
def notice(request: HttpRequest, notice: int) -> HttpResponse:
    """GET: note that it is read and go where it leads. POST: note that it is read."""
    mine = notices_of(proof.user_of(request))
    one = get_object_or_404(mine, pk=notice)
    actions.mark_read(notices=mine.filter(pk=one.pk))
    return redirect(one.path if request.method == "GET" else "notices")


@own_account(POST=Action.NOTICES)
def read_all(request: HttpRequest) -> HttpResponse:
    """Note that all are read: those that the person has seen, up to the newest on the page."""
    mine = Notice.objects.filter(person=proof.user_of(request))
    upto = whole_number(request.POST.get("upto", ""))
    if actions.mark_read(notices=mine.filter(pk__lte=upto)):
        messages.success(request, _("Alle Mitteilungen sind als gelesen markiert."))
    return redirect("notices")


@own_account(GET=Action.NOTICES, POST=Action.NOTICES)
def preferences(request: HttpRequest) -> HttpResponse:
    """Which mails the person wishes for, and in which language."""
    person = proof.user_of(request)
    wished = Preference.objects.filter(person=person).first() or Preference(person=person)
    now = {"mails": wished.mails, "language": wished.language}
    form = NoticePreferences(request.POST or None, initial=now)
    if form.is_valid():
        actions.prefer(by=person, **form.cleaned_data)
        messages.success(request, _("Gespeichert. Das gilt für alle Mitteilungen ab jetzt."))
        return redirect("account")
    context = {"form": form, "summary": lines(form)}
    return render(request, "notices/preferences.html", context, status=422 if form.errors else 200)


@own_account(GET=Action.CALENDAR, POST=Action.CALENDAR)
def calendar_link(request: HttpRequest) -> HttpResponse:
    """The link under which a calendar fetches one's dates; POST: another one, or none."""
    person = proof.user_of(request)
    if request.method == "POST" and "revoke" in request.POST:
        actions.revoke_feed(by=person)
        messages.success(request, _("Der Link ist abgeschaltet."))
        return redirect("calendar-link")
    if request.method == "POST":
        actions.give_feed(by=person)
        messages.success(request, _("Der Link ist erstellt. Ein früherer gilt nicht mehr."))
        return redirect("calendar-link")
    feed = Feed.objects.filter(person=person).first()
    path = feed and reverse("calendar", kwargs={"key": key_of(feed)})
    context = {"feed": feed, "link": path and f"{settings.ADDRESS}{path}"}
    return render(request, "notices/calendar_link.html", context)


@public("GET")
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The dates of whoever gave out the link; 404 for a forged or revoked one."""
    try:
        feed = feed_of(key)
    except Feed.DoesNotExist:
        raise Http404 from None
    response = HttpResponse(calendar_of(feed.person), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="wir-portal.ics"'
    response["Cache-Control"] = "private, no-cache"
    return response
