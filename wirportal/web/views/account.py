"""One's own account: sessions, password, address."""

from typing import Any

from allauth.account.views import PasswordChangeView, PasswordResetFromKeyView
from allauth.core.internal.ratelimit import consume_or_429
from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from wirportal.people import proof
from wirportal.people.actions import change_email, end_sessions
from wirportal.people.adapters import origin
from wirportal.people.addresses import LINK_AGE, SALT, ask_to_confirm, tell_old_address
from wirportal.people.models import User
from wirportal.people.queries import sessions_of
from wirportal.people.tasks import RESET, send_account_mail
from wirportal.rulebook.rules import Action
from wirportal.web.access import own_account, public
from wirportal.web.forms import EmailAddress
from wirportal.web.sessions import device
from wirportal.web.summary import lines


@own_account(GET=Action.ACCOUNT)
def account(request: HttpRequest) -> HttpResponse:
    """What belongs to one's access, and where to change it."""
    return render(request, "people/account.html")


@own_account(GET=Action.ACCOUNT)
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    signed_in = [
        (session, device(session.user_agent), session.session_key == request.session.session_key)
        for session in sessions_of(proof.user_of(request))
    ]
    return render(request, "people/sessions.html", {"sessions": signed_in})


@own_account(POST=Action.SESSIONS)
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """End another of one's own."""
    mine = get_object_or_404(sessions_of(proof.user_of(request)), pk=session)
    end_sessions(sessions=[mine], by=mine.user)
    messages.success(request, _("Die Anmeldung ist beendet."))
    return redirect("sessions")


@own_account(POST=Action.SESSIONS)
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    user = proof.user_of(request)
    others = sessions_of(user).exclude(session_key=request.session.session_key)
    end_sessions(sessions=others, by=user)
    messages.success(request, _("Alle anderen Anmeldungen sind beendet."))
    return redirect("sessions")


class _Refusing(FormView[forms.Form]):
    """Says what is wrong as all our pages do."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        context = self.get_context_data(form=form, summary=lines(form))
        return self.render_to_response(context, status=422)


class _ChangePassword(_Refusing, PasswordChangeView):
    template_name = "people/password.html"
    success_url = reverse_lazy("account")


@own_account(GET=Action.CREDENTIALS, POST=Action.CREDENTIALS)
def change_password(request: HttpRequest) -> HttpResponse:
    """For who has one; the others ask for a link."""
    if not proof.user_of(request).has_usable_password():
        return redirect("reset-password")
    change: Any = _ChangePassword.as_view()
    return change(request)


@public("GET", "POST")
@never_cache
def reset_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link. Known and unknown addresses get the same answer for the same work."""
    form = EmailAddress(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "summary": lines(form)}
        return render(request, "people/reset.html", context, status=422 if form.errors else 200)
    email = form.cleaned_data["email"]
    limit = {"app": "allauth.account", "action": "reset_password", "key": email}
    if too_often := consume_or_429(request, **limit):
        return too_often
    user = User.objects.filter(email=email, is_active=True).first()
    send_account_mail.enqueue(RESET, user.pk if user else 0, origin(request))
    return redirect("account_reset_password_done")


@public("GET")
def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "people/reset_sent.html")


class _NewPassword(_Refusing, PasswordResetFromKeyView):
    template_name = "people/new_password.html"
    success_url = reverse_lazy("sign-in")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if context.get("token_fail"):
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)


@public("GET", "POST")
@never_cache
def new_password(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """Behind the link in the mail."""
    choose: Any = _NewPassword.as_view()
    return choose(request, uidb36=uidb36, key=key)


@own_account(GET=Action.CREDENTIALS, POST=Action.CREDENTIALS)
def ask_new_email(request: HttpRequest) -> HttpResponse:
    """Ask for another address. One that belongs to somebody else gets the same answer."""
    form = EmailAddress(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "summary": lines(form)}
        return render(request, "people/email.html", context, status=422 if form.errors else 200)
    limit = {"app": "allauth.account", "action": "manage_email"}
    if too_often := consume_or_429(request, **limit):
        return too_often
    email = form.cleaned_data["email"]
    if ask_to_confirm(user=proof.user_of(request), email=email, origin=origin(request)):
        text = _("Wir haben einen Link an {email} geschickt. Ihre Adresse ändert sich erst damit.")
        messages.success(request, text.format(email=email))
    else:
        messages.error(request, _("Die E-Mail konnte nicht verschickt werden."))
    return redirect("account")


@public("GET", "POST")
@never_cache
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link in the mail to the new address."""
    try:
        user_id, old, new = signing.loads(token, salt=SALT, max_age=LINK_AGE)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    if request.method == "POST" and change_email(user_id=user_id, old=old, new=new):
        tell_old_address(old=old, new=new)
        messages.success(request, _("Ihre E-Mail-Adresse ist geändert."))
        return redirect("sign-in")
    page = {"email": new, "failed": request.method == "POST"}
    return render(request, "people/confirm_email.html", page, status=409 if page["failed"] else 200)
