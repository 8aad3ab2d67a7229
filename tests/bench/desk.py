"""The authority's inbox, a case and the search: what they cost with a thousand times the cases,
beside a bare list with as many rows, and the search beside the inbox.

`python -m tests.bench.desk CASES` fills the database at hand and prints what to ask for, as JSON.
Years have 33 bodies each, as in Hesse: 33,000 cases are a thousand years of them.
"""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench.timing import Client, Measured, Work, side_by_side
from tests.bench.web import PREPARE, Web, bare_web
from tests.serve import ROOT, own_database

BODIES, SIZES = 33, (33_000, 330, 33)
INBOX = "inbox"
WORDS = 600
"""In each text, out of 20,000 that are as rare as words are."""
COMMON, RARE = "Netzwerke", "Quellenstudie"
"""A word that stands in each fifth text, and one that stands in one."""


def measure(data: Path, rounds: int) -> dict[str, list[Measured]]:
    """What is measured, and how many queries it costs → each size of the portal, largest first."""
    with ExitStack() as running:
        facts = {size: _filled(data, size, running) for size in SIZES}
        bare = _bare_list(data, SIZES[0], running)
        return {
            f"{page} ({_queries(page, facts)} queries)": side_by_side(
                {f"{size:,} cases": [_work(facts[size], page)] for size in SIZES}
                | _beside(page, facts[SIZES[0]], bare),
                rounds=rounds,
                count=20,
            )
            for page in facts[SIZES[0]]["paths"]
        }


def _beside(page: str, largest: dict[str, Any], bare: Work) -> dict[str, list[Work]]:
    """What a page is held against, if anything."""
    if page == INBOX:
        return {"bare list": [bare]}
    return {INBOX: [_work(largest, INBOX)]} if page.startswith("search") else {}


def _bare_list(data: Path, cases: int, running: ExitStack) -> Work:
    folder = data / "desk-bare"
    folder.mkdir()
    web, facts = bare_web(folder, {}, cases)
    web.start()
    running.callback(web.stop)
    client = Client(web.port, facts["session"])
    return lambda: client.ask("GET", "/list/1/")


def _filled(data: Path, size: int, running: ExitStack) -> dict[str, Any]:
    folder = data / f"desk-{size}"
    folder.mkdir()
    web = Web(folder, DATABASE_URL=own_database(folder, f"bench_{size}"), WIRPORTAL_DEMO="0")
    for command in (["-c", PREPARE], ["-m", "tests.bench.desk", str(size)]):
        done = subprocess.run(
            [sys.executable, *command],
            env=web.environment,
            cwd=ROOT,
            check=True,
            text=True,
            stdout=subprocess.PIPE,
        )
    facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    web.start()
    running.callback(web.stop)
    return facts | {"port": web.port}


def _work(facts: dict[str, Any], page: str) -> Work:
    client = Client(facts["port"], facts["session"])
    return lambda: client.ask("GET", facts["paths"][page])


def _queries(page: str, facts: dict[int, dict[str, Any]]) -> str:
    return " / ".join(str(facts[size]["queries"][page]) for size in SIZES)


# --- in a process with the database at hand -------------------------------------------------------


def fill(cases: int) -> dict[str, Any]:
    """So many cases, one of them with the full example in it; and an officer to look at them."""
    import django

    django.setup()
    from tests import make, scenes
    from wirportal.concepts.models import Concept, Revision
    from wirportal.editions.answers import clean_answers
    from wirportal.people.models import User
    from wirportal.review.searching import index

    officer = scenes.person("Robin", body="Landkreis 0", role="officer")
    robin = User.objects.get(pk=officer["id"])
    bodies = [make.body(f"Landkreis {number}") for number in range(BODIES)]
    calls = [make.call(2000 + number) for number in range(cases // BODIES)]
    places = ((call, body) for call in calls for body in bodies)
    rows = (
        Concept(organisation=body, call=call, created_by=robin, state="in_review")
        for call, body in places
    )
    while batch := list(islice(rows, 990)):
        _keep(batch, robin)
    shown = Concept.objects.get(call=calls[-1], organisation=bodies[0])
    answers = json.loads(make.EXAMPLE.read_text())["answers"] | {"other": RARE}
    content = json.dumps(clean_answers(shown.edition, answers))
    Revision.objects.filter(concept=shown).update(content=content)
    shown.search_text.delete()
    index(concept_id=shown.pk)
    paths = {
        INBOX: "/eingang/",
        "case": f"/konzepte/{shown.pk}/akte/",
        "search, a common word": f"/eingang/suche/?suche={COMMON}",
        "search, a rare word": f"/eingang/suche/?suche={RARE}",
        "search, a beginning": "/eingang/suche/?suche=Netz*",
    }
    return {"session": officer["session"], "paths": paths, "queries": _counted(robin, paths)}


def _keep(concepts: list[Any], officer: Any) -> None:
    """Concepts with all that a case has; their PDFs and receipts are short."""
    from django.utils import timezone

    from wirportal.concepts.models import Concept, Revision, Seal, Submission
    from wirportal.review.models import CaseFile, SearchText

    now, short = timezone.now(), b"%PDF-1.7"
    made = Concept.objects.bulk_create(concepts)
    revisions = Revision.objects.bulk_create(
        Revision(
            concept=one, number=1, content="{}", sha256="0" * 64, author=officer, created_at=now
        )
        for one in made
    )
    seals = Seal.objects.bulk_create(
        Seal(concept=one.concept, revision=one, pdf=short, by=officer, at=now) for one in revisions
    )
    submissions = Submission.objects.bulk_create(
        Submission(
            seal=one, call=one.concept.call, number=_number(one.concept), by=officer, at=now,
            late=False, receipt=short,
        )
        for one in seals
    )  # fmt: skip
    CaseFile.objects.bulk_create(
        CaseFile(
            concept=one, call=one.call, number=_number(one), officer=officer, opened_by=officer,
            file_number=f"WIR-{one.budget_year}-{_number(one):03}", opened_at=now,
        )
        for one in made
    )  # fmt: skip
    SearchText.objects.bulk_create(
        SearchText(concept=one.seal.concept, submission=one, text=text, words=words)
        for one, (text, words) in zip(submissions, _texts(), strict=False)
    )


def _number(concept: Any) -> int:
    return 1 + int(concept.organisation.name.split()[1])


def _texts() -> Iterator[tuple[str, str]]:
    """Texts of made-up compounds with their stems; each fifth has the common word."""
    from wirportal.review.stemming import stem

    chance = random.Random(1)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=4)) for _ in range(20_000)]
    rarity = [1 / (place + 1) for place in range(len(vocabulary))]
    while True:
        words = chance.choices(vocabulary, rarity, k=WORDS)
        words += [COMMON] * (chance.random() < 0.2)
        yield " ".join(words), " ".join(sorted({stem(word) for word in words}))


SYLLABLES = (
    "ver", "ein", "netz", "werk", "kom", "mu", "nal", "be", "rat", "ung", "sprach", "kurs", "fach",
    "kraft", "mig", "rant", "bil", "dung", "quar", "tier", "ort", "schu", "le", "am", "ge", "mein",
    "eh", "ren", "wirk", "haus", "halt", "plan", "ziel", "stadt", "land", "kreis",
)  # fmt: skip


def _counted(officer: Any, paths: dict[str, str]) -> dict[str, int]:
    """How many queries each page costs, session and user included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    from tests import make

    setup_test_environment()
    client, counts = make.client(officer), {}
    for page, path in paths.items():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counts[page] = len(captured)
    return counts


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[1]))))
