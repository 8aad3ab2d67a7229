"""How long a sign-in lasts, where one is signed in, and what asks again who one is."""

import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail, signing
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from tests import make
from tests.web.test_accounts import (
    PASSWORD,
    SIGN_IN,
    code,
    is_in,
    person,
    sign_in,
    with_app,
    without_token,
)
from wirportal.people.addresses import SALT
from wirportal.rulebook.roles import Role
from wirportal.web.sessions import device

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


def age(client: Client, **seconds: float) -> None:
    """Move a clock of the session back."""
    session = client.session
    session.update({key: time.time() - ago for key, ago in seconds.items()})
    session.save()


# --- limits ---------------------------------------------


@pytest.mark.parametrize(
    ("clocks", "lasts"),
    [
        ({"seen": 55 * 60}, True),
        ({"seen": 61 * 60}, False),
        ({"began": 11.9 * 3600}, True),
        ({"began": 12.1 * 3600}, False),
    ],
)
def test_a_sign_in_ends_after_an_idle_hour_and_after_twelve_hours(
    clocks: dict[str, float], lasts: bool
):
    client = Client()
    sign_in(client, person())
    age(client, **clocks)
    assert is_in(client) == lasts


def test_work_keeps_a_sign_in_alive_and_is_noted_every_five_minutes_at_most():
    client = Client()
    user = person()
    sign_in(client, user)
    for ago, noted in ((4 * 60, False), (6 * 60, True)):
        UserSession.objects.update(last_seen_at="2026-01-01T00:00Z")
        age(client, seen=ago)
        assert is_in(client)
        assert (UserSession.objects.get().last_seen_at.month != 1) == noted
        assert (time.time() - client.session["seen"] < 60) == noted


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in():
    client = Client()
    sign_in(client, person())
    age(client, seen=50 * 60)
    client.get("/konto/", headers={"X-Background": "1"})
    assert time.time() - client.session["seen"] > 49 * 60


def test_what_was_typed_too_late_is_kept():
    user = person()
    client = make.client(user)
    age(client, seen=2 * 3600)
    concept = make.concept(user)
    fields = {"writer": user.pk, "version-opening": "0-", "opening": "Vor dem Ablauf"}
    page = client.post(f"/konzepte/{concept.pk}/abschnitt/strategy/", fields)
    assert page.status_code == 401
    assert "Vor dem Ablauf" in page.content.decode()


# --- one's own sessions ---------------------------------------------


def test_one_sees_and_ends_ones_own_sessions_only():
    user, other = person(), person(name="Robin Beispiel")
    here, there, strange = Client(), Client(), Client()
    sign_in(here, user)
    sign_in(there, user)
    sign_in(strange, other)
    assert here.get("/konto/anmeldungen/").content.decode().count("<h2") == 2
    of_other = UserSession.objects.get(user=other)
    assert here.post(f"/konto/anmeldungen/{of_other.pk}/beenden/").status_code == 404
    assert is_in(strange)
    elsewhere = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"/konto/anmeldungen/{elsewhere.pk}/beenden/").status_code == 302
    assert not is_in(there) and is_in(here)


def test_all_others_can_be_ended_at_once():
    user = person()
    clients = [Client() for _ in range(3)]
    for client in clients:
        sign_in(client, user)
    clients[0].post("/konto/anmeldungen/andere-beenden/")
    assert [is_in(client) for client in clients] == [True, False, False]


def test_the_list_costs_the_same_with_more_sessions(django_assert_max_num_queries: Any):
    user = person()
    client = Client()
    sign_in(client, user)
    for _ in range(10):
        sign_in(Client(), user)
    with django_assert_max_num_queries(5):
        assert client.get("/konto/anmeldungen/").status_code == 200


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/145.0", "Firefox unter Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142 Safari/537 Edg/142", "Edge unter Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) Version/18 Safari/604", "Safari unter iPhone"),
        ("curl/8.0", "Unbekanntes Gerät"),
        ("<b>", "Unbekanntes Gerät"),
    ],
)
def test_devices_are_named_in_words(said: str, words: str):
    assert device(said) == words


# --- fresh sign-in ---------------------------------------------

IMPORTANT = ("/konto/passwort/", "/konto/e-mail/", "/konto/zweiter-faktor/app/")


@pytest.mark.parametrize("path", IMPORTANT)
@pytest.mark.parametrize(("minutes", "asks"), [(9, False), (11, True)])
def test_what_is_important_asks_again_after_ten_minutes(path: str, minutes: int, asks: bool):
    client = make.client(person(), ago=minutes * 60)
    answer = client.get(path)
    assert (answer.status_code == 302) == asks
    if asks:
        assert answer["Location"].startswith("/konto/bestaetigen/?next=")


