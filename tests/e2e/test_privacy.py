"""One's own data, leaving, and deleting what is due: journeys, and axe in every state and look."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, Facts, OpenPage
from tests.e2e.states import Scene

RETENTION = "/verwaltung/aufbewahrung/"


def administrator(cast: Cast) -> Facts:
    """One of two, so that this one may leave."""
    cast.person("Robin", role="administrator")
    return cast.person("Ada", role="administrator")


def something_due(scene: Scene) -> Page:
    """The administrator looks at an old draft, found by the name of its call's year."""
    year = 1000 + scene.cast.number
    _alex, concept = scene.concept(answers={"opening": "Ein Text"})
    scene.cast.stage("due", concept=concept, year=year)
    page = scene.open_page(administrator(scene.cast), RETENTION, says=("422",))
    page.get_by_role("link", name=f"nie eingereicht wurden, {year}").click()
    return page


def own_data(scene: Scene) -> Page:
    return scene.see("/konto/daten/", answers={"opening": "Ein Text"})


def deleting_unsure(scene: Scene) -> Page:
    page = scene.open_page(scene.cast.person(), "/konto/loeschen/", says=("422",))
    page.get_by_role("button", name="Konto löschen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def deleting_somebody(scene: Scene) -> Page:
    alex = scene.cast.person()
    path = f"/verwaltung/personen/{alex['id']}/loeschen/"
    return scene.open_page(administrator(scene.cast), path)


def proposals(scene: Scene) -> Page:
    page = something_due(scene)
    page.get_by_role("link", name="Aufbewahrung").first.click()
    return page


def proposal_unsure(scene: Scene) -> Page:
    page = something_due(scene)
    page.get_by_role("button", name="Löschen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def protocol(scene: Scene) -> Page:
    page = something_due(scene)
    page.get_by_label("Was hat das Archiv geantwortet?").fill("Am 3. Mai abgelehnt")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Löschen").click()
    expect(page.get_by_role("cell", name="Am 3. Mai abgelehnt").first).to_be_visible()
    return page


def periods_wrong(scene: Scene) -> Page:
    page = scene.open_page(administrator(scene.cast), f"{RETENTION}fristen/", says=("422",))
    page.get_by_label("Kommentare zu den Fragen").fill("bald")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def notice(scene: Scene) -> Page:
    return scene.open_page(None, "/datenschutz/")


STATES = (
    own_data,
    deleting_unsure,
    deleting_somebody,
    proposals,
    something_due,
    proposal_unsure,
    protocol,
    periods_wrong,
    notice,
)


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_page_has_no_barriers(
    reach: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    found = barriers(reach(Scene(cast, open_page)))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("java_script", [True, False], ids=["js", "no js"])
def test_person_takes_their_data_and_leaves(
    cast: Cast, open_page: OpenPage, java_script: bool
) -> None:
    alex = cast.person()
    cast.concept(alex, answers={"opening": "Von mir geschrieben"})
    page = open_page(alex, "/konto/", java_script_enabled=java_script)
    page.get_by_role("link", name="Meine Daten").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Meine Daten herunterladen").click()
    told = Path(download.value.path()).read_text()
    assert json.loads(told)["person"] == alex["name"]
    assert "Von mir geschrieben" in told
    page.get_by_role("link", name="Konto löschen").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Konto löschen").click()
    expect(page.get_by_text("Ihr Konto ist gelöscht.")).to_be_visible()
    page.goto("/konto/")
    expect(page.get_by_role("heading", name="Anmelden").first).to_be_visible()
