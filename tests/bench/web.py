"""Saving an answer and showing a section: the portal and the bare framework, on one machine."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.bench.timing import Client, Measured, Work, side_by_side
from tests.serve import EXAMPLE, ROOT, Portal, Stage, own_database
from wirportal.web.management.commands.portal import web_server

QUESTIONS = ("annual_plan", "opening", "welcome", "schedule", "indicators_note", "steering")
TEXT = "Die Fachbereiche stimmen sich monatlich ab und berichten der Verwaltungsspitze. " * 10
PREPARE = (
    "import django; django.setup(); "
    "from wirportal.web.management.commands.portal import prepare; prepare()"
)


class Web(Portal):
    """Only the web server, with the portal's own settings of it."""

    target = "wirportal.wsgi:application"

    @property
    def command(self) -> list[str]:
        return [*web_server("127.0.0.1", self.port)[:-1], self.target]


class BareWeb(Web):
    target = "tests.bench.bare:application"


@dataclass(frozen=True)
class Side:
    """A server with the example in it, and what saves a question and shows the page there."""

    save: Callable[[str], Work]
    show: Work


@contextmanager
def ours(data: Path, answers: dict[str, Any]) -> Iterator[Side]:
    web = Web(data, DATABASE_URL=own_database(data, "bench_ours"), WIRPORTAL_DEMO="0")
    subprocess.run([sys.executable, "-c", PREPARE], env=web.environment, cwd=ROOT, check=True)
    stage = Stage(web)
    person = stage("person", name="Alex", body="Landkreis Musterland")
    concept = stage("concept", by=person["id"], answers=answers)
    stage.close()
    path = f"/konzepte/{concept}/abschnitt/strategy/"

    def token(page: str, question: str) -> str:
        found = re.search(rf'name="version-{question}"[^>]* value="([^"]+)"', page)
        assert found, page[:500]
        return found[1]

    def save(question: str) -> Work:
        client = Client(web.port, person["session"])
        seen, numbers = token(client.ask("GET", path), question), count()

        def work() -> None:
            nonlocal seen
            texts = {f"version-{question}": seen, question: f"{TEXT}{next(numbers)}"}
            body = urlencode({"writer": person["id"]} | texts)
            seen = token(client.ask("POST", path, body, **{"HX-Request": "true"}), question)

        return work

    viewer = Client(web.port, person["session"])
    with _running(web):
        yield Side(save, lambda: viewer.ask("GET", path))


def bare_web(data: Path, answers: dict[str, Any], cases: int = 0) -> tuple[BareWeb, dict[str, str]]:
    """The bare framework's server, not yet running, and what stands in it."""
    web = BareWeb(data, BARE_DATABASE=own_database(data, "bench_bare"))
    made = subprocess.run(
        [sys.executable, "-m", "tests.bench.bare", str(cases)],
        input=json.dumps(answers),
        env=web.environment,
        cwd=ROOT,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    facts: dict[str, str] = json.loads(made.stdout)
    return web, facts


@contextmanager
def bare(data: Path, answers: dict[str, Any]) -> Iterator[Side]:
    web, facts = bare_web(data, answers)

    def save(question: str) -> Work:
        client = Client(web.port, facts["session"])
        path, versions = f"/{facts['concept']}/save/{question}/", count()

        def work() -> None:
            number = next(versions)
            client.ask("POST", path, urlencode({"value": f"{TEXT}{number}", "version": number}))

        return work

    viewer = Client(web.port, facts["session"])
    with _running(web):
        yield Side(save, lambda: viewer.ask("GET", f"/{facts['concept']}/strategy/"))


@contextmanager
def _running(web: Web) -> Iterator[None]:
    web.start()
    try:
        yield
    finally:
        web.stop()


def measure(data: Path, rounds: int) -> dict[str, list[Measured]]:
    """What is measured → ours, then the bare framework."""
    answers = json.loads(EXAMPLE.read_text())["answers"]
    with ours(data, answers) as portal, bare(data, answers) as framework:
        sides = {"ours": portal, "bare": framework}
        alone = {name: [side.save(QUESTIONS[0])] for name, side in sides.items()}
        shown = {name: [side.show] for name, side in sides.items()}
        crowd = {name: [side.save(q) for q in QUESTIONS[1:]] for name, side in sides.items()}
        return {
            "save an answer, one person": side_by_side(alone, rounds=rounds, count=100),
            "save an answer, five people at once": side_by_side(crowd, rounds=rounds, count=40),
            "show a filled section page": side_by_side(shown, rounds=rounds, count=50),
        }
