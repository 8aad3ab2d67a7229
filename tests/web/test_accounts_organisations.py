"""Sign-in through an organisation's own identity provider: a real one, on this machine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import oidc_provider_mock
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from pydantic import ValidationError

from tests import make
from tests.web.test_accounts import PASSWORD, is_in, person, sign_in, with_app
from wirportal.people.identity import IdentityProvider, for_allauth, read_providers
from wirportal.people.models import User
from wirportal.rulebook.roles import Role

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
START = "/anmelden/organisation/muster/"
PEOPLE = {
    "kim": {"email": "Kim@Praesidium.example", "name": "Kim Neu"},
    "fremd": {"email": "fremd@anderswo.example", "name": "Fremd"},
    "unklar": {"email": "unklar@praesidium.example", "email_verified": False},
    "ohne": {"name": "Ohne Adresse"},
    "alex": {"email": "alex.beispiel@musterland.example", "name": "Alex"},
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    people = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture(autouse=True)
def provider(server: str, settings: Any) -> IdentityProvider:
    cache.clear()
    return configure(settings, server)


def configure(settings: Any, server: str, **facts: Any) -> IdentityProvider:
    given = {"domains": {"praesidium.example", "musterland.example"}} | facts
    made = IdentityProvider(
        id="muster", name="Muster", server=server, client_id="portal", secret="s", **given
    )
    settings.IDENTITY_PROVIDERS = (made,)
    settings.SOCIALACCOUNT_PROVIDERS = for_allauth([made])
    return made


def come_back(client: Client, sub: str, path: str = START) -> Any:
    """Go there, say who one is, come back; the answer of the callback."""
    there = client.get(path)["Location"]
    back = requests.post(there, data={"sub": sub}, allow_redirects=False, timeout=5)
    return client.get(back.headers["Location"].replace("http://testserver", ""))


def test_somebody_of_the_domain_gets_an_account_without_roles():
    client = Client()
    assert come_back(client, "kim", f"{START}?next=/konto/")["Location"] == "/konto/"
    user = User.objects.get()
    assert (user.email, user.name) == ("kim@praesidium.example", "Kim Neu")
    assert not user.held and not user.has_usable_password()
    assert is_in(client)


def test_the_same_person_comes_back_to_the_same_account():
    for _ in range(2):
        come_back(Client(), "kim")
    assert User.objects.count() == SocialAccount.objects.count() == 1
    assert SocialAccount.objects.get().extra_data == {}


def test_an_account_that_exists_is_found_and_keeps_its_password():
    user = person()
    come_back(Client(), "alex")
    assert SocialAccount.objects.get().user == user
    assert sign_in(Client(), user, PASSWORD).status_code == 302
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("sub", ["fremd", "unklar", "ohne"])
def test_whom_the_provider_may_not_vouch_for_is_refused(sub: str):
    client = Client()
    assert come_back(client, sub)["Location"] == "/anmelden/"
    assert not is_in(client)
    assert not User.objects.exists() and not SocialAccount.objects.exists()


def test_a_forged_state_and_a_stolen_code_lead_nowhere():
    victim, thief = Client(), Client()
    there = victim.get(START)["Location"]
    back = requests.post(there, data={"sub": "kim"}, allow_redirects=False, timeout=5)
    stolen = back.headers["Location"].replace("http://testserver", "")
    thief.get(START)
    thief.get(stolen)
    victim.get(f"{START}zurueck/?code=x&state=forged")
    assert not is_in(thief) and not is_in(victim)


@pytest.mark.parametrize(("strong", "reaches"), [(True, 200), (False, 302)])
def test_a_provider_with_a_second_factor_is_enough_for_an_officer(
    strong: bool, reaches: int, server: str, settings: Any
):
    configure(settings, server, second_factor=strong)
    person(Role.OFFICER)
    client = Client()
    come_back(client, "alex")
    assert client.get("/konzepte/").status_code == reaches


def test_who_has_an_app_is_asked_for_its_code_as_well():
    with_app(person())
    client = Client()
    assert come_back(client, "alex")["Location"] == "/anmelden/zweiter-faktor/"
    assert not is_in(client)


def test_a_closed_account_stays_closed():
    user = person()
    User.objects.filter(pk=user.pk).update(is_active=False)
    client = Client()
    assert come_back(client, "alex")["Location"] == "/anmelden/"
    assert not is_in(client)


def test_coming_back_is_a_fresh_sign_in(settings: Any):
    user = person()
    client = make.client(user, ago=3600)
    assert client.get("/konto/e-mail/").status_code == 302
    come_back(client, "alex", f"{START}?next=/konto/e-mail/")
    assert client.get("/konto/e-mail/").status_code == 200


def test_a_provider_that_is_away_is_said_in_words(settings: Any):
    configure(settings, "http://localhost:9")
    answer = Client().get(START, follow=True)
    assert "hat nicht geklappt" in answer.content.decode()


def test_an_unknown_provider_is_not_there():
    assert Client().get("/anmelden/organisation/anderes/").status_code == 404


# --- the operator's file ---------------------------------------------

ENTRY = """
[[provider]]
id = "rp"
name = "Präsidium"
server = "{server}"
client_id = "portal"
secret = "geheim"
domains = ["praesidium.example"]
"""


def written(folder: Path, text: str) -> str:
    path = folder / "oidc.toml"
    path.write_text(text)
    return str(path)


def test_the_operators_file_is_read(tmp_path: Path):
    (made,) = read_providers(
        written(tmp_path, ENTRY.format(server="https://idp.example")), https_only=True
    )
    assert made.vouches_for("A@PRAESIDIUM.example")
    assert not made.vouches_for("a@x.praesidium.example")
    assert read_providers("", https_only=True) == ()


@pytest.mark.parametrize(
    "text",
    [
        ENTRY.format(server="http://idp.example"),
        ENTRY.format(server="https://idp.example") * 2,
        ENTRY.format(server="https://idp.example") + 'colour = "red"\n',
        ENTRY.format(server="https://idp.example").replace('["praesidium.example"]', "[]"),
    ],
)
def test_a_file_that_opens_doors_by_mistake_is_refused(text: str, tmp_path: Path):
    with pytest.raises((ValueError, ValidationError)):
        read_providers(written(tmp_path, text), https_only=True)
