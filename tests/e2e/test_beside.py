"""Papers and messages in real browsers: what both sides see, with and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.states import Scene
from tests.make import PNG

YEAR = 2051
"""A call of its own: its papers are nobody else's."""
QUESTION = "Dürfen wir die Stelle schon ab März besetzen?\n\nDer Plan liegt bei."


def with_papers(scene: Scene, **facts: Any) -> tuple[dict[str, Any], str]:
    alex, concept = scene.concept(year=YEAR, **facts)
    scene.cast.stage("papers", concept=concept)
    return alex, concept


def papers(scene: Scene) -> Page:
    alex, concept = with_papers(scene)
    return scene.open_page(alex, f"/konzepte/{concept}/anlagen/")


def papers_with_errors(scene: Scene) -> Page:
    alex, concept = with_papers(scene)
    page = scene.open_page(alex, f"/konzepte/{concept}/anlagen/", says=("422",))
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def no_papers(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/anlagen/", role="officer", state="submitted")


def talk(scene: Scene) -> tuple[dict[str, Any], dict[str, Any], str]:
    alex, concept = scene.concept(state="in_review")
    officer = scene.cast.person("Robin", role="officer")
    for by, text, file in ((alex, QUESTION, "Plan.png"), (officer, "Ja, das geht.", "")):
        scene.cast.stage("wrote", concept=concept, text=text, by=by["id"], file=file)
    return alex, officer, concept


def messages(scene: Scene) -> Page:
    alex, _officer, concept = talk(scene)
    return scene.open_page(alex, f"/konzepte/{concept}/nachrichten/")


def messages_of_the_authority(scene: Scene) -> Page:
    _alex, officer, concept = talk(scene)
    return scene.open_page(officer, f"/konzepte/{concept}/nachrichten/")


def messages_with_errors(scene: Scene) -> Page:
    alex, _officer, concept = talk(scene)
    page = scene.open_page(alex, f"/konzepte/{concept}/nachrichten/", says=("422",))
    page.get_by_role("button", name="Nachricht senden").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def no_messages(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/nachrichten/", state="submitted")


def file_not_checked_yet(scene: Scene) -> Page:
    page = scene.see("/konzepte/{}/anlagen/", year=YEAR)
    send(page, "Weitere Anlage")
    expect(page.get_by_text("wird jetzt geprüft")).to_be_visible()
    return page


def with_preview(scene: Scene, **facts: Any) -> Page:
    alex, concept = scene.concept(year=YEAR)
    scene.cast.stage("shown", concept=concept, **facts)
    page = scene.open_page(alex, f"/konzepte/{concept}/anlagen/")
    page.get_by_role("link", name="Vorschau Stellenbeschreibung").click()
    return page


def preview(scene: Scene) -> Page:
    page = with_preview(scene)
    expect(page.get_by_role("img", name="Vorschau von Seite 5")).to_be_visible()
    return page


def no_preview(scene: Scene) -> Page:
    page = with_preview(scene, pages=0)
    expect(page.get_by_text("gibt es keine Vorschau")).to_be_visible()
    return page


STATES = (
    papers,
    papers_with_errors,
    no_papers,
    messages,
    messages_of_the_authority,
    messages_with_errors,
    no_messages,
    file_not_checked_yet,
    preview,
    no_preview,
)


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__.replace("_", " "))
def test_page_has_no_barriers(
    reach: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    found = barriers(reach(Scene(cast, open_page)))
    assert not found, "\n".join(found)


# --- ways -----------------------------------------------------------------------------------------


def send(page: Page, paper: str) -> None:
    page.get_by_label("Unterlage").select_option(paper)
    page.get_by_label("Datei").set_input_files(
        {"name": "Plan.png", "mimeType": "image/png", "buffer": PNG}
    )
    page.get_by_role("button", name="Hinzufügen").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_paper_is_chosen_from_the_list_sent_and_removed(
    cast: Cast, open_page: OpenPage, scripts: bool
) -> None:
    alex, concept = with_papers(Scene(cast, open_page))
    path = f"/konzepte/{concept}/"
    page = open_page(alex, path, java_script_enabled=scripts)
    page.get_by_role("link", name="Anlagen", exact=True).click()
    page.get_by_role("link", name="Hinzufügen Stellenbeschreibung").click()
    expect(page.get_by_label("Unterlage").locator("option:checked")).to_have_text(
        "Stellenbeschreibung"
    )
    send(page, "Stellenbeschreibung")
    expect(page.get_by_role("button", name="Entfernen Plan.png")).to_be_visible()
    page.get_by_role("button", name="Entfernen Plan.png").click()
    expect(page.get_by_text("Die Anlage ist entfernt.")).to_be_visible()
    expect(page.get_by_role("link", name="Hinzufügen Stellenbeschreibung")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_looked_at_and_then_saved(cast: Cast, open_page: OpenPage, scripts: bool) -> None:
    alex, concept = Scene(cast, open_page).concept(year=YEAR)
    cast.stage("shown", concept=concept)
    page = open_page(alex, f"/konzepte/{concept}/anlagen/", java_script_enabled=scripts)
    page.get_by_role("link", name="Vorschau Stellenbeschreibung").click()
    expect(page.get_by_text("Die Vorschau zeigt 5 von 7 Seiten.")).to_be_visible()
    shown = page.get_by_role("figure").get_by_role("img")
    expect(shown).to_have_count(5)
    for one in shown.all():
        one.scroll_into_view_if_needed()
        expect(one).to_have_js_property("complete", value=True)
        assert one.evaluate("one => one.naturalWidth") > 0
    with page.expect_download() as given:
        page.get_by_role("link", name="Diese Datei herunterladen").click()
    assert given.value.suggested_filename.startswith("Stellenbeschreibung")
    page.get_by_role("link", name="Anlagen", exact=True).click()
    expect(page.get_by_role("heading", name="Anlagen", exact=True)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_both_sides_write_with_a_file(cast: Cast, open_page: OpenPage, scripts: bool) -> None:
    alex, officer, concept = talk(Scene(cast, open_page))
    path = f"/konzepte/{concept}/nachrichten/"
    page = open_page(officer, path, java_script_enabled=scripts)
    with page.expect_download() as given:
        page.get_by_role("link", name="Plan.png", exact=True).click()
    assert given.value.suggested_filename == "Plan.png"
    page.get_by_label("Nachricht", exact=True).fill("Bitte noch das Datum.")
    page.get_by_label("Dateien").set_input_files(
        {"name": "Muster.png", "mimeType": "image/png", "buffer": PNG + b"2"}
    )
    page.get_by_role("button", name="Nachricht senden").click()
    expect(page.get_by_text("Ihre Nachricht ist gesendet.")).to_be_visible()
    other = open_page(alex, path, java_script_enabled=scripts)
    expect(other.get_by_text("Bitte noch das Datum.")).to_be_visible()
    expect(other.get_by_text("Muster.png")).to_be_visible()
