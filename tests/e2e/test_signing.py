"""From the finished draft to the receipt, by mouse and without JavaScript; axe on every page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, Facts, OpenPage
from tests.e2e.states import Scene
from tests.serve import wait_for

SCAN = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 scan"}
BROWSERS = pytest.mark.parametrize("java_script", [True, False], ids=["js", "no js"])


def ready(cast: Cast) -> tuple[Facts, Facts, str]:
    """A coordinator, the first signatory, and the path of a draft that is complete."""
    alex, robin = cast.person(), cast.person("Robin", role="signatory")
    names = [robin["name"], f"Toni {cast.number}"]
    concept = cast.stage("complete", by=alex["id"], signatories=names)
    return alex, robin, f"/konzepte/{concept}/zeichnung/"


def seal(page: Page) -> None:
    page.get_by_role("button", name="Zur Zeichnung geben").click()
    expect(page.get_by_role("heading", name="Unterschriften")).to_be_visible()


def sign(page: Page) -> None:
    page.get_by_role("link", name="Im Portal zeichnen").click()
    page.get_by_label("gelesen und zeichne").check()
    page.get_by_role("button", name="Zeichnen", exact=True).click()
    expect(page.get_by_text("Sie haben gezeichnet.")).to_be_visible()


def sign_on_paper(page: Page) -> None:
    page.get_by_role("link", name="Unterschrift auf Papier eintragen").click()
    page.get_by_label("Scan", exact=True).set_input_files(SCAN)  # type: ignore[arg-type]
    page.get_by_label("Ich habe verglichen").check()
    page.get_by_role("button", name="Unterschriften eintragen").click()
    expect(page.get_by_text("Die Unterschriften auf Papier sind eingetragen.")).to_be_visible()


@BROWSERS
def test_a_finished_draft_is_signed_in_two_ways_and_submitted(
    cast: Cast, open_page: OpenPage, java_script: bool
) -> None:
    alex, robin, path = ready(cast)
    page = open_page(alex, path, java_script_enabled=java_script)
    seal(page)
    sign(open_page(robin, path, java_script_enabled=java_script))
    page.reload()
    sign_on_paper(page)
    page.get_by_role("link", name="Weiter zum Einreichen").click()
    page.get_by_role("button", name="Jetzt einreichen").click()
    expect(page.get_by_text(re.compile(r"Eingereicht unter der Nummer 2027-\d{4}"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Eingangsbestätigung als PDF").click()
    assert download.value.suggested_filename.startswith("Eingangsbestaetigung-2027-")


def test_what_was_taken_back_is_signed_anew(cast: Cast, open_page: OpenPage) -> None:
    alex, robin, path = ready(cast)
    page = open_page(alex, path)
    seal(page)
    late = open_page(robin, path, says=("409",))
    late.get_by_role("link", name="Im Portal zeichnen").click()
    page.get_by_role("link", name="Zeichnung abbrechen").click()
    page.get_by_label("Begründung").fill("Ein Ziel fehlt")
    page.get_by_role("button", name="Zeichnung abbrechen").click()
    expect(page.get_by_text("„Ein Ziel fehlt“")).to_be_visible()
    seal(page)
    late.get_by_label("gelesen und zeichne").check()
    late.get_by_role("button", name="Zeichnen", exact=True).click()
    expect(late.get_by_text("Diese Fassung wird nicht mehr gezeichnet.")).to_be_visible()


def test_the_next_step_stands_on_the_start_page(cast: Cast, open_page: OpenPage) -> None:
    alex, robin, path = ready(cast)
    seal(open_page(alex, path))
    page = open_page(robin, "/")
    page.get_by_role("link", name=re.compile("wartet auf die Zeichnung")).click()
    expect(page.get_by_role("link", name="Im Portal zeichnen")).to_be_visible()


# --- barriers -------------------------------------------------------------------------------------


def draft_with_errors(scene: Scene) -> Page:
    alex, concept = scene.concept()
    return scene.open_page(alex, f"/konzepte/{concept}/zeichnung/")


def draft_complete(scene: Scene) -> Page:
    alex, _robin, path = ready(scene.cast)
    return scene.open_page(alex, path)


def sealed(scene: Scene) -> Page:
    page = draft_complete(scene)
    seal(page)
    return page


def unsealing_without_reason(scene: Scene) -> Page:
    alex, _robin, path = ready(scene.cast)
    page = scene.open_page(alex, path, says=("422",))
    seal(page)
    page.get_by_role("link", name="Zeichnung abbrechen").click()
    page.get_by_role("button", name="Zeichnung abbrechen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def declaration_not_confirmed(scene: Scene) -> Page:
    alex, robin, path = ready(scene.cast)
    seal(scene.open_page(alex, path))
    page = scene.open_page(robin, path, says=("422",))
    page.get_by_role("link", name="Im Portal zeichnen").click()
    page.get_by_role("button", name="Zeichnen", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def paper_without_scan(scene: Scene) -> Page:
    alex, _robin, path = ready(scene.cast)
    page = scene.open_page(alex, path, says=("422",))
    seal(page)
    page.get_by_role("link", name="Unterschrift auf Papier eintragen").click()
    page.get_by_role("button", name="Unterschriften eintragen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def file_missing(scene: Scene) -> Page:
    alex, _robin, path = ready(scene.cast)
    scene.cast.stage("take_files", concept=path.split("/")[2])
    page = scene.open_page(alex, path, says=("422",))
    seal(page)
    page.get_by_role("link", name="Signierte PDF-Datei senden").click()
    page.get_by_role("button", name="Senden und prüfen lassen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def file_judged(scene: Scene) -> Page:
    page = file_missing(scene)
    page.get_by_label("Signierte PDF-Datei").set_input_files(SCAN)  # type: ignore[arg-type]
    page.get_by_role("button", name="Senden und prüfen lassen").click()
    expect(page.get_by_text("Die Datei wird geprüft.")).to_be_visible()

    def is_judged() -> bool:
        page.reload()
        return page.get_by_text("ungültig").count() == 1

    wait_for(is_judged, "a worker judges the file")
    return page


def about_to_submit(scene: Scene) -> Page:
    page = sealed(scene)
    sign_on_paper(page)
    page.get_by_role("link", name="Weiter zum Einreichen").click()
    return page


def submitted(scene: Scene) -> Page:
    page = about_to_submit(scene)
    page.get_by_role("button", name="Jetzt einreichen").click()
    expect(page.get_by_text("Eingereicht unter der Nummer")).to_be_visible()
    return page


STATES: tuple[Callable[[Scene], Page], ...] = (
    draft_with_errors,
    draft_complete,
    sealed,
    unsealing_without_reason,
    declaration_not_confirmed,
    paper_without_scan,
    file_missing,
    file_judged,
    about_to_submit,
    submitted,
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_pages_of_signing_have_no_barriers(
    state: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    assert barriers(state(Scene(cast, open_page))) == []
