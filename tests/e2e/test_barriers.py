"""Axe on every page in every state, each in four looks: no rule is left out, no finding allowed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.states import STATES, Scene


@pytest.mark.parametrize("reach", STATES.values(), ids=STATES.keys())
def test_page_has_no_barriers(
    reach: Callable[[Scene], Page], cast: Cast, open_page: OpenPage
) -> None:
    found = barriers(reach(Scene(cast, open_page)))
    assert not found, "\n".join(found)
