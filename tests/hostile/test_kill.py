"""What was acknowledged stays, whoever is killed; what many people save at once is all saved."""

import hashlib
import http.client
import random
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pytest
import rfc8785

from tests.serve import Portal, Stage, wait_for

pytestmark = pytest.mark.hostile

WRITERS = 8
SAVES = 250
KILLS = 10
QUESTIONS = (
    "annual_plan", "opening", "welcome", "schedule", "indicators_note", "steering"
)  # fmt: skip
TOKEN = "k" * 32
"""The browser's CSRF cookie; any secret of 32 letters will do."""


class Writer:
    """Somebody's browser that autosaves one question and keeps a journal of what was confirmed."""

    def __init__(self, portal: Portal, person: dict[str, Any], concept: str, question: str) -> None:
        self.port = portal.port
        self.person = person
        self.concept = concept
        self.question = question
        self.token = "0-"
        self.confirmed: list[str] = []
        self.sent: list[str] = []
        self.connect()

    def connect(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def save(self, text: str) -> int:
        """The status of the answer; raises OSError or HTTPException where there is none."""
        self.sent.append(text)
        fields = {f"version-{self.question}": self.token, self.question: text}
        status = self.post("abschnitt/strategy/", fields, {"HX-Request": "true"})
        if status == 200:
            self.confirmed.append(text)
            self.token = _token(self.page)
        return status

    def add_row(self) -> int:
        return self.post("frage/goals/zeile/add/", {}, {})

    def post(self, path: str, fields: dict[str, str], headers: dict[str, str]) -> int:
        usual = {
            "Cookie": f"sessionid={self.person['session']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode({"writer": self.person["id"]} | fields)
        path = f"/konzepte/{self.concept}/{path}"
        self.connection.request("POST", path, body, usual | headers)
        answer = self.connection.getresponse()
        self.page = answer.read().decode()
        return answer.status

    def catch_up(self, stage: Stage) -> None:
        """What the browser learns when the page is loaded again."""
        self.connect()
        self.token = f"{self.standing(stage)['version']}-"

    def standing(self, stage: Stage) -> dict[str, Any]:
        return dict(stage("answer", concept=self.concept, question=self.question))


def _token(page: str) -> str:
    found = re.search(r'name="version-[^>]* value="([^"]+)"', page)
    assert found, page
    return found[1]


def digest(text: str) -> str:
    return hashlib.sha256(rfc8785.dumps(text)).hexdigest()


bodies = count(1)


def people(stage: Stage, number: int) -> tuple[list[dict[str, Any]], str]:
    """So many coordinators of a new body, and the id of their concept."""
    body = f"Landkreis Probe {next(bodies)}"
    made = [stage("person", name=f"Person {n} {body}", body=body) for n in range(number)]
    return made, stage("concept", by=made[0]["id"])


def cast(stage: Stage, portal: Portal) -> list[Writer]:
    """Six writers of one concept, each in a question of their own, and two of another."""
    return [
        Writer(portal, person, concept, question)
        for crowd, concept in (people(stage, 6), people(stage, 2))
        for person, question in zip(crowd, QUESTIONS, strict=False)
    ]


def test_no_confirmed_save_is_lost_when_everything_is_killed(portal: Portal, stage: Stage) -> None:
    writers = cast(stage, portal)
    for kill in range(KILLS):
        over = threading.Event()
        with ThreadPoolExecutor(WRITERS) as pool:
            running = [pool.submit(write_until, over, writer, kill) for writer in writers]
            wait_for_saves(writers, random.randrange(WRITERS, 20 * WRITERS))
            portal.kill()
            over.set()
        assert [future.result() for future in running] == [None] * WRITERS
        portal.start()
        for writer in writers:
            expect_nothing_lost(writer, stage)
            writer.catch_up(stage)
    assert stage("broken_chains") == []


def wait_for_saves(writers: list[Writer], more: int) -> None:
    enough = confirmed(writers) + more
    wait_for(lambda: confirmed(writers) >= enough, "people save")


def confirmed(writers: list[Writer]) -> int:
    return sum(len(writer.confirmed) for writer in writers)


def write_until(over: threading.Event, writer: Writer, kill: int) -> None:
    while not over.is_set():
        try:
            assert writer.save(f"Kill {kill}, Satz {len(writer.sent)}") == 200
        except (OSError, http.client.HTTPException):
            return


def expect_nothing_lost(writer: Writer, stage: Stage) -> None:
    """The last confirmed text stands there, or one that was sent after it; the ledger knows all."""
    last = writer.sent.index(writer.confirmed[-1]) if writer.confirmed else 0
    possible = writer.sent[last:] if writer.confirmed else [None, *writer.sent]
    assert writer.standing(stage)["value"] in possible
    known = set(stage("events", concept=writer.concept, question=writer.question))
    assert {digest(text) for text in writer.confirmed} <= known


def test_two_thousand_saves_at_once_all_succeed(portal: Portal, stage: Stage) -> None:
    writers = cast(stage, portal)
    with ThreadPoolExecutor(WRITERS) as pool:
        statuses = list(pool.map(write_all, writers))
    assert statuses == [[200] * SAVES] * WRITERS
    for writer in writers:
        assert writer.standing(stage) == {"value": writer.sent[-1], "version": SAVES}
    assert stage("broken_chains") == []


def write_all(writer: Writer) -> list[int]:
    return [writer.save(f"Satz {number}") for number in range(SAVES)]


def test_one_question_takes_one_text_and_hands_both_to_everybody_else(
    portal: Portal, stage: Stage
) -> None:
    crowd, concept = people(stage, WRITERS)
    writers = [Writer(portal, person, concept, "opening") for person in crowd]
    texts = [f"Text von {person['name']}" for person in crowd]
    with ThreadPoolExecutor(WRITERS) as pool:
        statuses = list(pool.map(Writer.save, writers, texts))
    assert sorted(statuses) == [200] + [409] * (WRITERS - 1)
    stored = texts[statuses.index(200)]
    assert writers[0].standing(stage) == {"value": stored, "version": 1}
    for writer, text, status in zip(writers, texts, statuses, strict=True):
        assert status == 200 or (text in writer.page and stored in writer.page)


def test_rows_that_many_people_add_at_once_are_all_there(portal: Portal, stage: Stage) -> None:
    crowd, concept = people(stage, WRITERS)
    writers = [Writer(portal, person, concept, "goals") for person in crowd]
    with ThreadPoolExecutor(WRITERS) as pool:
        statuses = list(pool.map(lambda writer: [writer.add_row() for _ in range(5)], writers))
    assert statuses == [[302] * 5] * WRITERS
    standing = writers[0].standing(stage)
    assert len({row["id"] for row in standing["value"]}) == standing["version"] == 5 * WRITERS


def test_every_persons_text_can_be_brought_back(portal: Portal, stage: Stage) -> None:
    crowd, concept = people(stage, 3)
    for person in crowd:
        writer = Writer(portal, person, concept, "opening")
        writer.catch_up(stage)
        assert writer.save(f"Text von {person['name']}") == 200
    assert stage("texts", concept=concept, question="opening") == [
        f"Text von {person['name']}" for person in crowd
    ]
