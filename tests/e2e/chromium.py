"""The browser: how it is started, what it may not complain about, and what axe says."""

import re
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Response

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP = {"width": 1280, "height": 900}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "320 px": {"viewport": {"width": 320, "height": 640}},
}
"""The ways a page is looked at; what one does not name is light, plain and 1280 px wide."""

AXE = """rules => axe.run({runOnly: rules, resultTypes: ['violations']})
    .then(result => result.violations)"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TWICE = """() => [...document.querySelectorAll('[id]')].map(e => e.id)
    .filter((id, place, all) => all.indexOf(id) !== place)"""


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium."""
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))


class Watch:
    """Collects what goes wrong on a page: console errors (a CSP violation is one), exceptions."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.expected: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def unexpected(self) -> list[str]:
        """The complaints that no pattern of `expected` describes."""
        return [
            complaint
            for complaint in self.complaints
            if not any(re.search(pattern, complaint) for pattern in self.expected)
        ]


def look(page: Page, name: str) -> None:
    """See the same page, in the state it is in, in another way."""
    wanted: dict[str, Any] = {"viewport": DESKTOP, "color_scheme": "light", "forced_colors": "none"}
    wanted |= LOOKS[name]
    page.set_viewport_size(wanted.pop("viewport"))
    page.emulate_media(**wanted)


def barriers(page: Page) -> list[str]:
    """What axe finds on the page in every look, no rule left out; and what it does not look for."""
    found: list[str] = []
    page.evaluate(AXE_SCRIPT)
    for name in LOOKS:
        look(page, name)
        found += [f"{name}: {line}" for line in _readable(page.evaluate(AXE, RULES))]
        if page.evaluate(OVERFLOW) > 0:
            found.append(f"{name}: the page is {page.evaluate(OVERFLOW)} px too wide")
    look(page, "light")
    return found + [f"id {name} stands there twice" for name in page.evaluate(TWICE)]


def _readable(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]
