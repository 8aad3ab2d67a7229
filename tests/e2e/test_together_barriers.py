"""Axe on every page about writing together, in every state and look."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.sheet import at
from tests.e2e.states import MUSTERLAND, Scene

NOTE = "Bitte mit den Zahlen aus dem letzten Bericht und höchstens einer halben Seite."


def asked(scene: Scene, **facts: Any) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Alex asks Kim for two questions of a filled concept, one of them too late."""
    alex, concept = scene.concept(answers=MUSTERLAND)
    kim = scene.cast.person("Kim", role="contributor")
    people = {"concept": concept, "person": kim["id"], "by": alex["id"]}
    scene.cast.stage("asked", question="opening", note=NOTE, **people, **facts)
    scene.cast.stage("asked", question="posts_note", due="2026-01-15", **people)
    return alex, kim, concept


def talked(scene: Scene) -> tuple[dict[str, Any], dict[str, Any], str]:
    """A thread with an answer about 5.2; a settled one."""
    alex, kim, concept = asked(scene)
    for text, by, settled in (
        (f"@{kim['name']} Stimmen die Zahlen noch?", alex, False),
        ("Das ist geklärt.", kim, True),
    ):
        scene.cast.stage("said", concept=concept, text=text, by=by["id"], settled=settled)
    return alex, kim, concept


def own_tasks(scene: Scene) -> Page:
    _alex, kim, _concept = talked(scene)
    return scene.open_page(kim, "/konzepte/")


def assigned_question(scene: Scene) -> Page:
    _alex, kim, concept = asked(scene)
    return scene.open_page(kim, at(concept))


def assigned_table(scene: Scene) -> Page:
    _alex, kim, concept = asked(scene)
    return scene.open_page(kim, at(concept, "framework"))


def section_with_company(scene: Scene) -> Page:
    alex, _kim, concept = talked(scene)
    other = scene.cast.person("Luca")
    scene.open_page(other, at(concept))
    page = scene.open_page(alex, at(concept))
    expect(page.get_by_text("Auch hier: Luca")).to_be_visible()
    return page


def ask_form(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/frage/opening/bitten/")


def ask_form_with_errors(scene: Scene) -> Page:
    page = scene.see("/konzepte/{}/frage/opening/bitten/", says=("422",))
    page.get_by_label("Bis wann?").fill("bald")
    page.get_by_role("button", name="Um Mitzeichnung bitten").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def ask_again_form(scene: Scene) -> Page:
    alex, _kim, concept = handed_back(scene)
    page = scene.open_page(alex, f"/konzepte/{concept}/mitzeichnung/")
    page.get_by_role("link", name="Noch einmal bitten").click()
    expect(page.get_by_label("Bis wann?")).to_be_visible()
    return page


def handed_back(scene: Scene) -> tuple[dict[str, Any], dict[str, Any], str]:
    alex, kim, concept = asked(scene)
    scene.cast.stage("handed_back", concept=concept, question="opening", by=kim["id"])
    return alex, kim, concept


def who_owes_what(scene: Scene) -> Page:
    alex, _kim, concept = handed_back(scene)
    return scene.open_page(alex, f"/konzepte/{concept}/mitzeichnung/")


def nobody_owes_anything(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/mitzeichnung/")


def comments(scene: Scene) -> Page:
    alex, _kim, concept = talked(scene)
    page = scene.open_page(alex, f"/konzepte/{concept}/frage/opening/kommentare/")
    for summary in page.locator("summary").all():
        summary.click()
    expect(page.get_by_text("Erledigt von")).to_have_count(1)
    return page


def no_comments(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/frage/opening/kommentare/")


def comments_with_error(scene: Scene) -> Page:
    page = scene.see("/konzepte/{}/frage/opening/kommentare/", says=("422",))
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def comments_handed_in(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/frage/opening/kommentare/", state="submitted")


def check_with_open_talk(scene: Scene) -> Page:
    alex, _kim, concept = talked(scene)
    return scene.open_page(alex, f"/konzepte/{concept}/pruefen/")


def overview_with_news(scene: Scene) -> Page:
    alex, kim, concept = talked(scene)
    page = scene.open_page(alex, f"/konzepte/{concept}/")
    scene.cast.stage("been_away", concept=concept, person=alex["id"])
    scene.cast.stage("save", concept=concept, question="opening", value="Neu", by=kim["id"])
    page.reload()
    expect(page.get_by_text("Seit Ihrem letzten Besuch")).to_be_visible()
    return page


def history_of_a_visit(scene: Scene) -> Page:
    page = overview_with_news(scene)
    page.get_by_role("link", name="geändert von Kim").click()
    expect(page.get_by_role("heading", name="Geändert von Kim")).to_be_visible()
    return page


STATES = (
    own_tasks,
    assigned_question,
    assigned_table,
    section_with_company,
    ask_form,
    ask_form_with_errors,
    ask_again_form,
    who_owes_what,
    nobody_owes_anything,
    comments,
    no_comments,
    comments_with_error,
    comments_handed_in,
    check_with_open_talk,
    overview_with_news,
    history_of_a_visit,
)


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__.replace("_", " "))
def test_page_has_no_barriers(
    reach: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    found = barriers(reach(Scene(cast, open_page)))
    assert not found, "\n".join(found)
