"""A section's page, as tests write on it."""

import re

from playwright.sync_api import Locator, Page, expect

SAVED = re.compile(r"Gespeichert \d\d:\d\d")
OFFLINE = re.compile(r"Nicht gespeichert: keine Verbindung")


def at(concept: str, section: str = "strategy", question: str = "") -> str:
    """The address of a section, or of a question in it."""
    path = f"/konzepte/{concept}/abschnitt/{section}/"
    return f"{path}#{question}" if question else path


def field(page: Page, question: str) -> Locator:
    return page.locator(f"textarea#{question}, input#{question}")


def group(page: Page, question: str) -> Locator:
    """The question with its label, its state and what belongs to it."""
    return page.locator(f"[data-question={question}]")


def status(page: Page, question: str) -> Locator:
    return page.locator(f"#{question}-status")


def rows(page: Page, table: str) -> Locator:
    return group(page, table).get_by_role("group")


def write(page: Page, question: str, text: str) -> None:
    """Type a text in place of the one that stands there and wait until it is saved."""
    field(page, question).fill(text)
    expect(group(page, question)).to_have_attribute("data-state", "saved")
    expect(status(page, question)).to_have_text(SAVED)
