"""The `wirportal` command as people call it: output, exit status, one sentence for every error."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.documents.reading.forms import OFFICIAL, filled
from wirportal.editions.load import CURRENT, load
from wirportal.editions.schema import concept_schema

EXAMPLE = Path(__file__).parents[1] / "data" / "konzept-musterland.json"


def wirportal(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command without any settings of Django."""
    return subprocess.run(
        [sys.executable, "-m", "wirportal.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        cwd=Path(__file__).parents[2],
    )


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_import_of_the_empty_form_finds_nothing(tmp_path: Path) -> None:
    run = wirportal("import", written(tmp_path / "formular.txt", OFFICIAL))
    assert (run.returncode, run.stderr) == (0, "")
    found = json.loads(run.stdout)
    assert (found["answers"], found["findings"], found["unassigned"]) == ({}, [], [])


def test_import_tells_where_it_found_an_answer(tmp_path: Path) -> None:
    form = written(
        tmp_path / "formular.txt", filled({"schedule": "Meilenstein 1 (31.03.2027): Start."})
    )
    run = wirportal("import", form, "-o", tmp_path / "out.json")
    assert (run.returncode, run.stdout) == (0, "")
    found = json.loads((tmp_path / "out.json").read_text())
    assert found["answers"] == {"schedule": "Meilenstein 1 (31.03.2027): Start."}
    assert found["findings"] == [{"id": "schedule", "confidence": 0.9, "source": "heading"}]
    assert [row["due"] for row in found["suggestions"]["milestones"]] == ["2027-03-31"]


def test_import_check_and_render_understand_each_other(tmp_path: Path) -> None:
    first = tmp_path / "first.json"
    assert wirportal("import", EXAMPLE, "-o", first).returncode == 0
    assert wirportal("check", first).returncode == 0
    for kind in ("pdf", "docx", "json"):
        printed = tmp_path / f"printed.{kind}"
        assert wirportal("render", first, "--format", kind, "-o", printed).returncode == 0
        again = json.loads(wirportal("import", printed).stdout)
        assert again["answers"] == json.loads(first.read_text())["answers"]
    assert wirportal("render", first, "--format", "html", "-o", tmp_path / "h").returncode == 0
    assert "Verschiedenes / Sonstiges" in (tmp_path / "h").read_text()


def test_check_names_row_and_column_and_fails_on_errors(tmp_path: Path) -> None:
    rows = [{"title": "Start", "due": "2027-01-15"}, {"title": "Ende", "due": "31.02.2027"}]
    run = wirportal("check", written(tmp_path / "k.json", json.dumps({"milestones": rows})))
    assert run.returncode == 1
    assert any(
        line.startswith("error milestones[2].due: Den Tag 31.02.2027")
        for line in run.stdout.split("\n")
    )


def test_schema_is_that_of_the_edition() -> None:
    run = wirportal("schema")
    assert json.loads(run.stdout) == concept_schema(load())
    assert wirportal("schema", CURRENT).stdout == run.stdout
    jsonschema.Draft202012Validator.check_schema(json.loads(run.stdout))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("import", "{tmp}/missing.docx"), "gibt es nicht"),
        (("import", "{tmp}"), "keine Datei"),
        (("import", "{tmp}/empty"), "leer"),
        (("import", "{tmp}/bad.json"), "JSON"),
        (("import", "{tmp}/form.txt", "--edition", "2099"), "2099"),
        (("import", "{tmp}/form.txt", "-o", "{tmp}/no/folder"), "gibt es nicht"),
        (("check", "{tmp}/bad.json"), "JSON"),
        (("check", "{tmp}/form.txt"), "JSON"),
        (("check", "{tmp}/missing"), "gibt es nicht"),
        (("check", "{tmp}/foreign.json"), "unbekannt"),
        (("render", "{tmp}/bad.json", "--format", "pdf", "-o", "{tmp}/x"), "JSON"),
        (("render", "{tmp}/good.json", "--format", "json", "-o", "{tmp}"), "Ordner"),
        (("schema", "2099"), "2099"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    arguments: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    written(tmp_path / "empty", "")
    written(tmp_path / "bad.json", '{"answers": ')
    written(tmp_path / "good.json", '{"status": "a"}')
    written(tmp_path / "form.txt", OFFICIAL)
    written(
        tmp_path / "foreign.json",
        '{"format": "wir-portal/concept", "version": 1, "edition": "2099", "answers": {}}',
    )
    run = wirportal(*(argument.format(tmp=tmp_path) for argument in arguments))
    assert (run.returncode, run.stdout) == (2, "")
    assert words in run.stderr
    assert run.stderr.count("\n") == 1


def test_output_into_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m wirportal.cli schema | head -c 1"
    run = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("{", "")
