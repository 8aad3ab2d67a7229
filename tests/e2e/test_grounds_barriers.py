"""Axe on the pages about organisations, calls and directives."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.states import Scene
from wirportal.people.bodies import BODIES


def looked_after(path: str, *, role: str = "administrator") -> Callable[[Scene], Page]:
    """A page of the administration; `{}` is what `scene` has made for it."""
    return lambda scene: scene.open_page(
        scene.cast.person("Ada", role=role), path.format_map(scene.cast.stage("grounds"))
    )


def call_error(scene: Scene) -> Page:
    page = scene.open_page(
        scene.cast.person("Ada", role="administrator"), "/aufrufe/neu/", says=("422",)
    )
    page.get_by_label("Letzter Tag").fill("28.03.2027")
    page.get_by_label("Uhrzeit").last.fill("02:30")
    page.get_by_role("button", name="Förderaufruf anlegen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def body_list_error(scene: Scene) -> Page:
    page = _bring_list(scene, b"Stadt", says=("422",))
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def body_list_preview(scene: Scene) -> Page:
    changed = BODIES.read_text().replace("77845", "78000")
    page = _bring_list(scene, changed.encode())
    expect(page.get_by_role("heading", name="Was sich ändern würde")).to_be_visible()
    return page


def _bring_list(scene: Scene, data: bytes, **facts: Any) -> Page:
    person = scene.cast.person("Ada", role="administrator")
    page = scene.open_page(person, "/organisationen/liste/", **facts)
    file: FilePayload = {"name": "liste.csv", "mimeType": "text/csv", "buffer": data}
    page.get_by_label("Datei").set_input_files(file)
    page.get_by_role("button", name="Liste ansehen").click()
    return page


STATES: dict[str, Callable[[Scene], Page]] = {
    "organisations": looked_after("/organisationen/"),
    "organisations read only": looked_after("/organisationen/", role="officer"),
    "organisation": looked_after("/organisationen/{organisation}/"),
    "organisation change": looked_after("/organisationen/{organisation}/aendern/"),
    "body list": looked_after("/organisationen/liste/"),
    "calls": looked_after("/aufrufe/"),
    "call": looked_after("/aufrufe/{call}/"),
    "call read only": looked_after("/aufrufe/{call}/", role="coordinator"),
    "call new": looked_after("/aufrufe/neu/"),
    "call change": looked_after("/aufrufe/{call}/aendern/"),
    "directives": looked_after("/richtlinien/"),
    "directive": looked_after("/richtlinien/{directive}/"),
    "directive new": looked_after("/richtlinien/neu/"),
    "directive change": looked_after("/richtlinien/{directive}/aendern/"),
    "call error": call_error,
    "body list error": body_list_error,
    "body list preview": body_list_preview,
}


@pytest.mark.parametrize("reach", STATES.values(), ids=STATES.keys())
def test_page_has_no_barriers(
    reach: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    found = barriers(reach(Scene(cast, open_page)))
    assert not found, "\n".join(found)
