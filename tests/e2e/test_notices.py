"""People learn that somebody waits for them; axe on every page about it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.states import Scene


def told(scene: Scene) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Alex asks Kim for two questions."""
    alex, concept = scene.concept()
    kim = scene.cast.person("Kim", role="contributor")
    for question in ("opening", "anchoring"):
        scene.cast.stage(
            "asked", concept=concept, question=question, person=kim["id"], by=alex["id"]
        )
    return alex, kim, concept


def inbox(scene: Scene) -> Page:
    _alex, kim, _concept = told(scene)
    return scene.open_page(kim, "/mitteilungen/")


def inbox_partly_read(scene: Scene) -> Page:
    page = inbox(scene)
    buttons = page.get_by_role("listitem").get_by_role("button", name="Als gelesen markieren")
    buttons.first.click()
    expect(buttons).to_have_count(1)
    return page


def inbox_empty(scene: Scene) -> Page:
    return scene.open_page(scene.cast.person(), "/mitteilungen/")


def preferences(scene: Scene) -> Page:
    return scene.open_page(scene.cast.person(), "/konto/benachrichtigungen/")


def calendar_without_link(scene: Scene) -> Page:
    return scene.open_page(scene.cast.person(), "/konto/kalender/")


def calendar_with_link(scene: Scene) -> Page:
    page = calendar_without_link(scene)
    page.get_by_role("button", name="Link erstellen").click()
    expect(page.get_by_label("Ihr Link")).to_be_visible()
    return page


STATES = (
    inbox,
    inbox_partly_read,
    inbox_empty,
    preferences,
    calendar_without_link,
    calendar_with_link,
)


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__.replace("_", " "))
def test_page_has_no_barriers(
    reach: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    found = barriers(reach(Scene(cast, open_page)))
    assert not found, "\n".join(found)


def test_from_a_notice_to_the_question_and_back(cast: Cast, open_page: OpenPage) -> None:
    """Without JavaScript, as everything."""
    scene = Scene(cast, open_page)
    alex, kim, concept = told(scene)
    page = open_page(kim, "/konzepte/", java_script_enabled=False)
    page.get_by_role("link", name="Mitteilungen 2 neu").click()
    page.get_by_role("link", name=f"{alex['name']} bittet Sie um Mitzeichnung").last.click()
    expect(page).to_have_url(re.compile(f"/konzepte/{concept}/abschnitt/"))
    expect(page.get_by_role("link", name="Mitteilungen 1 neu")).to_be_visible()
    page.get_by_role("link", name="Mitteilungen").click()
    page.get_by_role("button", name="Alle als gelesen markieren").click()
    expect(page.get_by_text("Alle Mitteilungen sind als gelesen markiert.")).to_be_visible()
    expect(page.get_by_role("link", name="Mitteilungen", exact=True)).to_be_visible()


def test_a_calendar_program_reads_the_link(cast: Cast, open_page: OpenPage) -> None:
    page = calendar_with_link(Scene(cast, open_page))
    link = page.get_by_label("Ihr Link").input_value()
    stranger = open_page()
    answer = stranger.request.get(link)
    assert answer.ok
    assert answer.text().startswith("BEGIN:VCALENDAR\r\n")
    page.get_by_role("button", name="Link abschalten").click()
    expect(page.get_by_text("Der Link ist abgeschaltet.")).to_be_visible()
    assert stranger.request.get(link).status == 404
