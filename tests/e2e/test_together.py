"""Two browsers in the same concept: ask, write at once, comment, take over. Nothing is lost."""

import re

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

    home = open_page(kim, "/konzepte/", says=("403",))
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
    page = open_page(kim, at(concept), says=("403",))
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


def write_different_questions_at_once(left: Page, right: Page) -> None:
    field(left, "welcome").press_sequentially("Alex schreibt hier. ")
    field(right, "steering").press_sequentially("Kim schreibt dort. ")
    for page, question in ((left, "welcome"), (right, "steering")):
        field(page, question).blur()
        expect(group(page, question)).to_have_attribute("data-state", "saved")


def write_the_same_question_at_once(left: Page, right: Page) -> None:
    """Both texts are there; Kim takes Alex's over and adds to it."""
    field(left, "opening").fill("Text von Alex")
    field(right, "opening").fill("Text von Kim")
    field(left, "opening").blur()
    expect(group(left, "opening")).to_have_attribute("data-state", "saved")
    field(right, "opening").blur()
    expect(right.get_by_role("heading", name="Zwei Texte zu dieser Frage")).to_be_visible()
    field(right, "opening").fill("Text von Alex und Text von Kim")
    right.get_by_role("button", name="Meinen Text speichern").click()
    expect(field(right, "opening")).to_have_value("Text von Alex und Text von Kim")


def hand_the_schedule_back(right: Page, concept: str) -> None:
    right.goto(at(concept))
    field(right, "schedule").fill("Zeitplan von Kim")
    right.get_by_role("button", name="Zurückgeben").click()
    message(right, "Zurückgegeben.")


def talk_about_the_schedule(left: Page, right: Page, concept: str, alex: str) -> None:
    """Kim mentions Alex; Alex finds it, answers; both settle it; Alex takes it up again."""
    right.goto(f"/konzepte/{concept}/frage/schedule/kommentare/")
    right.get_by_label("Kommentar", exact=True).fill(f"@{alex} Passt der Oktober?")
    right.get_by_role("button", name="Kommentieren").click()
    expect(right.get_by_text(f"Benachrichtigt: {alex}")).to_be_visible()
    left.goto("/konzepte/")
    left.get_by_role("region", name="Kommentare, die Sie nennen").get_by_role("link").click()
    left.get_by_text("Antworten").first.click()
    left.get_by_role("group").get_by_label("Kommentar", exact=True).fill("Ja, passt.")
    left.get_by_role("button", name="Antworten").click()
    expect(left.get_by_text("Ja, passt.")).to_be_visible()
    right.reload()
    for page in (left, right):
        page.get_by_role("button", name="Als erledigt markieren").click()
        message(page, "Erledigt.")
    left.get_by_text("1 erledigtes Gespräch").click()
    left.get_by_role("button", name="Wieder öffnen").click()


def test_two_people_write_ask_comment_settle_and_take_over_at_once(
    cast: Cast, open_page: OpenPage
) -> None:
    alex, kim = cast.person(), cast.person("Kim")
    concept = cast.concept(alex, answers={"opening": "Gemeinsamer Anfang"})
    left = open_page(alex, at(concept), says=("409",))
    right = open_page(kim, at(concept), says=("409",))
    expect(right.get_by_text(f"Auch hier: {alex['name']}")).to_be_visible()
    left.reload()
    expect(left.get_by_text(f"Auch hier: {kim['name']}")).to_be_visible()

    write_different_questions_at_once(left, right)
    write_the_same_question_at_once(left, right)
    ask(left, "schedule", kim["name"], "15.10.2098")
    hand_the_schedule_back(right, concept)
    talk_about_the_schedule(left, right, concept, alex["name"])
    left.goto(f"/konzepte/{concept}/pruefen/")
    left.get_by_role("link", name="5.4: Ein Kommentar ist noch offen.").click()
    expect(left.get_by_text("Passt der Oktober?")).to_be_visible()
    left.goto(f"/konzepte/{concept}/mitzeichnung/")
    left.get_by_role("button", name="Annehmen").click()
    message(left, "Angenommen")

    def stands(question: str) -> object:
        return cast.stage("answer", concept=concept, question=question)["value"]

    assert stands("opening") == "Text von Alex und Text von Kim"
    assert stands("welcome") == "Alex schreibt hier."
    assert stands("steering") == "Kim schreibt dort."
    assert stands("schedule") == "Zeitplan von Kim"
    assert "Text von Alex" in cast.stage("texts", concept=concept, question="opening")
    assert concept not in cast.stage("broken_chains")


def test_who_comes_back_sees_what_is_new(cast: Cast, open_page: OpenPage) -> None:
    alex, kim = cast.person(), cast.person("Kim")
    concept = cast.concept(alex, answers={"opening": "Das bleibt stehen und das geht."})
    page = open_page(alex, f"/konzepte/{concept}/")
    cast.stage("been_away", concept=concept, person=alex["id"])
    text = "Das bleibt stehen und das kommt."
    cast.stage("save", concept=concept, question="opening", value=text, by=kim["id"])
    page.reload()
    news = page.get_by_role("region", name=re.compile("Seit Ihrem letzten Besuch"))
    news.get_by_role("link", name=re.compile(f"geändert von {kim['name']}")).click()
    change = page.get_by_role("region", name=re.compile(f"Geändert von {kim['name']}"))
    expect(change.locator("ins")).to_contain_text("kommt")
    expect(change.locator("del")).to_contain_text("geht")


def test_names_appear_while_one_stays_on_the_page(cast: Cast, open_page: OpenPage) -> None:
    alex, kim = cast.person(), cast.person("Kim")
    concept = cast.concept(alex)
    page = open_page(alex)
    page.clock.install()
    page.goto(at(concept, "other"))
    field(page, "other").fill("Gerade getippt")
    open_page(kim, at(concept, "other"))
    page.clock.fast_forward(30_000)
    expect(page.get_by_text(f"Auch hier: {kim['name']}")).to_be_visible()
    expect(field(page, "other")).to_have_value("Gerade getippt")
