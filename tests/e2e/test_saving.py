"""Nothing typed is lost: by leaving, by losing the connection, by an expired sign-in, by others."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.sheet import OFFLINE, SAVED, at, field, group, status, write
from tests.e2e.states import OFFLINE as UNREACHABLE
from tests.serve import Portal


def test_text_is_saved_while_writing_and_there_after_a_reload(
    cast: Cast, open_page: OpenPage
) -> None:
    alex = cast.person()
    page = open_page(alex, at(cast.concept(alex)))
    field(page, "opening").press_sequentially("Ein Satz")
    expect(group(page, "opening").get_by_text("Noch nicht gespeichert")).to_be_visible()
    expect(status(page, "opening")).to_have_text(SAVED)
    expect(group(page, "opening").get_by_text("Noch nicht gespeichert")).to_be_hidden()
    page.reload()
    expect(field(page, "opening")).to_have_value("Ein Satz")


def test_text_typed_while_a_save_is_under_way_is_saved_too(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    concept = cast.concept(alex)
    page = open_page(alex, at(concept, "other"))
    field(page, "other").press_sequentially("Viele Wörter, eines nach dem anderen. " * 3, delay=25)
    expect(group(page, "other")).to_have_attribute("data-state", "saved")
    expect_saved(cast, concept, ("Viele Wörter, eines nach dem anderen. " * 3).strip())


def test_leaving_the_page_at_once_saves_the_text(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    page = open_page(alex, at(cast.concept(alex), "other"))
    field(page, "other").fill("Schnell noch ein Satz")
    page.get_by_role("link", name="Übersicht des Konzepts").click()
    page.go_back()
    expect(field(page, "other")).to_have_value("Schnell noch ein Satz")
    expect(group(page, "other")).not_to_have_attribute("data-state", "unsaved")


# --- the server is away ---------------------------------------------------------------------------


@pytest.fixture
def away(portal: Portal) -> Iterator[Portal]:
    """The portal, which is there again at the end."""
    yield portal
    if portal.process.poll() is not None:
        portal.start()


def test_text_is_sent_when_the_server_is_back(
    cast: Cast, open_page: OpenPage, away: Portal
) -> None:
    alex = cast.person()
    concept = cast.concept(alex)
    page = open_page(alex, at(concept, "other"), says=UNREACHABLE)
    away.kill()
    field(page, "other").fill("Während der Server weg war")
    expect(status(page, "other")).to_have_text(OFFLINE)
    away.start()
    expect(status(page, "other")).to_have_text(SAVED, timeout=30_000)
    expect_saved(cast, concept, "Während der Server weg war")


def test_text_outlives_a_closed_browser(cast: Cast, open_page: OpenPage, away: Portal) -> None:
    alex = cast.person()
    concept = cast.concept(alex)
    page = open_page(alex, at(concept, "other"), says=UNREACHABLE)
    away.kill()
    field(page, "other").fill("Dann war der Akku leer")
    expect(status(page, "other")).to_contain_text("in diesem Browser aufbewahrt")
    page.close(run_before_unload=False)
    away.start()
    later = open_page(alex, at(concept, "other"), context=page.context)
    expect(field(later, "other")).to_have_value("Dann war der Akku leer")
    expect_saved(cast, concept, "Dann war der Akku leer")


def test_text_of_a_page_that_is_gone_is_sent_from_any_other(
    cast: Cast, open_page: OpenPage
) -> None:
    alex = cast.person()
    concept = cast.concept(alex)
    page = open_page(alex, at(concept, "other"), says=UNREACHABLE)
    page.context.set_offline(True)
    field(page, "other").fill("Kurz vor dem Feierabend")
    expect(status(page, "other")).to_contain_text("in diesem Browser aufbewahrt")
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    later = open_page(alex, "/anmelden/", context=page.context)
    later.clock.set_system_time(datetime.now() + timedelta(hours=16))
    later.goto("/konzepte/")
    expect_saved(cast, concept, "Kurz vor dem Feierabend")


# --- the sign-in runs out -------------------------------------------------------------------------


def test_text_comes_back_after_signing_in_again(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    concept = cast.concept(alex)
    page = open_page(alex, at(concept, "other"), says=("401",))
    cast.stage("sign_out", person=alex["id"])
    field(page, "other").fill("Nach dem Ablauf geschrieben")
    expect(status(page, "other")).to_contain_text("Ihre Anmeldung ist abgelaufen")
    page.get_by_role("link", name="Neu anmelden").click()
    page.get_by_role("button", name=alex["name"]).click()
    expect(page).to_have_url(re.compile(at(concept, "other")))
    expect(field(page, "other")).to_have_value("Nach dem Ablauf geschrieben")
    expect_saved(cast, concept, "Nach dem Ablauf geschrieben")


def test_text_comes_back_after_signing_in_again_without_javascript(
    cast: Cast, open_page: OpenPage
) -> None:
    alex = cast.person(password="ein langes Passwort")
    concept = cast.concept(alex)
    page = open_page(alex, at(concept, "other"), says=("401", "422"), java_script_enabled=False)
    cast.stage("sign_out", person=alex["id"])
    field(page, "other").fill("Mit „Anführungszeichen“\nund zwei Zeilen")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("Ihr Text ist aufbewahrt.")).to_be_visible()
    for password in ("falsch", "ein langes Passwort"):
        page.get_by_role("textbox", name="E-Mail-Adresse").fill(alex["email"])
        page.get_by_role("textbox", name="Passwort").fill(password)
        page.get_by_role("button", name="Anmelden", exact=True).click()
    page.get_by_role("button", name="Jetzt speichern").click()
    expect(field(page, "other")).to_have_value("Mit „Anführungszeichen“\nund zwei Zeilen")
    expect_saved(cast, concept, "Mit „Anführungszeichen“\nund zwei Zeilen")


def test_text_does_not_become_another_persons(cast: Cast, open_page: OpenPage) -> None:
    alex, kim = cast.person(), cast.person("Kim")
    concept = cast.concept(alex)
    page = open_page(alex, at(concept, "other"), says=("403",))
    open_page(kim, "/", context=page.context)
    field(page, "other").fill("Von Alex")
    expect(status(page, "other")).to_contain_text("mit einer anderen Anmeldung geöffnet")
    assert cast.stage("answer", concept=concept, question="other")["value"] is None


# --- two on one question --------------------------------------------------------------------------


def clash(cast: Cast, open_page: OpenPage, **options: bool) -> tuple[Page, str]:
    """Alex writes on a page; Kim has saved meanwhile. The page and the concept."""
    alex, kim = cast.person(), cast.person("Kim")
    concept = cast.concept(alex, answers={"other": "Gemeinsamer Anfang"})
    page = open_page(alex, at(concept, "other"), says=("409",), **options)
    cast.stage("save", concept=concept, question="other", value="Text von Kim", by=kim["id"])
    field(page, "other").fill("Text von Alex")
    if options.get("java_script_enabled", True):
        field(page, "other").blur()
    else:
        page.get_by_role("button", name="Speichern", exact=True).click()
    both = page.get_by_role("region", name="Zwei Texte zu dieser Frage")
    expect(both).to_contain_text("Text von Alex")
    expect(both).to_contain_text("Text von Kim")
    expect(field(page, "other")).to_have_value("Text von Alex")
    return page, concept


BROWSERS = pytest.mark.parametrize("java_script", [True, False], ids=["js", "no js"])


@BROWSERS
def test_clash_keeps_mine_where_i_choose_it(
    cast: Cast, open_page: OpenPage, java_script: bool
) -> None:
    page, concept = clash(cast, open_page, java_script_enabled=java_script)
    page.get_by_role("button", name="Meinen Text speichern").click()
    expect(page.get_by_role("heading", name="Zwei Texte")).to_be_hidden()
    expect(field(page, "other")).to_have_value("Text von Alex")
    expect_saved(cast, concept, "Text von Alex")
    assert "Text von Kim" in cast.stage("texts", concept=concept, question="other")


@BROWSERS
def test_clash_takes_theirs_where_i_choose_it(
    cast: Cast, open_page: OpenPage, java_script: bool
) -> None:
    page, concept = clash(cast, open_page, java_script_enabled=java_script)
    page.get_by_role("button", name="Den anderen Text nehmen").click()
    expect(field(page, "other")).to_have_value("Text von Kim")
    expect(page.get_by_role("heading", name="Zwei Texte")).to_be_hidden()
    expect_saved(cast, concept, "Text von Kim")


def test_two_tabs_of_one_person_clash_like_two_people(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    concept = cast.concept(alex)
    first = open_page(alex, at(concept, "other"), says=("409",))
    second = open_page(alex, at(concept, "other"), context=first.context)
    write(second, "other", "Im zweiten Fenster")
    field(first, "other").fill("Im ersten Fenster")
    field(first, "other").blur()
    both = first.get_by_role("region", name="Zwei Texte zu dieser Frage")
    expect(both).to_contain_text("Im ersten Fenster")
    expect(both).to_contain_text("Im zweiten Fenster")


def test_two_people_in_two_questions_do_not_meet(cast: Cast, open_page: OpenPage) -> None:
    alex, kim = cast.person(), cast.person("Kim")
    concept = cast.concept(alex)
    mine, theirs = open_page(alex, at(concept)), open_page(kim, at(concept))
    write(mine, "opening", "Text von Alex")
    write(theirs, "welcome", "Text von Kim")
    write(mine, "opening", "Text von Alex, zweiter Satz")
    expect_saved(cast, concept, "Text von Alex, zweiter Satz", "opening")
    expect_saved(cast, concept, "Text von Kim", "welcome")


def expect_saved(cast: Cast, concept: str, text: str, question: str = "other") -> None:
    cast.stage.wait_for(text, "answer", concept=concept, question=question)
