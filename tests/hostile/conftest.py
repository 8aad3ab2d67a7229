"""A portal that may be killed, and what is done behind its back."""

import os
from collections.abc import Iterator

import pytest

from tests.serve import Portal, Stage, own_database


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    data = tmp_path_factory.mktemp("hostile")
    running = Portal(
        data, WIRPORTAL_DEMO="0", DATABASE_URL=own_database(data, f"hostile_{os.getpid()}")
    )
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def stage(portal: Portal) -> Iterator[Stage]:
    running = Stage(portal)
    yield running
    running.close()
