"""One submission, one number, one event: whoever clicks twice, and whoever is killed meanwhile."""

import http.client
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.hostile.test_kill import Writer, bodies
from tests.serve import Portal, Stage, wait_for

pytestmark = pytest.mark.hostile

CLICKS = 16
KILLS = 6


def ready(stage: Stage) -> tuple[dict[str, Any], dict[str, str]]:
    """A coordinator, and a concept (with its seal) that only needs to be submitted."""
    body = f"Landkreis Einreichung {next(bodies)}"
    alex = stage("person", name=f"Alex {body}", body=body)
    return alex, stage("signed", by=alex["id"])


def click(portal: Portal, alex: dict[str, Any], made: dict[str, str]) -> int | None:
    """The status of the answer; None where there was none."""
    browser = Writer(portal, alex, made["concept"], "opening")
    try:
        return browser.post(f"zeichnung/{made['seal']}/einreichen/", {}, {})
    except (OSError, http.client.HTTPException):
        return None


def test_sixteen_clicks_at_once_are_one_submission(portal: Portal, stage: Stage) -> None:
    alex, made = ready(stage)
    with ThreadPoolExecutor(CLICKS) as pool:
        statuses = list(pool.map(lambda _: click(portal, alex, made), range(CLICKS)))
    assert statuses == [302] * CLICKS
    assert stage("submitted", concept=made["concept"]) == {"submissions": 1, "events": 1}
    assert stage("broken_chains") == []


def test_killed_between_commit_and_answer_it_is_submitted_once(
    portal: Portal, stage: Stage
) -> None:
    for _kill in range(KILLS):
        alex, made = ready(stage)
        begun = threading.Event()
        with ThreadPoolExecutor(4) as pool:
            running = [pool.submit(until_answered, portal, alex, made, begun) for _ in range(4)]
            begun.wait()
            wait_for(lambda: random.random() < 0.02, "some moment")
            portal.kill()
            portal.start()
        assert [future.result() for future in running] == [302] * 4
        assert stage("submitted", concept=made["concept"]) == {"submissions": 1, "events": 1}
    assert stage("broken_chains") == []


def until_answered(
    portal: Portal, alex: dict[str, Any], made: dict[str, str], begun: threading.Event
) -> int:
    """Click until somebody answers, as impatient people do."""
    answers: list[int] = []

    def answered() -> bool:
        begun.set()
        if (status := click(portal, alex, made)) is not None:
            answers.append(status)
        return bool(answers)

    wait_for(answered, "the portal answers a click")
    return answers[0]


def test_numbers_have_no_gaps_when_many_submit_at_once(portal: Portal, stage: Stage) -> None:
    people = [ready(stage) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda one: click(portal, *one), people))
    assert statuses == [302] * 8
    numbers = stage("submission_numbers")
    assert numbers == list(range(1, len(numbers) + 1))
