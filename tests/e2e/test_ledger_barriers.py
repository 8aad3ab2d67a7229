"""Axe on every page about what was done, and the ways through them."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.sheet import at
from tests.e2e.states import MUSTERLAND, Scene
from tests.e2e.test_together_barriers import handed_back

PASSWORD = "ein langer geheimer Satz"


def course(scene: Scene) -> Page:
    """Everything that can be told, on one page."""
    alex, _kim, concept = handed_back(scene)
    scene.cast.stage("said", concept=concept, text="Stimmt das?", by=alex["id"], settled=True)
    return scene.open_page(alex, f"/konzepte/{concept}/verlauf/")


def course_narrowed_down(scene: Scene) -> Page:
    page = course(scene)
    page.get_by_label("Was?").select_option("Mitzeichnung")
    page.get_by_label("Wer?").select_option(f"Kim {scene.cast.number}")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_text("hat zurückgegeben:")).to_have_count(1)
    expect(page.get_by_text("hat geschrieben:")).to_have_count(0)
    expect(page.get_by_label("Was?")).to_have_value("assignment")
    return page


def course_of_nothing(scene: Scene) -> Page:
    page = scene.see("/konzepte/{}/verlauf/?topic=comment")
    expect(page.get_by_text("Hier steht noch nichts.")).to_be_visible()
    return page


def course_for_the_authority(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/verlauf/", role="officer", answers=MUSTERLAND, state="submitted")


def account(scene: Scene) -> Page:
    """Of somebody who has signed in with a password."""
    alex = scene.cast.person(password=PASSWORD)
    page = scene.open_page(None, "/anmelden/?next=/konto/verlauf/")
    page.get_by_role("textbox", name="E-Mail-Adresse").fill(alex["email"])
    page.get_by_role("textbox", name="Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_text(f"{alex['name']} hat sich angemeldet.")).to_be_visible()
    return page


def denied(scene: Scene) -> Page:
    """Kim of another body has tried; who administers sees it."""
    _alex, concept = scene.concept()
    kim = scene.cast.person("Kim", body="Landkreis Anderswo")
    for path in (f"/konzepte/{concept}/", at(concept), f"/konzepte/{uuid4()}/"):
        scene.open_page(kim, path, says=("404",))
    toni = scene.cast.person("Toni", role="administrator")
    page = scene.open_page(toni, "/verwaltung/abgewiesen/")
    expect(page.get_by_role("rowheader", name=kim["name"])).to_have_count(3)
    return page


def list_for_administrators_alone(scene: Scene) -> Page:
    page = scene.open_page(scene.cast.person(), "/verwaltung/abgewiesen/", says=("403",))
    expect(page.get_by_text("Das kann nur, wer diese Aufgabe hat: Administration.")).to_be_visible()
    return page


STATES = (
    course,
    course_narrowed_down,
    course_of_nothing,
    course_for_the_authority,
    account,
    denied,
    list_for_administrators_alone,
)


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_page_has_no_barriers(
    reach: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    found = barriers(reach(Scene(cast, open_page)))
    assert not found, "\n".join(found)


def test_from_the_concept_to_a_text_that_changed(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    concept = cast.concept(alex, answers={"opening": "Ein Text"})
    page = open_page(alex, f"/konzepte/{concept}/", java_script_enabled=False)
    page.get_by_role("link", name="Verlauf").click()
    page.get_by_role("link", name="5.2").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("5.2")
    expect(page.get_by_text("Ein Text")).to_be_visible()
