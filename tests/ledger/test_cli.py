"""`wirportal ledger` as operators call it: in a process of its own, on the portal's database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests import make
from wirportal import cli
from wirportal.ledger.models import Event


@pytest.fixture
def sound(db: None) -> str:
    """The name of the chain of a concept with three events."""
    return f"concept {make.concept(answers={'opening': 'a', 'welcome': 'b'}).pk}"


def said(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = cli.main(["ledger", *map(str, arguments)])
    return status, capfd.readouterr().out


def test_a_sound_ledger_is_counted(sound: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert said(capfd, "verify") == (0, "Ereignisse: 3, Ketten: 1, Fehler: 0\n")


def test_the_first_broken_event_is_named(sound: str, capfd: pytest.CaptureFixture[str]) -> None:
    Event.objects.filter(sequence=2).update(object="status")
    status, text = said(capfd, "verify")
    assert (status, text.split("\n")[0]) == (1, f"Kette „{sound}“: Ereignis 2 ist verändert.")
    assert text.endswith("Ketten: 1, Fehler: 1\n")


def test_noted_ends_find_what_was_taken_with_its_head(
    sound: str, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    noted = tmp_path / "enden.txt"
    assert said(capfd, "heads", "-o", noted)[0] == 0
    assert said(capfd, "verify", "--heads", noted)[0] == 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_event")
        cursor.execute("DELETE FROM ledger_head")
    assert said(capfd, "verify")[0] == 0
    status, text = said(capfd, "verify", "--heads", noted)
    assert status == 1
    assert f"Kette „{sound}“: Ereignis 3 ist nicht mehr das, was notiert wurde." in text


@pytest.mark.parametrize("content", ["Protokoll", "1 2 3", "{chain} zwei drei"])
def test_other_files_are_no_noted_ends(
    content: str, db: None, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    noted = tmp_path / "enden.txt"
    noted.write_text(content)
    assert cli.main(["ledger", "verify", "--heads", str(noted)]) == 2
    assert "stehen keine Enden von Ketten" in capfd.readouterr().err


def test_without_a_database_one_sentence_says_so(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "wirportal.cli", "ledger", "verify"],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "WIRPORTAL_DATA": str(tmp_path)},
        cwd=Path(__file__).parents[2],
    )
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert "Das Protokoll lässt sich nicht lesen" in run.stderr