def test_ending_sessions_asks_again():
    user = person()
    client = make.client(user, ago=3600)
    assert "bestaetigen" in client.post("/konto/anmeldungen/andere-beenden/")["Location"]


def test_the_password_confirms_and_leads_back():
    client = make.client(person(), ago=3600)
    path = "/konto/bestaetigen/?next=/konto/e-mail/"
    fields = {"next": "/konto/e-mail/"}
    assert client.post(path, fields | {"password": "falsch"}).status_code == 422
    assert client.post(path, fields)["Content-Type"].startswith("text/html")
    assert client.post(path, fields | {"password": PASSWORD})["Location"] == "/konto/e-mail/"
    assert client.get("/konto/e-mail/").status_code == 200


def test_who_has_a_second_factor_needs_it_to_confirm():
    user = person()
    secret = with_app(user)
    client = make.client(user, ago=3600)
    assert client.post("/konto/bestaetigen/", {"password": PASSWORD}).status_code == 422
    assert client.get("/konto/e-mail/").status_code == 302
    assert client.post("/konto/bestaetigen/", {"code": code(secret)}).status_code == 302
    assert client.get("/konto/e-mail/").status_code == 200


def test_one_click_confirms_nobody_outside_a_demo():
    client = make.client(person(), ago=3600)
    assert client.post("/konto/bestaetigen/", {"demo": "1"}).status_code == 422
    assert client.get("/konto/e-mail/").status_code == 302


# --- demo ---------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_one_click_signs_in_as_anybody_in_a_demo_alone(role: Role, settings: Any):
    user = make.user("Demo Person", role)
    client = Client()
    assert client.post(f"/demo/{user.pk}/").status_code == 404
    settings.DEMO = True
    assert client.post(f"/demo/{user.pk}/").status_code == 302
    assert client.get("/konzepte/").status_code == 200
    settings.DEMO = False
    needs = role in (Role.OFFICER, Role.APPROVER, Role.MINISTRY, Role.ADMINISTRATOR)
    assert (client.get("/konzepte/").status_code == 302) == needs


# --- address ---------------------------------------------


def link_of(letter: Any) -> str:
    line = next(line for line in str(letter.body).splitlines() if line.startswith("http"))
    return line.removeprefix("http://testserver")


def test_a_new_address_is_confirmed_at_its_own_mailbox():
    user = person()
    client = make.client(user)
    client.post("/konto/e-mail/", {"email": "Neu@Stadt.example"})
    user.refresh_from_db()
    assert user.email == "alex.beispiel@musterland.example"
    link = link_of(mail.outbox[0])
    assert mail.outbox[0].to == ["neu@stadt.example"]
    assert Client().get(link).status_code == 200
    assert Client().post(link)["Location"] == SIGN_IN
    user.refresh_from_db()
    assert user.email == "neu@stadt.example"
    assert mail.outbox[1].to == ["alex.beispiel@musterland.example"]
    assert Client().post(link).status_code == 409  # once
    assert not EmailAddress.objects.exists()


def test_nobody_takes_the_address_of_somebody_else_or_learns_of_it():
    user, other = person(), person(name="Robin Beispiel")
    client = make.client(user)
    said = []
    for email in (other.email, "frei@musterland.example"):
        client.post("/konto/e-mail/", {"email": email})
        _, page = without_token(client.get("/konto/"))
        said.append(page.replace(email.encode(), b"?"))
    assert said[0] == said[1]
    assert [letter.to for letter in mail.outbox] == [[other.email], ["frei@musterland.example"]]
    assert "http" not in mail.outbox[0].body
    token = signing.dumps([user.pk, user.email, other.email], salt=SALT)
    assert Client().post(f"/konto/e-mail/{token}/").status_code == 409
    user.refresh_from_db()
    assert user.email != other.email


@pytest.mark.parametrize("token", ["x", "WzEsImEiLCJiIl0:1abc:falsch"])
def test_forged_links_lead_nowhere(token: str):
    assert Client().post(f"/konto/e-mail/{token}/").status_code == 404


# --- nobody is locked out ---------------------------------------------


def test_an_operator_opens_the_way_for_who_has_lost_everything(capsys: Any):
    user = person(Role.ADMINISTRATOR)
    with_app(user)
    elsewhere = make.client(user)
    call_command("reset_access", user.email, origin="http://testserver")
    assert not Authenticator.objects.exists()
    assert not is_in(elsewhere)
    link = capsys.readouterr().out.strip().removeprefix("http://testserver")
    assert Client().get(link, follow=True).status_code == 200
    with pytest.raises(CommandError):
        call_command("reset_access", "niemand@musterland.example")
