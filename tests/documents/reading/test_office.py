"""What LibreOffice makes of both forms: .doc, .odt, .docx saved again, PDF without attachment."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.documents.reading.conftest import Read
from tests.documents.reading.forms import as_word, filled
from wirportal.documents import docx as writer
from wirportal.documents import reading
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.paper import Paper, from_json
from wirportal.documents.reading.sandbox import read_safely
from wirportal.editions.load import CURRENT, load

pytestmark = pytest.mark.documents
needs_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed"
)

EDITION = load()
EXAMPLE = from_json((Path(__file__).parents[2] / "data" / "konzept-musterland.json").read_bytes())
GOAL = "6f0c6c4e-6a3b-4f6e-9d0a-77a5b1b0c0de"
TABLES = {
    "goals": [{"id": GOAL, "title": "Offene Verwaltung", "focus": "both"}],
    "opening_steps": [{"id": GOAL, "title": "Formulare prüfen", "goal": GOAL}],
    "welcome_steps": [{"id": GOAL, "title": "Bus auf den Weg bringen", "responsible": "FD 5.4"}],
    "indicators": [{"id": GOAL, "title": "Kontakte", "target": "1234.5", "due": "2027-12-31"}],
}
PROSE = {q: v for q, v in EXAMPLE.answers.items() if EDITION.questions[q].kind == "text"}
LISTED = "Wir planen:\n- eine Befragung,\n- 5.4 siehe unten.\n\nDanach folgt mehr."


def converted(content: bytes, kind: str, folder: Path) -> bytes:
    """The Word file as LibreOffice saves it."""
    (folder / "in.docx").write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={folder.as_uri()}/profile", "--headless",
         "--convert-to", kind, "--outdir", str(folder / "out"), str(folder / "in.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    return (folder / "out" / f"in.{kind}").read_bytes()


def without_ids(value: object) -> object:
    """Rows without their ids, and without what refers to them."""
    if not isinstance(value, list):
        return value
    return [{k: v for k, v in row.items() if k not in ("id", "goal")} for row in value]


@needs_office
@pytest.mark.parametrize("kind", ["odt", "docx", "doc"])
def test_own_file_saved_by_libreoffice_comes_back(kind: str, read: Read, tmp_path: Path) -> None:
    answers = EXAMPLE.answers | TABLES
    file = converted(writer.write(Paper(EDITION, answers, EXAMPLE.body)), kind, tmp_path)
    imported = read(file)
    assert {q: without_ids(v) for q, v in imported.answers.items()} == {
        q: without_ids(v) for q, v in answers.items()
    }
    assert imported.body == EXAMPLE.body
    assert imported.unassigned == ()
    goal = imported.answers["goals"][0]["id"]
    assert imported.answers["opening_steps"][0]["goal"] == goal


@needs_office
@pytest.mark.parametrize("kind", ["odt", "doc"])
def test_old_form_saved_by_libreoffice_comes_back(kind: str, read: Read, tmp_path: Path) -> None:
    answers = PROSE | {"opening": LISTED, "applicant": "Amt 5", "place": "A", "date": "1.2.2027"}
    imported = read(converted(as_word(answers), kind, tmp_path))
    assert imported.answers == answers | {"date": "2027-02-01"}
    assert imported.unassigned == ()


@needs_office
def test_empty_old_form_as_doc_has_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "formular.txt"
    path.write_bytes(converted(as_word({}), "doc", tmp_path))
    imported = read_safely(path, CURRENT)
    assert (imported.answers, imported.unassigned) == ({}, ())


@needs_office
def test_old_form_as_pdf_comes_back(read: Read, tmp_path: Path) -> None:
    imported = read(converted(as_word(PROSE), "pdf", tmp_path))
    assert imported.answers == PROSE


def test_old_word_file_is_refused_where_libreoffice_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "formular.rtf"
    path.write_text("{\\rtf1 " + filled({}) + "}")
    with pytest.raises(UnreadableFile, match="LibreOffice fehlt"):
        reading.read(path, EDITION)
