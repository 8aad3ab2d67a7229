"""The pages about people, in every state they can be in: see `states` for the others."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.states import Scene


def administrator(scene: Scene, path: str, says: tuple[str, ...] = ()) -> Page:
    return scene.open_page(scene.cast.person("Ada", role="administrator"), path, says=says)


def start_of(role: str) -> Callable[[Scene], Page]:
    def reach(scene: Scene) -> Page:
        scene.concept()
        return scene.open_page(scene.cast.person("Kim", role=role), "/")

    reach.__name__ = f"start_of_{role}"
    return reach


def start_with_a_task(scene: Scene) -> Page:
    alex, concept = scene.concept()
    kim = scene.cast.person("Kim", role="contributor")
    scene.cast.stage("asked", concept=concept, question="opening", person=kim["id"], by=alex["id"])
    return scene.open_page(kim, "/")


def start_of_nobody(scene: Scene) -> Page:
    return scene.open_page(scene.cast.person(body=""), "/")


def organisations(scene: Scene) -> Page:
    return administrator(scene, "/personen/")


def persons_found(scene: Scene) -> Page:
    return administrator(scene, f"/personen/suche/?suche=Ada+{scene.cast.number}")


def nobody_found(scene: Scene) -> Page:
    return administrator(scene, "/personen/suche/?suche=gibt-es-nicht")


def members(scene: Scene) -> Page:
    alex = scene.cast.person()
    scene.cast.stage("invited", by=alex["id"])
    page = administrator(scene, "/personen/")
    page.get_by_role("link", name=scene.cast.body, exact=True).click()
    expect(page.get_by_role("heading", name="Eingeladen")).to_be_visible()
    return page


def own_members(scene: Scene) -> Page:
    """As a coordinator sees them."""
    return scene.open_page(scene.cast.person(), "/personen/")


def give(scene: Scene) -> Page:
    page = members(scene)
    page.get_by_role("link", name="Aufgabe oder Vertretung geben").click()
    return page


def give_wrong(scene: Scene) -> Page:
    page = administrator(scene, "/personen/", says=("422",))
    page.get_by_role("link", name=scene.cast.body, exact=True).click()
    page.get_by_role("link", name="Aufgabe oder Vertretung geben").click()
    page.get_by_label("Letzter Tag").fill("gestern")
    page.get_by_role("button", name="Aufgabe geben").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def membership(scene: Scene) -> Page:
    page = members(scene)
    row = page.get_by_role("row", name=f"Alex {scene.cast.number}")
    row.get_by_role("link", name="Ändern oder wegnehmen").click()
    return page


def membership_that_stays(scene: Scene) -> Page:
    """A coordinator may not take that role away."""
    kim = scene.cast.person("Kim", role="signatory")
    number = scene.cast.stage("membership", person=kim["id"])
    page = scene.open_page(scene.cast.person(), f"/personen/aufgabe/{number}/")
    expect(page.get_by_text("Diese Aufgabe vergibt nur die Administration.")).to_be_visible()
    return page


def invite(scene: Scene) -> Page:
    page = own_members(scene)
    page.get_by_role("link", name="Person einladen").click()
    return page


def invited(scene: Scene) -> Page:
    page = invite(scene)
    page.get_by_label("E-Mail-Adresse der Person").fill("gast@verein.example")
    page.get_by_role("button", name="Einladen").click()
    expect(page.get_by_label("Link der Einladung")).to_be_visible()
    return page


def ask_guest(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/frage/opening/einladen/")


def ask_guest_wrong(scene: Scene) -> Page:
    page = scene.see("/konzepte/{}/frage/opening/einladen/", says=("422",))
    page.get_by_role("button", name="Einladen und bitten").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def guest_asked(scene: Scene) -> Page:
    page = ask_guest(scene)
    page.get_by_label("E-Mail-Adresse der Person").fill("gast@verein.example")
    page.get_by_label("Bis wann?").fill("15.10.2098")
    page.get_by_role("button", name="Einladen und bitten").click()
    expect(page.get_by_role("heading", name="Eingeladen, noch ohne Konto")).to_be_visible()
    return page


def join(scene: Scene) -> Page:
    return scene.open_page(None, scene.cast.stage("invited", by=scene.cast.person()["id"]))


def join_wrong(scene: Scene) -> Page:
    link = scene.cast.stage("invited", by=scene.cast.person()["id"])
    page = scene.open_page(None, link, says=("422",))
    page.get_by_role("button", name="Konto anlegen und annehmen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def join_with_account(scene: Scene) -> Page:
    kim = scene.cast.person("Kim", body="")
    alex = scene.cast.person()
    link = scene.cast.stage("invited", by=alex["id"], email=kim["email"])
    return scene.open_page(kim, link)


def join_as_somebody_else(scene: Scene) -> Page:
    alex = scene.cast.person()
    return scene.open_page(alex, scene.cast.stage("invited", by=alex["id"]), says=("403",))


def forged_link(scene: Scene) -> Page:
    return scene.open_page(None, "/einladung/geraten/", says=("404",))


ROLES = ("coordinator", "signatory", "leadership", "officer", "ministry", "administrator")
STATES = (
    *map(start_of, ROLES),
    start_with_a_task,
    start_of_nobody,
    organisations,
    persons_found,
    nobody_found,
    members,
    own_members,
    give,
    give_wrong,
    membership,
    membership_that_stays,
    invite,
    invited,
    ask_guest,
    ask_guest_wrong,
    guest_asked,
    join,
    join_wrong,
    join_with_account,
    join_as_somebody_else,
    forged_link,
)


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__.replace("_", " "))
def test_page_has_no_barriers(
    reach: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    found = barriers(reach(Scene(cast, open_page)))
    assert not found, "\n".join(found)
