"""Two browsers in the same concept: ask, write at once, comment, take over. Nothing is lost."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.sheet import at, field, group, write


def message(page: Page, text: str) -> None:
    expect(page.get_by_role("status").filter(has_text=text)).to_be_visible()


def ask(page: Page, question: str, name: str, day: str, note: str = "") -> None:
    """From the section's page, below the question."""
    page.locator(f"#{question}-zusammen").get_by_role("link", name="Um Mitzeichnung bitten").click()
    person = page.get_by_label("Wen möchten Sie bitten?")
    person.select_option(
        label=next(o for o in person.locator("option").all_inner_texts() if name in o)
    )
    page.get_by_label("Bis wann?").fill(day)
    page.get_by_label("Worum geht es?").fill(note)
    page.get_by_role("button", name="Um Mitzeichnung bitten").click()
    message(page, f"{name} ist gebeten")


def test_a_colleague_is_asked_writes_hands_back_and_is_accepted(
    cast: Cast, open_page: OpenPage
) -> None:
    alex = cast.person()
    kim = cast.person("Kim", role="contributor")
    concept = cast.concept(alex, answers={"opening": "Vorher", "welcome": "Nur für Alex"})

    office = open_page(alex, at(concept))
    ask(office, "opening", kim["name"], "15.10.2098", "Bitte mit Zahlen")
    expect(office.get_by_role("row", name=kim["name"])).to_contain_text("offen")

    home = open_page(kim, "/konzepte/", expect=("403",))
    expect(home.get_by_text("Bitte mit Zahlen")).to_be_visible()
    home.get_by_role("link", name="5.2. Interkulturelle Öffnung").click()
    expect(field(home, "welcome")).to_have_count(0)
    expect(home.get_by_text("Nur für Alex")).to_have_count(0)
    write(home, "opening", "Von Kim mit Zahlen")
    home.get_by_label("Was soll man dazu wissen?").fill("Stand 1. Oktober")
    home.get_by_role("button", name="Zurückgeben").click()
    message(home, f"Zurückgegeben. {alex['name']} sieht es jetzt.")

    office.goto(at(concept))
    expect(field(office, "opening")).to_have_value("Von Kim mit Zahlen")
    office.get_by_role("link", name="Ansehen und annehmen").click()
    expect(office.get_by_text("Stand 1. Oktober")).to_be_visible()
    office.get_by_role("button", name="Annehmen").click()
    message(office, f"Angenommen, was {kim['name']} zurückgegeben hat.")

    home.goto("/konzepte/")
    expect(home.get_by_role("heading", name="Ihre Aufgaben")).to_have_count(0)
    home.goto(f"/konzepte/{concept}/")
    expect(home.get_by_role("heading", name="Das geht jetzt nicht")).to_be_visible()


def test_handing_back_without_javascript_keeps_the_text(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    kim = cast.person("Kim", role="contributor")
    concept = cast.concept(alex)
    cast.stage("asked", concept=concept, question="posts_note", person=kim["id"], by=alex["id"])
    page = open_page(kim, at(concept, "framework"), java_script_enabled=False)
    field(page, "posts_note").fill("Eine Stelle, ganz")
    page.get_by_role("button", name="Zurückgeben").click()
    message(page, "Zurückgegeben.")
    assert cast.stage("answer", concept=concept, question="posts_note")["value"] == (
        "Eine Stelle, ganz"
    )


def test_what_was_taken_away_meanwhile_can_be_copied(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    kim = cast.person("Kim", role="contributor")
    concept = cast.concept(alex)
    cast.stage("asked", concept=concept, question="opening", person=kim["id"], by=alex["id"])
    page = open_page(kim, at(concept), expect=("403",))
    office = open_page(alex, f"/konzepte/{concept}/mitzeichnung/")
    office.get_by_role("button", name="Zurückziehen").click()
    message(office, "zurückgezogen")
    field(page, "opening").fill("Zu spät geschrieben")
    field(page, "opening").blur()
    expect(group(page, "opening")).to_contain_text("nicht oder nicht mehr zugeordnet")
    expect(field(page, "opening")).to_have_value("Zu spät geschrieben")
    page.get_by_role("button", name="Speichern", exact=True).last.click()
    page.get_by_text("Geschriebenen Text ansehen").click()
    expect(page.get_by_text("Zu spät geschrieben")).to_be_visible()
