"""Every way in, in a real browser under the real policy: app, passkey, an organisation's own."""

import re
import time
from collections.abc import Iterator

import oidc_provider_mock
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.sheet import at, field
from tests.serve import Portal, Stage

PASSWORD = "ein langer geheimer Satz"
ORGANISATION = "Musterpräsidium"
THEIRS = ("cdn.jsdelivr.net", "favicon.ico")
"""The provider's own page asks the network for its looks, which is off here, and has no icon."""
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class NamedPortal(Portal):
    """Passkeys belong to a name; "localhost" is one, 127.0.0.1 is not."""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a real identity provider on this machine."""
    people = [
        oidc_provider_mock.User(sub=sub, claims={"email": email, "name": name})
        for sub, email, name in (
            ("kim", "kim@praesidium.example", "Kim Neu"),
            ("kim2", "kim2@praesidium.example", "Kim"),
            ("fremd", "fremd@anderswo.example", "Fremd"),
        )
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def portal(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    data = tmp_path_factory.mktemp("named")
    (data / "oidc.toml").write_text(
        f"""
        [[provider]]
        id = "muster"
        name = "{ORGANISATION}"
        server = "{provider}"
        client_id = "wir-portal"
        secret = "geheim"
        domains = ["praesidium.example"]
        second_factor = true
        """
    )
    running = NamedPortal(data, WIRPORTAL_OIDC=str(data / "oidc.toml"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def stage(portal: Portal) -> Iterator[Stage]:
    running = Stage(portal)
    yield running
    running.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def by_password(page: Page, email: str) -> None:
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_role("textbox", name="Passwort").fill(PASSWORD)
    press(page, "Anmelden")


def code(secret: str) -> str:
    shown: str = format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30))
    return shown


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_sign_in_with_an_app(cast: Cast, open_page: OpenPage) -> None:
    person = cast.person(password=PASSWORD, role="officer", method="password")
    page = open_page(None, "/konzepte/")
    by_password(page, person["email"])
    heading(page, "Zweiter Faktor")  # an officer gets no further without one
    assert not barriers(page)
    page.get_by_role("link", name="App einrichten").click()
    assert not barriers(page)
    secret = page.locator(".wp-code").inner_text()
    page.get_by_label("Code aus der App").fill(code(secret))
    press(page, "Einrichten")
    heading(page, "Ersatzcodes")
    assert not barriers(page)
    page.get_by_role("link", name="Ich habe sie aufgehoben").click()
    heading(page, "Guten Tag")
    press(page, "Abmelden")

    page.goto("/konzepte/")
    by_password(page, person["email"])
    heading(page, "Zweiter Schritt der Anmeldung")
    assert not barriers(page)
    page.get_by_label("Code").fill(code(secret))
    press(page, "Anmelden")
    heading(page, "Konzepte")


def test_sign_in_with_a_passkey(cast: Cast, open_page: OpenPage) -> None:
    person = cast.person()
    page = open_page(person, "/konto/zweiter-faktor/")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.get_by_role("link", name="Passkey einrichten").click()
    assert not barriers(page)
    page.get_by_label("Name").fill("Laptop im Büro")
    press(page, "Passkey einrichten")
    heading(page, "Ersatzcodes")
    page.goto("/konto/zweiter-faktor/")
    expect(page.get_by_text("Laptop im Büro, seit")).to_be_visible()
    assert not barriers(page)
    press(page, "Abmelden")

    page.goto("/anmelden/?next=/konto/")
    assert not barriers(page)
    press(page, "Mit Passkey anmelden")
    heading(page, "Mein Konto")
    expect(page.get_by_role("link", name=person["name"])).to_be_visible()


def test_typed_text_comes_through_a_passkey(cast: Cast, open_page: OpenPage) -> None:
    person = cast.person()
    concept = cast.concept(person)
    page = open_page(person, "/konto/zweiter-faktor/passkey/", says=("401", "ERR_FAILED"))
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    press(page, "Passkey einrichten")
    heading(page, "Ersatzcodes")

    page.goto(at(concept, "other"))
    page.route("**/*.js", lambda route: route.abort())  # so that nothing saves by itself
    page.reload()
    page.unroute("**/*.js")
    field(page, "other").fill("Vor dem Ablauf geschrieben")
    cast.stage("sign_out", person=person["id"])
    press(page, "Speichern")
    expect(page.get_by_text("Ihr Text ist aufbewahrt.")).to_be_visible()
    press(page, "Mit Passkey anmelden")
    heading(page, "Ihr Text ist noch da")
    press(page, "Jetzt speichern")
    assert cast.stage("answer", concept=concept, question="other")["value"] == (
        "Vor dem Ablauf geschrieben"
    )


def test_a_passkey_that_does_not_answer_is_said_in_words(open_page: OpenPage) -> None:
    page = open_page(None, "/anmelden/")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    empty = DEVICE | {"isUserVerified": False}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": empty})
    press(page, "Mit Passkey anmelden")
    expect(page.get_by_text("Der Passkey hat nicht geantwortet.")).to_be_visible()


def through_organisation(page: Page, sub: str) -> None:
    page.get_by_role("link", name=f"Anmelden bei: {ORGANISATION}").click()
    identify(page, sub)


def identify(page: Page, sub: str) -> None:
    """At the identity provider's own page."""
    page.locator("input[name=sub]").fill(sub)
    page.get_by_role("button", name="Authorize").click()


