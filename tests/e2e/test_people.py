"""From the first invitation to a guest's answer, and a role that ends: in real browsers."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.sheet import at, field, write

SENTENCE = "ein langer geheimer Satz"


def join(page: Page, name: str) -> None:
    """Accept the invitation on the page with a new account."""
    page.get_by_label("Vor- und Nachname").fill(name)
    page.get_by_label("Passwort", exact=True).fill(SENTENCE)
    page.get_by_label("Passwort noch einmal").fill(SENTENCE)
    page.get_by_role("button", name="Konto anlegen und annehmen").click()
    expect(page.get_by_role("heading", name=f"Guten Tag, {name}")).to_be_visible()


def test_a_guest_joins_by_a_link_and_answers_one_question(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    concept = cast.concept(alex, answers={"welcome": "Nur für Alex"})
    office = open_page(alex, at(concept))
    asked = office.locator("#opening-zusammen")
    asked.get_by_role("link", name="Um Mitzeichnung bitten").click()
    office.get_by_role("link", name="Mit einem Link einladen").click()
    office.get_by_label("E-Mail-Adresse der Person").fill(f"eli.{cast.number}@verein.example")
    office.get_by_label("Bis wann?").fill("15.10.2098")
    office.get_by_label("Worum geht es?").fill("Ein Absatz genügt")
    office.get_by_role("button", name="Einladen und bitten").click()
    link = office.get_by_label("Link der Einladung").input_value()

    guest = open_page(None, link, says=("403",))
    expect(guest.get_by_text(f"Alex {cast.number} lädt Sie")).to_be_visible()
    join(guest, "Eli Gast")
    expect(guest.get_by_text(f"Sie handeln als Mitzeichnung, {cast.body}")).to_be_visible()
    expect(guest.get_by_text("Ein Absatz genügt")).to_be_visible()
    guest.get_by_role("link", name="5.2. Interkulturelle Öffnung").click()
    expect(field(guest, "welcome")).to_have_count(0)
    write(guest, "opening", "Von Eli")
    guest.get_by_role("button", name="Zurückgeben").click()
    expect(guest.get_by_role("status").filter(has_text="Zurückgegeben.")).to_be_visible()
    guest.goto(link)
    expect(guest.get_by_text("Diese Einladung wurde schon angenommen.")).to_be_visible()

    office.goto("/")
    office.get_by_role("link", name="zurückgegeben und noch nicht angenommen: 1").click()
    office.get_by_role("button", name="Annehmen").click()
    expect(office.get_by_role("status").filter(has_text="Angenommen")).to_be_visible()


def test_a_role_taken_away_while_typing_leaves_the_text_to_copy(
    cast: Cast, open_page: OpenPage
) -> None:
    alex = cast.person()
    concept = cast.concept(alex)
    writing = open_page(alex, at(concept, "other"), java_script_enabled=False, says=("404",))
    field(writing, "other").fill("Mitten im Satz")

    ada = cast.person("Ada", role="administrator")
    number = cast.stage("membership", person=alex["id"])
    page = open_page(ada, f"/personen/aufgabe/{number}/")
    page.get_by_role("button", name="Aufgabe wegnehmen").click()
    gone = f"{alex['name']} hat die Aufgabe nicht mehr."
    expect(page.get_by_role("status").filter(has_text=gone)).to_be_visible()

    writing.get_by_role("button", name="Speichern", exact=True).click()
    writing.get_by_text("Geschriebenen Text ansehen").click()
    expect(writing.get_by_text("Mitten im Satz")).to_be_visible()


def test_without_javascript_everything_works_too(cast: Cast, open_page: OpenPage) -> None:
    ada = cast.person("Ada", role="administrator")
    kim = cast.person("Kim", body="")
    page = open_page(ada, "/personen/", java_script_enabled=False)
    page.get_by_role("link", name=cast.body, exact=True).click()
    page.get_by_role("link", name="Person einladen").click()
    page.get_by_role("link", name=cast.body, exact=True).click()
    page.get_by_role("link", name="Aufgabe oder Vertretung geben").click()
    page.get_by_label("E-Mail-Adresse der Person").fill(kim["email"])
    page.get_by_label("Aufgabe", exact=True).select_option(label="Politische Spitze")
    page.get_by_role("button", name="Aufgabe geben").click()
    expect(page.get_by_role("row", name=kim["name"])).to_contain_text("Politische Spitze")
