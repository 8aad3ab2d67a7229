"""Whoever leaves a page with a text that is not sent is asked first."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.e2e.conftest import Cast, OpenPage


@pytest.fixture
def request_page(cast: Cast, open_page: OpenPage) -> Page:
    """A Nachforderung, as the municipality answers it."""
    alex = cast.person()
    concept = cast.stage("requested", by=alex["id"])
    return open_page(alex, f"/konzepte/{concept}/nachforderungen/1/")


def test_a_typed_answer_is_not_left_by_mistake(request_page: Page) -> None:
    field = request_page.get_by_label("Ihre Antwort zu diesem Punkt").first
    field.fill("Lange geschrieben")
    request_page.on("dialog", Dialog.dismiss)
    with request_page.expect_event("dialog") as asked:
        request_page.get_by_role("link", name="Anlagen", exact=True).click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    expect(field).to_have_value("Lange geschrieben")


def test_nobody_is_asked_who_has_typed_nothing(request_page: Page) -> None:
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    request_page.on("dialog", note)
    request_page.get_by_label("Ihre Antwort zu diesem Punkt").first.click()
    request_page.get_by_role("link", name="Anlagen", exact=True).click()
    expect(request_page.get_by_role("heading", name="Anlagen", level=1)).to_be_visible()
    assert asked == []


def test_the_way_to_the_end_takes_the_answers_along(request_page: Page) -> None:
    field = request_page.get_by_label("Ihre Antwort zu diesem Punkt").first
    field.fill("Lange geschrieben")
    request_page.get_by_role("button", name="Speichern und weiter zum Abschließen").click()
    expect(request_page.get_by_text("Ihre Antworten sind gespeichert.")).to_be_visible()
    expect(request_page.get_by_role("button", name="Antwort abschließen")).to_be_visible()
