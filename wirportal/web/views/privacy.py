"""What the portal knows about a person: see it, take it along, have it deleted."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wirportal.people.addresses import tell_deleted
from wirportal.people.models import User
from wirportal.people.proof import user_of
from wirportal.privacy import actions
from wirportal.privacy.inventory import FATE_LABELS, PERSONAL
from wirportal.privacy.queries import kept_about
from wirportal.rulebook.decide import decide, require
from wirportal.rulebook.rules import Action
from wirportal.web.access import held_role, own_account
from wirportal.web.privacy_forms import Sure, posted
from wirportal.web.summary import lines


@own_account(GET=Action.OWN_DATA)
def own_data(request: HttpRequest) -> HttpResponse:
    """What is kept about the person, why, and for how long."""
    person = user_of(request)
    context = {
        "kept": kept_about(person),
        "may_leave": decide(Action.LEAVE, actions.leaving(person), actions.oneself(person)),
    }
    return render(request, "privacy/own_data.html", context)


@own_account(POST=Action.TAKE_DATA)
def take_data(request: HttpRequest) -> HttpResponse:
    """The same with all entries, as a file."""
    response = JsonResponse(
        actions.take_data(by=user_of(request)),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="meine-daten.json"'
    return response


@own_account(GET=Action.LEAVE, POST=Action.LEAVE)
def delete_account(request: HttpRequest) -> HttpResponse:
    """Delete one's own account; a tick and a button after reading what that means."""
    person = user_of(request)
    require(Action.LEAVE, actions.leaving(person), actions.oneself(person))
    form = Sure(posted(request))
    if not form.is_valid():
        return _ask(request, form, person)
    email = person.email
    actions.leave(by=person)
    tell_deleted(email=email)
    logout(request)
    messages.success(request, _("Ihr Konto ist gelöscht."))
    return redirect("sign-in")


@held_role(GET=Action.ERASE, POST=Action.ERASE)
def erase_person(request: HttpRequest, person: int) -> HttpResponse:
    """Delete somebody else's account, because they have asked for it or have left."""
    other = get_object_or_404(User, pk=person, erasure=None)
    require(Action.ERASE, actions.leaving(other), user_of(request).everywhere)
    form = Sure(posted(request))
    if not form.is_valid():
        return _ask(request, form, other)
    name, email = other.name, other.email
    actions.erase(person=other, by=user_of(request))
    tell_deleted(email=email)
    messages.success(request, _("Das Konto von {name} ist gelöscht.").format(name=name))
    return redirect("retention")


def _ask(request: HttpRequest, form: Sure, person: User) -> HttpResponse:
    context = {
        "form": form,
        "summary": lines(form),
        "person": person,
        "by_fate": [
            (label, [holding for holding in PERSONAL if holding.fate is fate])
            for fate, label in FATE_LABELS.items()
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/erase.html", context, status=status)