def test_sign_in_through_the_organisation(open_page: OpenPage) -> None:
    page = open_page(None, "/anmelden/?next=/konto/", says=THEIRS)
    through_organisation(page, "kim")
    heading(page, "Mein Konto")
    expect(page.get_by_text("Kim Neu, kim@praesidium.example")).to_be_visible()
    press(page, "Abmelden")
    through_organisation(page, "kim")  # the same account again
    heading(page, "Guten Tag")


def test_somebody_of_another_domain_is_not_let_in(open_page: OpenPage) -> None:
    page = open_page(None, "/anmelden/", says=THEIRS)
    through_organisation(page, "fremd")
    expect(
        page.get_by_text("Die Anmeldung bei Ihrer Organisation hat nicht geklappt.")
    ).to_be_visible()
    assert not barriers(page)
    page.goto("/konto/")
    heading(page, "Anmelden")


def test_typed_text_comes_through_the_organisation(
    cast: Cast, open_page: OpenPage, stage: Stage
) -> None:
    person = cast.person()
    stage("rename", person=person["id"], email="kim2@praesidium.example")
    concept = cast.concept(person)
    page = open_page(person, at(concept, "other"), says=("401", *THEIRS), java_script_enabled=False)
    field(page, "other").fill("Vor dem Ablauf geschrieben")
    cast.stage("sign_out", person=person["id"])
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_role("button", name=f"Anmelden bei: {ORGANISATION}").click()
    page.get_by_role("link", name=f"Weiter zu: {ORGANISATION}").click()
    identify(page, "kim2")
    heading(page, "Ihr Text ist noch da")
    page.get_by_role("button", name="Jetzt speichern").click()
    assert cast.stage("answer", concept=concept, question="other")["value"] == (
        "Vor dem Ablauf geschrieben"
    )


def test_signed_in_elsewhere_can_be_ended(cast: Cast, open_page: OpenPage) -> None:
    person = cast.person(password=PASSWORD)
    phone = open_page(None, "/anmelden/", user_agent="Mozilla/5.0 (iPhone) Safari/605")
    by_password(phone, person["email"])
    office = open_page(None, "/anmelden/?next=/konto/anmeldungen/")
    by_password(office, person["email"])
    heading(office, "Meine Anmeldungen")
    assert not barriers(office)
    office.get_by_role("button", name="Beenden (Safari unter iPhone)").click()
    expect(office.get_by_text("Die Anmeldung ist beendet.")).to_be_visible()
    expect(office.get_by_text("Safari unter iPhone")).not_to_be_visible()
    phone.reload()
    heading(phone, "Anmelden")


def test_important_things_ask_again_who_it_is(cast: Cast, open_page: OpenPage) -> None:
    person = cast.person(password=PASSWORD, ago=3600)
    page = open_page(person, "/konto/e-mail/")
    heading(page, "Sind Sie es noch?")
    assert not barriers(page)
    page.get_by_role("textbox", name="Passwort").fill(PASSWORD)
    press(page, "Bestätigen")
    heading(page, "E-Mail-Adresse ändern")
    assert not barriers(page)


def test_forgotten_password(cast: Cast, open_page: OpenPage, portal: Portal) -> None:
    person = cast.person(password=PASSWORD)
    page = open_page(None, "/anmelden/")
    page.get_by_role("link", name="Passwort vergessen?").click()
    assert not barriers(page)
    page.get_by_label("E-Mail-Adresse").fill(person["email"])
    press(page, "Link schicken")
    heading(page, "Sehen Sie in Ihr Postfach")
    assert not barriers(page)
    page.goto(link_in_mail(portal, person["email"]))
    assert not barriers(page)
    page.get_by_label("Neues Passwort", exact=True).fill(PASSWORD * 2)
    page.get_by_label("Neues Passwort noch einmal").fill(PASSWORD * 2)
    press(page, "Passwort speichern")
    heading(page, "Anmelden")


def link_in_mail(portal: Portal, to: str) -> str:
    """The worker sends it a moment later, to the log."""
    for _ in range(200):
        log = portal.log.read_text()
        _, _, letter = log.partition(f"To: {to}")
        if link := re.search(r"http://\S+/passwort/neu/\S+", letter):
            return link[0]
        time.sleep(0.1)
    raise AssertionError("no mail came")
