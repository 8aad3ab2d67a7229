"""Axe on the pages of a decision, inside the authority and in the municipality."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.states import Scene


def decided(path: str, how: str, *, role: str = "officer") -> Callable[..., Page]:
    """A page about the decision on a concept of Alex; `{}` in the path is its id."""

    def reach(scene: Scene, says: tuple[str, ...] = ()) -> Page:
        alex = scene.cast.person()
        concept = scene.cast.stage("decided", by=alex["id"], how=how)
        reader = alex if role == "coordinator" else scene.cast.person("Kim", role=role)
        return scene.open_page(reader, f"/konzepte/{concept}/{path}", says=says)

    return reach


def proposal_error(scene: Scene) -> Page:
    page = decided("entscheidung/vorschlag/", "in_review")(scene, says=("422",))
    page.get_by_label("Entscheidung").select_option("approve")
    page.get_by_label("Anzahl").last.fill("0,5")
    page.get_by_label("Betrag in Euro").last.fill("60.000")
    page.get_by_role("button", name="Speichern und weiter zum Text").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


STATES: dict[str, Callable[[Scene], Page]] = {
    "desk empty": decided("entscheidung/", "in_review"),
    "desk proposed": decided("entscheidung/", "proposed"),
    "desk given": decided("entscheidung/", "given", role="approver"),
    "desk countersigned": decided("entscheidung/", "countersigned"),
    "desk corrected": decided("entscheidung/", "corrected"),
    "propose": decided("entscheidung/vorschlag/", "in_review"),
    "propose correction": decided("entscheidung/vorschlag/", "issued"),
    "proposal error": proposal_error,
    "words": decided("entscheidung/1/text/", "proposed"),
    "countersign": decided("entscheidung/1/mitzeichnen/", "given", role="approver"),
    "send back": decided("entscheidung/1/zurueckgeben/", "given", role="approver"),
    "issue": decided("entscheidung/1/bewilligen/", "countersigned"),
    "object": decided("entscheidung/1/widerspruch/", "issued"),
    "decision": decided("bescheid/", "corrected", role="coordinator"),
    "conditions": decided("auflagen/", "issued", role="coordinator"),
    "condition": decided("auflagen/1/", "issued", role="coordinator"),
    "withdraw": decided("zurueckziehen/", "in_review", role="coordinator"),
    "overview decided": decided("", "issued", role="coordinator"),
}


@pytest.mark.parametrize("reach", STATES.values(), ids=STATES.keys())
def test_page_has_no_barriers(
    reach: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    found = barriers(reach(Scene(cast, open_page)))
    assert not found, "\n".join(found)


def test_letterhead_has_no_barriers(cast: Cast, open_page: OpenPage) -> None:
    place = cast.stage("decided_by")
    page = open_page(
        cast.person("Ada", role="administrator"), f"/organisationen/{place}/briefkopf/"
    )
    found = barriers(page)
    assert not found, "\n".join(found)
