"""Nachforderungen in the browser: axe on the pages of both sides, an answer without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage

PAGES = (
    ("drafted", "officer", "nachforderungen/"),
    ("drafted", "officer", "nachforderungen/entwurf/"),
    ("drafted", "officer", "nachforderungen/entwurf/senden/"),
    ("sent", "officer", "nachforderungen/1/"),
    ("sent", "", "nachforderungen/"),
    ("sent", "", "nachforderungen/1/"),
    ("sent", "", ""),
    ("sent", "", "abschnitt/strategy/"),
    ("sent", "", "abschnitt/contacts/"),
    ("sent", "", "zeichnung/"),
    ("answered", "officer", "nachforderungen/1/"),
    ("answered", "officer", "zeichnung/"),
    ("answered", "", "nachforderungen/1/"),
)


@pytest.mark.parametrize(("how", "role", "path"), PAGES)
def test_page_has_no_barriers(
    how: str, role: str, path: str, cast: Cast, open_page: OpenPage
) -> None:
    alex = cast.person()
    concept = cast.stage("requested", by=alex["id"], how=how)
    reader = cast.person("Robin", role=role) if role else alex
    found = barriers(open_page(reader, f"/konzepte/{concept}/{path}"))
    assert not found, "\n".join(found)


def test_a_municipality_answers_without_javascript(cast: Cast, open_page: OpenPage) -> None:
    alex = cast.person()
    concept = cast.stage("requested", by=alex["id"])
    page = open_page(alex, f"/konzepte/{concept}/nachforderungen/1/", java_script_enabled=False)
    page.get_by_label("Ihre Antwort zu diesem Punkt").nth(1).fill("Wie besprochen.")
    page.get_by_role("button", name="Antworten speichern").click()
    expect(page.get_by_text("Ihre Antworten sind gespeichert")).to_be_visible()
    page.get_by_role("link", name="Diese Frage öffnen").first.click()
    page.get_by_label("5.1. Ziele").fill("Zwölf Beratungen im Monat.")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.goto(f"/konzepte/{concept}/nachforderungen/1/")
    expect(page.get_by_text("Alle erforderlichen Punkte sind beantwortet")).to_be_visible()
    page.get_by_role("button", name="Speichern und weiter zum Abschließen").click()
    page.get_by_role("button", name="Antwort abschließen").click()
    expect(page.get_by_text("Diese Fassung kann jetzt gezeichnet werden")).to_be_visible()
