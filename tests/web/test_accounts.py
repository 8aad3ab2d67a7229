"""Signing in: password, code, spare code; what nobody can learn or dodge at the door."""

import json
import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from tests import make
from wirportal.people.models import User
from wirportal.rulebook.roles import SECOND_FACTOR, Role

pytestmark = pytest.mark.django_db
PASSWORD = "ein langer geheimer Satz"
SIGN_IN = "/anmelden/"
STEP_TWO = "/anmelden/zweiter-faktor/"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


def person(role: Role | None = Role.COORDINATOR, name: str = "Alex Beispiel") -> User:
    user = make.user(name, role)
    user.set_password(PASSWORD)
    user.save()
    return user


def with_app(user: User) -> str:
    """The secret of the app that the person has set up."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code(secret: str, later: int = 0) -> str:
    """What the app shows now, or so many periods later."""
    shown: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))
    return shown


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(SIGN_IN, {"login": user.email, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/konto/").status_code == 200


def test_password_signs_in_and_leads_where_the_person_wanted_to_go():
    client = Client()
    answer = sign_in(client, person(), next="/konzepte/neu/")
    assert (answer.status_code, answer["Location"]) == (302, "/konzepte/neu/")
    assert is_in(client)


@pytest.mark.parametrize("after", ["https://boese.example/", "//boese.example", "javascript:1"])
def test_nobody_is_led_elsewhere_after_signing_in(after: str):
    user = person()
    with_app(user)
    client = Client()
    sign_in(client, user, next=after)
    secret = Authenticator.objects.get(user=user).wrap()
    answer = client.post(STEP_TWO, {"code": code_of(secret), "next": after})
    assert answer["Location"] == "/"


def code_of(app: Any) -> str:
    from wirportal.people.secrets import decrypt

    return code(decrypt(app.instance.data["secret"]))


def test_who_has_an_app_is_in_only_after_its_code():
    user = person()
    secret = with_app(user)
    client = Client()
    answer = sign_in(client, user, next="/konzepte/neu/")
    assert answer["Location"] == STEP_TWO
    assert not is_in(client)
    assert client.post(STEP_TWO, {"code": "000000"}).status_code == 422
    assert client.post(STEP_TWO, {"code": code(secret)})["Location"] == "/konzepte/neu/"
    assert is_in(client)


def test_a_code_signs_in_once_even_while_it_is_valid():
    user = person()
    shown = code(with_app(user))
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, user)
    assert first.post(STEP_TWO, {"code": shown}).status_code == 302
    cache.delete_many([key for key in [f"allauth.mfa.totp.used?user={user.pk}&code={shown}"]])
    assert second.post(STEP_TWO, {"code": shown}).status_code == 422
    assert second.post(STEP_TWO, {"code": f"{shown[:3]} {shown[3:]}"}).status_code == 422


def test_a_spare_code_works_once():
    user = person()
    with_app(user)
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    for expected in (302, 422):
        client = Client()
        sign_in(client, user)
        assert client.post(STEP_TWO, {"code": spare}).status_code == expected


def test_the_second_step_cannot_be_reached_without_the_first():
    user = person()
    secret = with_app(user)
    answer = Client().post(STEP_TWO, {"code": code(secret)})
    assert answer["Location"] == SIGN_IN


def test_secrets_cannot_be_read_from_the_database():
    user = person()
    secret = with_app(user)
    codes = RecoveryCodes.activate(user)
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(spare in stored for spare in codes.get_unused_codes())


# --- what was typed comes through every door ---------------------------------------------


def packed(user: User, text: str) -> tuple[str, str]:
    """The address of a section and what a page would carry to it."""
    concept = make.concept(user)
    to = reverse("section", kwargs={"concept": concept.pk, "section": "strategy"})
    fields = [["writer", str(user.pk)], ["version-opening", "0-"], ["opening", text]]
    return to, json.dumps({"to": to, "fields": fields})


def test_typed_text_comes_through_password_and_code():
    user = person()
    secret = with_app(user)
    to, carried = packed(user, "Vor dem Ablauf geschrieben")
    client = Client()
    for wrong in ("falsch", PASSWORD):
        page = sign_in(client, user, wrong, carried=carried).content.decode()
        assert "Vor dem Ablauf geschrieben" in page
    assert f'action="{STEP_TWO}"' in page
    again = client.post(STEP_TWO, {"code": "000000", "carried": carried})
    assert "Vor dem Ablauf geschrieben" in again.content.decode()
    page = client.post(STEP_TWO, {"code": code(secret), "carried": carried}).content.decode()
    assert f'action="{to}"' in page and "Vor dem Ablauf geschrieben" in page


def test_typed_text_survives_a_second_step_that_came_too_late():
    user = person()
    _, carried = packed(user, "Vor dem Ablauf geschrieben")
    page = Client().post(STEP_TWO, {"code": "000000", "carried": carried})
    assert f'action="{SIGN_IN}"' in page.content.decode()
    assert "Vor dem Ablauf geschrieben" in page.content.decode()


def test_passwords_are_never_carried_along():
    fields = {"oldpassword": "geheim-1", "password1": "geheim-2", "password2": "geheim-2"}
    page = Client().post("/konto/passwort/", fields)
    assert page.status_code == 401
    assert "geheim" not in page.content.decode()


# --- nobody learns who has an account ---------------------------------------------


def without_token(answer: Any) -> tuple[int, bytes]:
    body = re.sub(rb'(name="csrfmiddlewaretoken" value=")[^"]+', rb"\1", answer.content)
    return answer.status_code, body


def test_sign_in_answers_alike_for_unknown_closed_and_passwordless_accounts():
    known, closed, passwordless = (person(name=f"Person {name}") for name in ("A", "B", "C"))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    passwordless.set_password(None)
    passwordless.save()
    answers = set()
    for email in (known.email, closed.email, passwordless.email, "person.d@musterland.example"):
        answer = Client().post(SIGN_IN, {"login": email, "password": "falsch"})
        status, body = without_token(answer)
        answers.add((status, body.replace(email.encode(), b"?")))
    assert len(answers) == 1


@pytest.mark.parametrize("email", ["alex.beispiel@musterland.example", "x@musterland.example"])
def test_one_hash_is_computed_whether_there_is_an_account_or_not(
    email: str, monkeypatch: pytest.MonkeyPatch
):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    person()
    computed = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(*args: Any, real: Any = real, **named: Any) -> Any:
            computed.append(real)
            return real(*args, **named)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    Client().post(SIGN_IN, {"login": email, "password": "falsch"})
    assert len(computed) == 1


def test_reset_answers_alike_and_only_the_owner_gets_a_mail():
    user = person()
    answers = []
    for email in (user.email, "niemand@musterland.example"):
        answer = Client().post("/passwort/", {"email": email})
        answers.append((answer.status_code, answer["Location"], answer.content))
    assert answers[0] == answers[1]
    assert DBTaskResult.objects.count() == 2
    work()
    assert [sent.to for sent in mail.outbox] == [[user.email]]


def work() -> None:
    """What the worker does with all that waits."""
    for waiting in DBTaskResult.objects.all():
        waiting.task.call(*waiting.args_kwargs["args"])
    DBTaskResult.objects.all().delete()


def test_a_task_about_a_reset_names_no_address():
    user = person()
    Client().post("/passwort/", {"email": user.email})
    assert "@" not in json.dumps(DBTaskResult.objects.get().args_kwargs)


def test_the_link_of_a_reset_works_once_and_ends_other_sessions():
    user = person()
    elsewhere = make.client(user)
    Client().post("/passwort/", {"email": user.email})
    work()
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert link
    client = Client()
    page = client.get(link[1], follow=True)
    new = {"password1": "noch ein langer Satz", "password2": "noch ein langer Satz"}
    assert client.post(page.request["PATH_INFO"], new)["Location"] == SIGN_IN
    assert not is_in(elsewhere)
    assert sign_in(Client(), user, "noch ein langer Satz").status_code == 302
    assert Client().get(link[1]).status_code == 410
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize(
    ("password", "said"), [("kurz", "zu kurz"), ("passwordpassword", ""), ("1" * 15, "")]
)
def test_weak_passwords_are_refused(password: str, said: str):
    client = make.client(person())
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post("/konto/passwort/", fields)
    assert said in answer.content.decode()
    assert answer.status_code == 422 or not said


# --- limits ---------------------------------------------


def attempts(client: Client, email: Any, count: int, **headers: Any) -> list[int]:
    return [
        client.post(
            SIGN_IN, {"login": email(number), "password": "falsch"}, headers=headers_of(number)
        ).status_code
        for number in range(count)
    ]


def headers_of(number: int) -> dict[str, str]:
    return {"X-Forwarded-For": f"198.51.100.{number}", "Host": f"localhost:{8000 + number}"}


def test_forged_addresses_and_hosts_do_not_lift_the_limit_on_an_account():
    user = person()
    attempts(Client(), lambda _: user.email, 5)
    page = sign_in(Client(), user)
    assert page.status_code == 422
    assert "zu viele Versuche" in page.content.decode()


def test_forged_addresses_do_not_lift_the_limit_on_a_client():
    given = attempts(Client(), lambda number: f"p{number}@stadt.example", 40)
    assert given[-1] == 429


def test_behind_a_proxy_the_address_that_the_proxy_saw_counts(settings: Any):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client = Client()
    for number in range(40):
        forged = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"}
        login = {"login": f"p{number}@stadt.example", "password": "falsch"}
        last = client.post(SIGN_IN, login, headers=forged)
    assert last.status_code == 429
    other = client.post(SIGN_IN, login, headers={"X-Forwarded-For": "203.0.113.7, 203.0.113.8"})
    assert other.status_code == 422


def test_codes_cannot_be_guessed():
    user = person()
    secret = with_app(user)
    client = Client()
    sign_in(client, user)
    for number in range(5):
        client.post(STEP_TWO, {"code": f"{number:06}"})
    assert client.post(STEP_TWO, {"code": code(secret)}).status_code == 422


# --- who needs a second factor ---------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_roles_of_the_state_reach_nothing_without_a_second_factor(role: Role):
    client = make.client(person(role), method="password")
    needs = role in SECOND_FACTOR
    for path in ("/konzepte/", "/konto/", "/konto/anmeldungen/"):
        answer = client.get(path)
        assert (answer.status_code == 302) == needs
        if needs:
            assert answer["Location"].startswith("/konto/zweiter-faktor/")
    assert client.get("/konto/zweiter-faktor/").status_code == 200


def test_a_role_given_meanwhile_bites_at_the_next_request_and_shows_what_was_typed():
    user = person()
    client = make.client(user, method="password")
    to, _ = packed(user, "")
    make.user(user.name, Role.OFFICER)
    fields = {"writer": user.pk, "version-opening": "0-", "opening": "Noch nicht gespeichert"}
    answer = client.post(to, fields)
    assert answer.status_code == 403
    assert "Noch nicht gespeichert" in answer.content.decode()


def test_setting_up_an_app_opens_the_way():
    user = person(Role.OFFICER)
    client = make.client(user, method="password")
    page = client.get("/konto/zweiter-faktor/app/").content.decode()
    shown = re.search(r'class="wp-code">([^<]+)<', page)
    assert shown
    secret = shown[1].replace(" ", "")
    assert client.post("/konto/zweiter-faktor/app/", {"code": "000000"}).status_code == 422
    answer = client.post("/konto/zweiter-faktor/app/", {"code": code(secret)})
    assert answer["Location"] == "/konto/zweiter-faktor/ersatzcodes/"
    assert client.get(answer["Location"]).content.decode().count('<li class="wp-code">') == 10
    assert client.get("/konzepte/").status_code == 200


@pytest.mark.parametrize(("role", "gone"), [(Role.ADMINISTRATOR, False), (Role.COORDINATOR, True)])
def test_the_last_second_factor_stays_where_it_is_needed(role: Role, gone: bool):
    user = person(role)
    with_app(user)
    app = Authenticator.objects.get(user=user)
    client = make.client(user)
    answer = client.post(f"/konto/zweiter-faktor/{app.pk}/entfernen/")
    assert answer.status_code == (302 if gone else 409)
    assert Authenticator.objects.filter(pk=app.pk).exists() != gone


def test_nobody_removes_a_factor_of_somebody_else():
    other = person(name="Robin Beispiel")
    with_app(other)
    client = make.client(person())
    app = Authenticator.objects.get(user=other)
    assert client.post(f"/konto/zweiter-faktor/{app.pk}/entfernen/").status_code == 404
    assert Authenticator.objects.filter(pk=app.pk).exists()
