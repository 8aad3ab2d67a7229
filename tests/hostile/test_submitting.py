"""One submission, one number, one event, one mail each: whoever clicks twice, and whoever is killed
meanwhile."""

import http.client
import os
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.hostile.dying import mark
from tests.hostile.post_office import PostOffice
from tests.hostile.test_kill import Writer, bodies
from tests.serve import Portal, Stage, own_database, wait_for

pytestmark = pytest.mark.hostile

CLICKS = 16
KILLS = 6
SUBJECT = "Ein Konzept ist eingereicht"


@pytest.fixture(scope="module")
def post_office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, post_office: PostOffice) -> Iterator[Portal]:
    """A portal that mails, and that can be made to die before it answers."""
    data = tmp_path_factory.mktemp("submitting")
    running = Portal(
        data,
        WIRPORTAL_DEMO="0",
        DATABASE_URL=own_database(data, f"submitting_{os.getpid()}"),
        DJANGO_SETTINGS_MODULE="tests.hostile.dying_settings",
        WIRPORTAL_MAIL_SERVER=f"smtp://127.0.0.1:{post_office.port}",
    )
    running.start()
    yield running
    running.kill()


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


# --- between commit and answer, and the mails -----------------------------------------------------


def readers(stage: Stage, alex: dict[str, Any]) -> list[str]:
    """The addresses of those who are told: a colleague, the signatory, an officer."""
    body = alex["name"].removeprefix("Alex ")
    number = body.rpartition(" ")[2]
    roles = {"Kim": "coordinator", "Robin": "signatory", "Jona": "officer"}
    return [
        stage("person", name=f"{name} {number}", body=body, role=role)["email"]
        for name, role in roles.items()
    ]


def mail(stage: Stage, post_office: PostOffice, addresses: list[str]) -> None:
    """The worker mails, asked for it again and again, until everybody has heard."""
    stage("mail_now", times=5)
    wait_for(
        lambda: all(post_office.to(address, SUBJECT) for address in addresses), "mails are sent"
    )
    stage("mail_now", times=5)
    stage.wait_for(0, "unmailed")


def test_committed_and_never_answered_it_is_one_submission_and_one_mail_each(
    portal: Portal, stage: Stage, post_office: PostOffice
) -> None:
    for _kill in range(KILLS // 2):
        alex, made = ready(stage)
        told = readers(stage, alex)
        mark(portal.data).touch()
        assert click(portal, alex, made) is None  # it died and said nothing
        assert stage("submitted", concept=made["concept"]) == {"submissions": 1, "events": 1}
        portal.kill()
        portal.start()
        assert [click(portal, alex, made) for _ in range(3)] == [302] * 3
        assert stage("submitted", concept=made["concept"]) == {"submissions": 1, "events": 1}
        mail(stage, post_office, told)
        assert [len(post_office.to(address, SUBJECT)) for address in told] == [1] * len(told)
    numbers = stage("submission_numbers")
    assert numbers == list(range(1, len(numbers) + 1))
    assert stage("broken_chains") == []


def test_sixteen_clicks_of_whom_one_never_hears_make_one_mail_each(
    portal: Portal, stage: Stage, post_office: PostOffice
) -> None:
    alex, made = ready(stage)
    told = readers(stage, alex)
    mark(portal.data).touch()
    with ThreadPoolExecutor(CLICKS) as pool:
        statuses = list(pool.map(lambda _: click(portal, alex, made), range(CLICKS)))
    assert set(statuses) <= {302, None}
    assert not mark(portal.data).exists()
    wait_for(portal.answers, "the web process is there again")
    assert click(portal, alex, made) == 302
    assert stage("submitted", concept=made["concept"]) == {"submissions": 1, "events": 1}
    mail(stage, post_office, told)
    assert [len(post_office.to(address, SUBJECT)) for address in told] == [1] * len(told)


def test_killed_while_mailing_nobody_goes_without_and_twice_is_the_same_mail(
    portal: Portal, stage: Stage, post_office: PostOffice
) -> None:
    alex, made = ready(stage)
    told = readers(stage, alex)
    assert click(portal, alex, made) == 302
    post_office.held.clear()
    post_office.hold.set()
    stage("mail_now", times=1)
    assert post_office.held.wait(60)
    portal.kill()
    post_office.hold.clear()
    portal.start()
    stage("hurry_mails")
    mail(stage, post_office, told)
    for address in told:
        ids = [one.id for one in post_office.to(address, SUBJECT)]
        assert 1 <= len(ids) <= 2
        assert len(set(ids)) == 1
