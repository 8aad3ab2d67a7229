"""Axe on the pages of the authority's inbox."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.states import MUSTERLAND, Scene


def at_desk(path: str, says: tuple[str, ...] = ()) -> Callable[[Scene], Page]:
    """A page of an officer with one case; `{}` is its concept."""

    def reach(scene: Scene) -> Page:
        jona = scene.cast.person("Jona", role="officer")
        _, concept = scene.concept(answers=MUSTERLAND)
        scene.cast.stage("case", concept=concept, officer=jona["id"])
        return scene.open_page(jona, path.format(concept), says=says)

    return reach


def view_without_name(scene: Scene) -> Page:
    page = at_desk("/eingang/?am_zug=authority", says=("422",))(scene)
    page.get_by_text("Gespeicherte Ansichten").click()
    page.get_by_role("button", name="Ansicht speichern").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def view_saved(scene: Scene) -> Page:
    page = at_desk("/eingang/?am_zug=authority&sortierung=-frist")(scene)
    page.get_by_text("Gespeicherte Ansichten").click()
    page.get_by_label("Name der Ansicht").fill("Bei uns, nach Frist")
    page.get_by_role("button", name="Ansicht speichern").click()
    expect(page.get_by_text("Die Ansicht ist gespeichert.")).to_be_visible()
    page.get_by_text("Gespeicherte Ansichten").click()
    return page


def arrange_error(scene: Scene) -> Page:
    page = at_desk("/konzepte/{}/akte/zustaendigkeit/", says=("422",))(scene)
    page.get_by_label("Frist der Bearbeitung").fill("31.02.2027")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


STATES: dict[str, Callable[[Scene], Page]] = {
    "inbox": at_desk("/eingang/"),
    "inbox late": at_desk("/eingang/?ueberfaellig=on&sortierung=-nummer"),
    "inbox none": at_desk("/eingang/?zustand=closed"),
    "inbox view without name": view_without_name,
    "inbox view saved": view_saved,
    "search": at_desk("/eingang/suche/"),
    "search found": at_desk("/eingang/suche/?suche=Vereine"),
    "search nothing": at_desk("/eingang/suche/?suche=Weltraumbahnhof"),
    "arrange": at_desk("/konzepte/{}/akte/zustaendigkeit/"),
    "arrange error": arrange_error,
}


@pytest.mark.parametrize("reach", STATES.values(), ids=STATES.keys())
def test_page_has_no_barriers(
    reach: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    found = barriers(reach(Scene(cast, open_page)))
    assert not found, "\n".join(found)
