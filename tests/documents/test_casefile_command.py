"""`wirportal verify` as people call it, and the index that they read."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents.casefiles import bomb, packed, parts_of, sha256, without, written, zipped
from tests.documents.test_cli import wirportal
from wirportal.documents.casefile.contents import DATA, INDEX, LEDGER, MANIFEST

pytestmark = pytest.mark.documents


def test_the_command_tells_what_is_proved_and_what_is_open(tmp_path: Path) -> None:
    run = wirportal("verify", written(tmp_path, packed()))
    assert (run.returncode, run.stderr) == (0, "")
    assert "Akte WIR-2027-001" in run.stdout
    assert "in Ordnung  Protokoll" in run.stdout
    assert "offen       Herkunft des Verzeichnisses" in run.stdout
    manifest = sha256(parts_of(packed())[MANIFEST])
    assert f"Prüfsumme des Verzeichnisses: {manifest}" in run.stdout
    known = wirportal("verify", tmp_path / "akte.zip", "--manifest", manifest)
    assert (known.returncode, "offen" in known.stdout) == (0, False)


@pytest.mark.parametrize(
    ("build", "status", "said"),
    [
        (lambda: zipped(without(INDEX)(parts_of(packed()))), 1, "„index.html“ fehlt"),
        (lambda: b"PK", 2, "keine ZIP-Datei"),
        (bomb, 2, "viel zu groß"),
    ],
)
def test_the_command_fails_on_what_is_wrong(
    build: Callable[[], bytes], status: int, said: str, tmp_path: Path
) -> None:
    run: subprocess.CompletedProcess[str] = wirportal("verify", written(tmp_path, build()))
    assert run.returncode == status
    assert said in (run.stdout if status == 1 else run.stderr)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    run = wirportal("verify", tmp_path / "akte.zip")
    assert (run.returncode, "gibt es nicht" in run.stderr) == (2, True)


def test_the_index_is_whole_and_escapes_what_people_wrote() -> None:
    index = parts_of(packed())[INDEX].decode()
    assert "Bitte &lt;b&gt;ergänzen&lt;/b&gt;.\n&amp; bald" in index
    for path in parts_of(packed()):
        if path not in (INDEX, DATA, LEDGER, MANIFEST):
            assert f'href="{path}"' in index
    assert "http" not in index.replace("http-equiv", "")
