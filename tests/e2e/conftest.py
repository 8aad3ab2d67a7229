"""The running portal, its cast, and browsers that fail the test when a page complains."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.chromium import DESKTOP, Watch, launch
from tests.serve import Portal, Stage

Facts = dict[str, Any]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    running = Portal(tmp_path_factory.mktemp("portal"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def stage(portal: Portal) -> Iterator[Stage]:
    running = Stage(portal)
    yield running
    running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


PATIENCE = 15_000  # milliseconds; a busy machine is slow, and what never comes fails all the same
expect.set_options(timeout=PATIENCE)
numbers = count(1)


@dataclass
class Cast:
    """The people of one test, in a body that no other test has."""

    stage: Stage
    number: int

    @property
    def body(self) -> str:
        return f"Landkreis Probe {self.number}"

    def person(self, name: str = "Alex", **facts: Any) -> Facts:
        """A coordinator of the body, signed in; `body=""` for somebody without a role."""
        facts = {"name": f"{name} {self.number}", "body": self.body} | facts
        return dict(self.stage("person", **facts))

    def concept(self, by: Facts, **facts: Any) -> str:
        """The id of a new draft of the person."""
        return str(self.stage("concept", by=by["id"], **facts))


@pytest.fixture
def cast(stage: Stage) -> Cast:
    return Cast(stage, next(numbers))


@pytest.fixture
def watches() -> Iterator[dict[Page, Watch]]:
    """What each page of the test complained about; at the end nothing unexpected may stand here."""
    watched: dict[Page, Watch] = {}
    yield watched
    complaints = [line for watch in watched.values() for line in watch.unexpected()]
    assert not complaints, "\n".join(complaints)


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, portal: Portal, watches: dict[Page, Watch]) -> Iterator[OpenPage]:
    """`open_page(person, "/konzepte/", says=("409",), **options)` in a browser of its own.

    says: what the console may say; context: a browser that is open; options: of a new one.
    """
    contexts: list[BrowserContext] = []

    def open_page(
        person: Facts | None = None,
        path: str = "/",
        says: tuple[str, ...] = (),
        context: BrowserContext | None = None,
        **options: Any,
    ) -> Page:
        context = context or new_browser(options)
        if person:
            context.add_cookies(
                [{"name": "sessionid", "value": person["session"], "url": portal.url}]
            )
        return tab(context, path, says)

    def new_browser(options: Facts) -> BrowserContext:
        usual: Facts = {"locale": "de-DE", "viewport": DESKTOP, "reduced_motion": "reduce"}
        context = browser.new_context(base_url=portal.url, **usual | options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        return context

    def tab(context: BrowserContext, path: str, says: tuple[str, ...]) -> Page:
        page = context.new_page()
        watches[page] = Watch(page)
        watches[page].expected += says
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
