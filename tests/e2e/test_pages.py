"""Journeys over single pages: earlier texts, problems, files, language, many rows."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.sheet import at, field, group, rows, status, write
from tests.e2e.states import MUSTERLAND, SECTIONS

FIRST = "Der erste Text gefällt allen."


def test_earlier_text_is_compared_and_brought_back(cast: Cast, open_page: OpenPage) -> None:
    alex, kim = cast.person(), cast.person("Kim")
    concept = cast.concept(alex, answers={"opening": FIRST})
    text = "Der zweite Text gefällt keinem."
    cast.stage("save", concept=concept, question="opening", value=text, by=kim["id"])
    page = open_page(alex, at(concept))
    group(page, "opening").get_by_role("link", name="Frühere Texte").click()
    newest = page.get_by_role("listitem").filter(has_text=kim["name"])
    expect(newest.get_by_role("insertion").first).to_contain_text("zweite")
    expect(newest.get_by_role("deletion").first).to_contain_text("erste")
    page.get_by_role("button", name="Diesen Text zurückholen").click()
    expect(field(page, "opening")).to_have_value(FIRST)
    kept = cast.stage("texts", concept=concept, question="opening")
    assert kept == [FIRST, text, FIRST]


def test_problem_leads_to_its_field(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    goal = {"id": str(uuid4()), "title": "Ein Ziel"}
    row = {"id": str(uuid4()), "title": "Start", "due": "31.02.2027", "goal": goal["id"]}
    concept = cast.concept(alex, answers={"goals": [goal], "milestones": [row]})
    page = open_page(alex, f"/konzepte/{concept}/pruefen/")
    page.get_by_role("link", name="Den Tag 31.02.2027 gibt es nicht.").click()
    cell = page.locator(f"#milestones-{row['id']}-due")
    expect(cell).to_be_focused()
    expect(cell).to_have_accessible_description(re.compile("Den Tag 31.02.2027 gibt es nicht."))


TYPED = {
    ("head", "application_date"): ("31.02.2027", "Den Tag 31.02.2027 gibt es nicht."),
    ("contacts", "email"): ("alex.stadt.example", "keine E-Mail-Adresse"),
    ("framework", "full_time_share"): ("12 %", "ohne Prozentzeichen"),
    ("framework", "weekly_hours"): ("1.234,5", "muss zwischen 0 und 60 liegen"),
}
"""Section and field → what is typed, and what is said beside it."""


@pytest.mark.parametrize("java_script", [True, False], ids=["js", "no js"])
@pytest.mark.parametrize("place", TYPED, ids=lambda place: place[1])
def test_odd_input_is_kept_and_explained_beside_its_field(
    cast: Cast, open_page: OpenPage, place: tuple[str, str], java_script: bool
) -> None:
    alex = cast.person()
    tables = {"contacts": "contacts", "framework": "posts"}
    empty = {table: [{"id": str(uuid4())}] for table in [tables.get(place[0])] if table}
    concept = cast.concept(alex, answers=empty)
    page = open_page(alex, at(concept, place[0]), java_script_enabled=java_script)
    odd = page.locator(f"input[type=text][id$={place[1]}]")
    odd.fill(TYPED[place][0])
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(odd).to_have_value(TYPED[place][0])
    expect(odd).to_have_attribute("aria-invalid", "true")
    expect(odd).to_have_accessible_description(re.compile(TYPED[place][1]))
    expect(page.get_by_role("alert")).to_contain_text(TYPED[place][1])


def test_too_long_text_is_kept_and_marked(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    page = open_page(alex, at(cast.concept(alex), "other"))
    field(page, "other").fill("Sehr langer Text. " * 1_200)
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte kürzen Sie ihn.")
    expect(field(page, "other")).to_have_value(("Sehr langer Text. " * 1_200).strip())


def test_portal_speaks_english_on_every_page(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    concept = cast.concept(alex, answers=MUSTERLAND)
    page = open_page(alex, "/konzepte/")
    page.get_by_role("button", name="English").click()
    start = f"/konzepte/{concept}"
    pages = ("/", "/pruefen/", "/lesen/", "/vorschau/", "/einlesen/", "/frage/opening/verlauf/")
    for path in [f"{start}{path}" for path in pages] + [at(concept, s) for s in SECTIONS]:
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.get_by_role("button", name="Deutsch")).to_be_visible()
    write_in_english(page, concept)
    page.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("button", name="English")).to_be_visible()


def write_in_english(page: Page, concept: str) -> None:
    page.goto(at(concept, "other"))
    field(page, "other").fill("A sentence")
    expect(group(page, "other")).to_have_attribute("data-state", "saved")


def test_three_hundred_rows_can_be_worked_on(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    many = [{"id": str(uuid4()), "title": f"Meilenstein {n}"} for n in range(1, 301)]
    concept = cast.concept(alex, answers={"milestones": many})
    page = open_page(alex, at(concept))
    last = page.locator(f"#milestones-{many[-1]['id']}-responsible")
    last.fill("Fachbereich Soziales")
    last.blur()
    expect(group(page, "milestones")).to_have_attribute("data-state", "saved")
    page.get_by_role("button", name="Meilenstein hinzufügen").click()
    expect(rows(page, "milestones")).to_have_count(301)
    expect(rows(page, "milestones").last.get_by_label("Meilenstein", exact=True)).to_be_focused()
    assert status(page, "milestones").inner_text()
    saved = cast.stage("answer", concept=concept, question="milestones")["value"]
    assert saved[299]["responsible"] == "Fachbereich Soziales"
    write(page, "steering", "Und weiter im Text")
