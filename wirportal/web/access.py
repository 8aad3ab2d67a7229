"""Who may call a view: the first two of a request's five moves, in one place.

Every view is wrapped by one of the decorators below. They fetch through `visible_to`, ask the
rulebook, and leave what they declare on the view as `declared`, so that a test can walk all
addresses. What a person typed survives an expired sign-in: see `carry`. What somebody signed in
did not get is counted: see `denials`.

Who must sign in with a second factor reaches nothing before that. An action whose row in the
rulebook says `fresh` asks who signed in a while ago to show again who they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept
from wirportal.people import proof
from wirportal.people.models import User
from wirportal.rulebook.decide import Refused, Ruling, decide, require
from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.rules import RULES, Action, Rule
from wirportal.sentence import Sentence
from wirportal.web.carry import carried_by, unpacked
from wirportal.web.denials import note_not_found, note_refused
from wirportal.web.forms import SignIn
from wirportal.web.language import said
from wirportal.web.sign_in import confirm_page, confirm_person_page, sign_in_page

View = Callable[..., HttpResponse]
DOORS = ("sign-in", "mfa_authenticate", "mfa_login_webauthn", "confirm-person")
"""Addresses that pass on what was typed elsewhere."""


@dataclass(frozen=True)
class Declared:
    """What a view lets through: for each method it answers, the action asked of the rulebook."""

    access: str
    """"public", "signed-in" (the view itself asks about its object), "concept", "role",
    "account" or "set-up"."""
    actions: dict[str, Action | None]


def public(*methods: str) -> Callable[[View], View]:
    """Open to everybody."""
    return _guard("public", dict.fromkeys(methods))


def signed_in(**actions: Action) -> Callable[[View], View]:
    """For people with an account: `@signed_in(GET=Action.READ)`."""
    return _guard("signed-in", dict(actions))


def concept_view(**actions: Action) -> Callable[[View], View]:
    """For one concept: the view gets the `Concept` in place of its id.

    404 where the user does not see it; 403 with the reason where the action is not theirs,
    409 where it is not the time for it.
    """
    return _guard("concept", dict(actions))


def held_role(**actions: Action) -> Callable[[View], View]:
    """For those with a role in force that the rulebook grants the action to, wherever held."""
    return _guard("role", dict(actions))


def own_account(**actions: Action) -> Callable[[View], View]:
    """For everybody with an account, about it: passwords typed here are never carried along."""
    return _guard("account", dict(actions))


def setting_up(**actions: Action) -> Callable[[View], View]:
    """The same, and reached before there is a second factor: this is where one is set up."""
    return _guard("set-up", dict(actions))


def _guard(access: str, actions: dict[str, Action | None]) -> Callable[[View], View]:
    if "GET" in actions:
        actions["HEAD"] = actions["GET"]

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method not in actions:
                return HttpResponseNotAllowed(actions)
            if access == "public":
                return view(request, **kwargs)
            if not request.user.is_authenticated:
                return _signed_out(request)
            if access != "set-up" and proof.lacks_second_factor(request, request.user):
                return _without_second_factor(request)
            action, named, seen = actions[request.method], dict(kwargs), None
            try:
                if access == "role":
                    assert action and isinstance(request.user, User)
                    require(action, Case(), request.user.everywhere)
                if access == "concept":
                    kwargs["concept"] = seen = _fetch(request, kwargs, action)
                elif access == "role":
                    _require_role(request, action)
                if action and (held_up := _unproven(request, request.user, RULES[action])):
                    return held_up
                response = view(request, **kwargs)
            except Refused as refused:
                note_refused(request.user, action, named)
                response = refusal(request, refused.ruling)
            except Http404:
                note_not_found(request.user, action, named, seen)
                if request.method != "POST":
                    raise
                response = _missing(request)
            response.setdefault("Cache-Control", "private, no-store")  # for this person, now
            return response

        guarded.declared = Declared(access, actions)  # type: ignore[attr-defined]
        return guarded

    return wrap


def _fetch(request: HttpRequest, named: Mapping[str, Any], action: Action | None) -> Concept:
    assert action and request.user.is_authenticated
    visible = Concept.objects.visible_to(request.user).select_related("organisation", "call")
    concept = visible.filter(pk=named["concept"]).first()
    if concept is None:
        raise Http404
    actor = concept.actor(request.user)
    case = replace(concept.case, question=_question(concept, actor, named))
    ruling = decide(action, case, actor)
    # a second click on what the first has done: the verb answers as it did then
    repeated = ruling.passing and request.method == "POST" and concept.state in RULES[action].ends
    if not ruling and not repeated:
        raise Refused(ruling)
    return concept


def _require_role(request: HttpRequest, action: Action | None) -> None:
    assert action and request.user.is_authenticated
    require(action, Case(), request.user.everywhere)


def _question(concept: Concept, actor: Actor, named: Mapping[str, Any]) -> str:
    """The question that the address names; of a section the first that is assigned to the actor."""
    if "section" not in named:
        return str(named.get("question", ""))
    sections = concept.edition.section_of
    return min((q for q in actor.questions if sections[q].id == named["section"]), default="")


def refusal(request: HttpRequest, ruling: Ruling) -> HttpResponse:
    """The reason as a page; as a sentence for a status line where htmx asks."""
    if is_fragment(request):  # to autosave, 409 means that somebody else has written
        return HttpResponse(
            format_html("{} {}", _("Nicht gespeichert:"), said(ruling.reason)), status=403
        )
    return _refused(request, ruling.reason, status=409 if ruling.passing else 403)


def _refused(request: HttpRequest, reason: str, *, status: int = 403) -> HttpResponse:
    """The page that says why, with what was typed, to be copied."""
    carried = carried_by(request) if request.method == "POST" else None
    context = {"reason": reason, "texts": carried.texts if carried else []}
    return render(request, "shell/refused.html", context, status=status)


def _missing(request: HttpRequest) -> HttpResponse:
    """The page for what is not there, with what was typed: a role may have ended meanwhile."""
    carried = carried_by(request)
    context = {"texts": carried.texts if carried else []}
    return render(request, "404.html", context, status=404)


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def other_writer(request: HttpRequest) -> HttpResponse | None:
    """The refusal of what another person has written; None where it is the same one, or where
    nothing is sent.

    Somebody may have signed in as someone else in another tab: the text must not become theirs.
    """
    if request.method != "POST" or request.POST.get("writer") == str(request.user.pk):
        return None
    reason = Sentence(
        "Diese Seite wurde mit einer anderen Anmeldung geöffnet. "
        "Bitte melden Sie sich wieder so an wie zuvor."
    )
    if is_fragment(request):
        return HttpResponse(format_html("{} {}", _("Nicht gespeichert:"), said(reason)), status=403)
    return _refused(request, reason)


def _unproven(request: HttpRequest, user: User, rule: Rule) -> HttpResponse | None:
    """The page in the way of who must first show better, or once more, who they are."""
    if rule.two_factors and not proof.has_two_factors(request, user):
        return _without_second_factor(request)
    if rule.fresh and not proof.is_fresh(request):
        return _not_fresh(request)
    return None


def _signed_out(request: HttpRequest) -> HttpResponse:
    sign_in = f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}"
    if is_fragment(request):
        return HttpResponse(
            format_html(
                '{} <a class="kern-link" href="{}">{}</a>',
                _("Ihre Anmeldung ist abgelaufen. Ihr Text ist hier aufbewahrt."),
                sign_in,
                _("Neu anmelden"),
            ),
            status=401,
        )
    if request.method == "POST":
        return _sign_in_again(request, status=401)
    return redirect(sign_in)


def _without_second_factor(request: HttpRequest) -> HttpResponse:
    """On to where a second factor is set up; not without what was typed."""
    reason = Sentence(
        "Für Ihre Aufgabe brauchen Sie einen zweiten Faktor. "
        "Bitte richten Sie ihn unter „Mein Konto“ ein."
    )
    if is_fragment(request):
        return HttpResponse(format_html("{} {}", _("Nicht gespeichert:"), said(reason)), status=403)
    if request.method == "POST":
        return _refused(request, reason)
    return redirect(f"{reverse('mfa_index')}?{urlencode({'next': request.get_full_path()})}")


def _not_fresh(request: HttpRequest) -> HttpResponse:
    """The page on which people show again who they are; what they sent goes through it."""
    confirm = f"{reverse('confirm-person')}?{urlencode({'next': request.get_full_path()})}"
    if is_fragment(request):
        text = _("Bitte bestätigen Sie zuerst, dass Sie es sind:")
        link = '{} <a class="kern-link" href="{}">{}</a>'
        return HttpResponse(format_html(link, text, confirm, _("Bestätigen")), status=403)
    carried = carried_by(request) if request.method == "POST" else None
    if carried:
        return confirm_person_page(request, carried=carried, status=403)
    return redirect(confirm)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page that is older than the sign-in: what was typed in it is carried along.

    Only from a page of ours: another site could otherwise put words into a person's mouth.
    """
    if is_fragment(request):
        return HttpResponse(
            _("Nicht gespeichert: Diese Seite ist veraltet. Bitte laden Sie sie neu."), status=403
        )
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return render(request, "shell/csrf.html", status=403)
    carried = carried_by(request)
    if request.user.is_authenticated and carried:
        return confirm_page(request, carried, status=403)
    return _sign_in_again(request, status=403)


def _sign_in_again(request: HttpRequest, *, status: int) -> HttpResponse:
    """The sign-in page that keeps what was typed, also what it carried itself."""
    here = request.path in map(reverse, DOORS)
    return sign_in_page(
        request,
        SignIn(),
        after=request.POST.get("next", "") if here else request.path,
        carried=unpacked(request.POST.get("carried", "")) if here else carried_by(request),
        expired=True,
        status=status,
    )
