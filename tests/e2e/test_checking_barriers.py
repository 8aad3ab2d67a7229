"""Axe on the pages of the authority's check; and the check without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.states import Scene


def looked_into(path: str, *, role: str = "officer") -> Callable[[Scene], Page]:
    """A page about a case in which something was found; `{}` are ids of `scenes.checked`."""

    def reach(scene: Scene) -> Page:
        ids = scene.cast.stage("checked", by=scene.cast.person()["id"])
        robin = scene.cast.person("Robin", role=role)
        return scene.open_page(robin, path.format_map(ids))

    return reach


def case_clash(scene: Scene) -> Page:
    ids = scene.cast.stage("checked", by=scene.cast.person()["id"])
    robin = scene.cast.person("Robin", role="officer")
    page = scene.open_page(robin, f"/konzepte/{ids['concept']}/akte/", says=("409",))
    row = page.locator(f"#zeile-{ids['row']}")
    row.get_by_label("Bemerkung").fill("Fristgerecht, der Poststempel zählt.")
    other = "Frist gewahrt, siehe Eingangsstempel."
    scene.cast.stage("found", concept=ids["concept"], row=ids["row"], remark=other)
    page.get_by_role("button", name="Prüfliste speichern").first.click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(row.get_by_text(other)).to_be_visible()
    return page


def ask_opinion_error(scene: Scene) -> Page:
    ids = scene.cast.stage("checked", by=scene.cast.person()["id"])
    kim = scene.cast.person("Kim", role="ministry")
    path = f"/konzepte/{ids['concept']}/akte/stellungnahme/{ids['opinion']}/abgeben/"
    page = scene.open_page(kim, path, says=("422",))
    page.get_by_role("button", name="Stellungnahme abgeben").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def remark_open(scene: Scene) -> Page:
    page = looked_into("/konzepte/{concept}/akte/")(scene)
    page.get_by_text("Bemerken 5.2").click()
    place = page.locator("#frage-opening_steps")
    expect(place.get_by_role("textbox", name="Bemerkung")).to_be_visible()
    return page


STATES: dict[str, Callable[[Scene], Page]] = {
    "case": looked_into("/konzepte/{concept}/akte/"),
    "case read only": looked_into("/konzepte/{concept}/akte/", role="ministry"),
    "case clash": case_clash,
    "remark open": remark_open,
    "remark": looked_into("/konzepte/{concept}/akte/frage/opening/bemerken/"),
    "notes": looked_into("/konzepte/{concept}/akte/notizen/"),
    "opinions": looked_into("/konzepte/{concept}/akte/stellungnahme/"),
    "opinion to give": looked_into("/konzepte/{concept}/akte/stellungnahme/", role="ministry"),
    "opinion error": ask_opinion_error,
    "checklists": looked_into("/prueflisten/"),
    "checklist": looked_into("/prueflisten/{directive}/"),
    "checklist change": looked_into("/prueflisten/{directive}/aendern/"),
    "opinion moved": looked_into("/konzepte/{concept}/akte/stellungnahme/{opinion}/tag/"),
    "opinion taken back": looked_into(
        "/konzepte/{concept}/akte/stellungnahme/{opinion}/zurueckziehen/"
    ),
    "messages of the authority": looked_into("/konzepte/{concept}/nachrichten/"),
    "decision to propose": looked_into("/konzepte/{concept}/entscheidung/"),
    "text blocks": looked_into("/textbausteine/"),
    "text block new": looked_into("/textbausteine/neu/"),
    "text block change": looked_into("/textbausteine/{block}/"),
    "text block delete": looked_into("/textbausteine/{block}/loeschen/"),
}


@pytest.mark.parametrize("reach", STATES.values(), ids=STATES.keys())
def test_page_has_no_barriers(
    reach: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    found = barriers(reach(Scene(cast, open_page)))
    assert not found, "\n".join(found)


def test_the_document_and_the_checklist_stand_side_by_side(cast: Cast, open_page: OpenPage) -> None:
    page = looked_into("/konzepte/{concept}/akte/")(Scene(cast, open_page))
    checklist, document = page.locator("#pruefliste"), page.get_by_role("article")
    wide = checklist.bounding_box(), document.bounding_box()
    assert wide[0] and wide[1] and wide[0]["x"] > wide[1]["x"] + wide[1]["width"]
    page.get_by_role("link", name="Zu 5.4 im Dokument").click()
    expect(page.locator("#frage-schedule")).to_be_in_viewport()
    expect(checklist).to_be_in_viewport()
    page.set_viewport_size({"width": 1100, "height": 800})
    narrow = checklist.bounding_box(), document.bounding_box()
    assert narrow[0] and narrow[1] and narrow[0]["y"] > narrow[1]["y"] + narrow[1]["height"]


def test_the_check_works_without_a_script(cast: Cast, open_page: OpenPage) -> None:
    ids = cast.stage("checked", by=cast.person()["id"])
    robin = cast.person("Robin", role="officer")
    page = open_page(robin, f"/konzepte/{ids['concept']}/akte/", java_script_enabled=False)
    row = page.locator(f"#zeile-{ids['row']}")
    row.get_by_label("Ergebnis").select_option("erfüllt")
    page.get_by_role("button", name="Prüfliste speichern").last.click()
    expect(page.get_by_text("Die Prüfliste ist gespeichert.")).to_be_visible()
    expect(row.get_by_label("Ergebnis")).to_have_value("met")
    page.get_by_text("Bemerken 5.4").click()
    place = page.locator("#frage-milestones")
    place.get_by_label("Bemerkung").fill("Zu viele Meilensteine im Dezember.")
    place.get_by_role("button", name="Bemerkung speichern").click()
    expect(page.locator("#frage-milestones")).to_contain_text("Zu viele Meilensteine im Dezember.")
