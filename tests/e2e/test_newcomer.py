"""A newcomer writes, checks and prints a concept: by mouse, by keyboard, without JavaScript."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.sheet import SAVED, field, group, rows, status, write

PLAN = "Wir öffnen die Verwaltung in drei Schritten."
STRATEGY = "5. Strategische Planung und Umsetzung:"


def test_newcomer_prints_a_concept_by_mouse(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    cast.stage("call")
    page = open_page(None, "/")
    page.get_by_role("button", name=alex["name"]).click()
    page.get_by_role("link", name="2027: Konzept anlegen").click()
    page.get_by_label("Haushaltsjahr").select_option(label="2027")
    page.get_by_role("button", name="Konzept anlegen").click()
    page.get_by_role("link", name=STRATEGY).first.click()
    write(page, "annual_plan", PLAN)
    page.get_by_role("button", name="Ziel hinzufügen").click()
    goal = rows(page, "goals").first.get_by_label("Ziel", exact=True)
    expect(goal).to_be_focused()
    goal.fill("Alle Fachbereiche sprechen eine einfache Sprache")
    page.get_by_role("button", name="Speichern und weiter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("6.")
    page.get_by_role("link", name="Prüfen", exact=True).click()
    expect(page.get_by_text(re.compile(r"\d+ Fehler"))).to_be_visible()
    page.get_by_role("link", name="Übersicht des Konzepts").click()
    page.get_by_role("link", name="Lesen und drucken").click()
    expect(page.get_by_text(PLAN)).to_be_visible()
    expect_a_pdf(page)


def test_newcomer_prints_a_concept_by_keyboard_alone(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    cast.stage("call")
    page = open_page(None, "/")
    press(page, page.get_by_role("button", name=alex["name"]))
    press(page, page.get_by_role("link", name="2027: Konzept anlegen"))
    go_to(page, page.get_by_label("Haushaltsjahr"))
    page.keyboard.type("2027")
    press(page, page.get_by_role("button", name="Konzept anlegen"))
    press(page, page.get_by_role("link", name=STRATEGY).first)
    go_to(page, field(page, "annual_plan"))
    page.keyboard.type(PLAN)
    expect(status(page, "annual_plan")).to_have_text(SAVED)
    add_and_remove_goals(page)
    press(page, page.get_by_role("button", name="Speichern und weiter"))
    press(page, page.get_by_role("link", name="Prüfen", exact=True))
    problem = page.locator("main").get_by_role("link", name=re.compile("Zum Antrag vom")).first
    press(page, problem)
    expect(field(page, "application_date")).to_be_focused()
    press(page, page.get_by_role("link", name="Übersicht des Konzepts"))
    go_to(page, page.get_by_role("link", name="PDF herunterladen"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


def add_and_remove_goals(page: Page) -> None:
    """Two goals, the second moved up, one removed and taken back."""
    for number, title in enumerate(("Erstes Ziel", "Zweites Ziel"), 1):
        press(page, page.get_by_role("button", name="Ziel hinzufügen"))
        expect(rows(page, "goals")).to_have_count(number)
        page.keyboard.type(title)
    press(page, page.get_by_role("button", name="Nach oben: Ziel 2"))
    expect(titles(page).first).to_have_value("Zweites Ziel")
    press(page, page.get_by_role("button", name="Entfernen: Ziel 1"))
    expect(rows(page, "goals")).to_have_count(1)
    press(page, page.get_by_role("button", name="Rückgängig machen"))
    expect(titles(page).first).to_have_value("Zweites Ziel")
    expect(rows(page, "goals")).to_have_count(2)


def test_newcomer_prints_a_concept_without_javascript(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    page = open_page(None, "/", java_script_enabled=False)
    page.get_by_role("button", name=alex["name"]).click()
    page.get_by_role("link", name="2027: Konzept anlegen").click()
    page.get_by_role("button", name="Konzept anlegen").click()
    page.get_by_role("link", name=STRATEGY).first.click()
    field(page, "annual_plan").fill(PLAN)
    for number, title in enumerate(("Erstes Ziel", "Zweites Ziel")):
        page.get_by_role("button", name="Ziel hinzufügen").click()
        titles(page).nth(number).fill(title)
    page.get_by_role("button", name="Nach oben: Ziel 2").click()
    expect(titles(page).first).to_have_value("Zweites Ziel")
    page.get_by_role("button", name="Entfernen: Ziel 2").click()
    expect(rows(page, "goals")).to_have_count(1)
    page.get_by_role("button", name="Rückgängig machen").click()
    expect(titles(page).nth(1)).to_have_value("Erstes Ziel")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(field(page, "annual_plan")).to_have_value(PLAN)
    page.get_by_role("link", name="Prüfen", exact=True).click()
    page.locator("main").get_by_role("link", name=re.compile("Zum Antrag vom")).first.click()
    expect(field(page, "application_date")).to_be_visible()
    page.get_by_role("link", name="Übersicht des Konzepts").click()
    page.get_by_role("link", name="Lesen und drucken").click()
    expect(page.get_by_text("Zweites Ziel")).to_be_visible()
    expect_a_pdf(page)


def expect_a_pdf(page: Page) -> None:
    """The preview shows its pages; the file can be had."""
    page.get_by_role("link", name="PDF-Vorschau").click()
    expect(page.get_by_role("img", name="Seite 1 von")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF herunterladen").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


def titles(page: Page) -> Locator:
    return group(page, "goals").get_by_label("Ziel", exact=True)


# --- the keyboard ---------------------------------------------------------------------------------

FOCUSED = "element => element === document.activeElement"
SEEN = """element => {
    const box = element.getBoundingClientRect();
    return element.matches(':focus-visible') && box.bottom > 0 && box.top < innerHeight
        && getComputedStyle(element).opacity > 0;
}"""


def go_to(page: Page, target: Locator, most: int = 1_000) -> None:
    """Tab until the target has the focus; every stop on the way must be in sight.

    most: the page to sign in names everybody whom the tests before have made.
    """
    target.wait_for()
    for _ in range(most):
        if target.evaluate(FOCUSED):
            return
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.count() == 0 or focused.evaluate(SEEN), focused.evaluate("e => e.outerHTML")
    raise AssertionError(f"{target} can't be reached by the keyboard")


def press(page: Page, target: Locator) -> None:
    go_to(page, target)
    page.keyboard.press("Enter")
