"""What is done with an account leaves its events, without addresses; its owner can read them."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse

from tests import make
from tests.web.test_accounts import PASSWORD, code, no_attempts_yet, person, sign_in, with_app
from wirportal.ledger.models import Chain, Event
from wirportal.ledger.verify import verify
from wirportal.people.actions import note_in_account
from wirportal.people.addresses import SALT
from wirportal.people.models import User
from wirportal.people.queries import sessions_of
from wirportal.people.tasks import RESET, link_to
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action

__all__ = ["no_attempts_yet"]
pytestmark = pytest.mark.django_db
NEW = "ein anderer langer Satz"


@pytest.fixture
def alex() -> User:
    return person()


@pytest.fixture
def client(alex: User) -> Client:
    """Somebody who has just signed in with the password."""
    client = Client()
    sign_in(client, alex)
    return client


def events(user: User) -> list[tuple[str, str]]:
    """Action and what it changed, oldest first; the sign-in at the beginning left out."""
    chain = Chain.objects.get(name=f"user {user.pk}").pk
    done = Event.objects.filter(chain=chain).order_by("sequence")
    found = list(done.values_list("action", "object"))
    assert found[:1] in ([], [("account.sign_in", "")])
    return found[1:]


def page(client: Client) -> str:
    answer = client.get(reverse("account-ledger"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_sign_in_is_an_event(client: Client, alex: User) -> None:
    assert events(alex) == []
    assert "Alex Beispiel hat sich angemeldet." in page(client)
    assert not verify().breaks


def test_a_sign_in_is_complete_with_the_second_factor_only(alex: User) -> None:
    secret = with_app(alex)
    client = Client()
    sign_in(client, alex)
    assert not Event.objects.exists()
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert Event.objects.get().action == "account.sign_in"


def test_a_failed_sign_in_is_none(alex: User) -> None:
    sign_in(Client(), alex, "falsch")
    assert not Event.objects.exists()


@override_settings(DEMO=True)
def test_a_click_as_a_demo_person_is_none() -> None:
    Client().post(reverse("demo-sign-in", kwargs={"person": make.user().pk}))
    assert not Event.objects.exists()


def test_another_password_is_an_event(client: Client, alex: User) -> None:
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("change-password"), given).status_code == 302
    assert events(alex) == [("account.credentials", "password")]
    assert "Zugang von Alex Beispiel geändert: Passwort geändert." in page(client)


def test_a_password_by_link_is_an_event(alex: User) -> None:
    client = Client()
    link = link_to(RESET, alex, "")
    choose = client.get(link, follow=True).request["PATH_INFO"]
    client.post(choose, {"password1": NEW, "password2": NEW})
    assert Event.objects.get().object == "password"


def test_another_address_is_an_event_that_does_not_name_it(client: Client, alex: User) -> None:
    token = signing.dumps([alex.pk, alex.email, "neu@musterland.example"], salt=SALT)
    for _ in range(2):  # the link is good for one change
        client.post(reverse("confirm-email", kwargs={"token": token}))
    assert events(alex) == [("account.credentials", "email")]
    assert "musterland.example" not in str(list(Event.objects.values()))


def test_factors_that_come_and_go_are_events(
    client: Client, alex: User, django_capture_on_commit_callbacks: Any
) -> None:
    secret = client.get(reverse("add-app")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("add-app"), {"code": code(secret)})
        client.post(reverse("recovery-codes"))
    app = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    client.post(reverse("remove-factor", kwargs={"factor": app.pk}))
    changes = [change for _, change in events(alex)]
    assert sorted(changes[:-1]) == ["app_added", "codes_made"]
    assert changes[-1] == "app_removed"


def test_ended_sign_ins_are_one_event(client: Client, alex: User) -> None:
    for _ in range(2):
        sign_in(Client(), alex)
    assert sessions_of(alex).count() == 3
    client.post(reverse("end-other-sessions"))
    client.post(reverse("end-other-sessions"))
    assert events(alex)[-1] == ("account.sessions", "2")
    assert "Alex Beispiel hat Anmeldungen beendet." in page(client)


def test_a_reset_on_the_server_is_an_event(alex: User, capsys: Any) -> None:
    call_command("reset_access", alex.email)
    capsys.readouterr()
    assert Event.objects.get().object == "reset"
    assert "auf dem Server zurückgesetzt" in page(make.client(User.objects.get(pk=alex.pk)))


def test_nobody_reads_the_events_of_another_account(client: Client) -> None:
    other = make.client(make.user("Kim Muster", Role.ADMINISTRATOR))
    assert "Alex" not in page(other)
    assert "Hier steht noch nichts." in page(other)


def test_a_long_life_has_pages(client: Client, alex: User) -> None:
    for _ in range(45):
        note_in_account(user_id=alex.pk, action=Action.SIGN_IN)
    assert page(client).count("<time") == 40
    older = client.get(reverse("account-ledger"), {"oldest": 6}).content.decode()
    assert older.count("<time") == 6
    assert Chain.objects.count() == 1
