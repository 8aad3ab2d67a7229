"""Budgets and bans that no reviewer should have to look for."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = sorted(
    path
    for folder in ("wirportal", "tests", "tools")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "wirportal").rglob("templates/**/*.html"))
JUNK_ROOMS = {"common", "utils", "core", "helpers", "services"}
# what betrays the machine that a file was made on, or the registry that a package came from
MACHINE = re.compile(
    rb"(?<![\w.])/(?:work|root)/|registry\.npmjs|pypi\.org|files\.pythonhosted|deb\.debian\.org"
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_python_file_stays_short(path: Path) -> None:
    assert lines(path) <= (250 if path.name == "settings.py" else 400)


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_functions_stay_short(path: Path) -> None:
    functions = (
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long = {f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 50}
    assert not long


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_stays_short(path: Path) -> None:
    assert lines(path) <= 130


def test_no_room_is_named_after_nothing() -> None:
    rooms = {path.stem for path in PYTHON} | {path.parent.name for path in PYTHON}
    assert not rooms & JUNK_ROOMS


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_no_signals(path: Path) -> None:
    signals = r"^\s*(from|import) django\.(dispatch|\S*signals)"
    assert not re.search(signals, path.read_text(), re.MULTILINE)


def test_direct_dependencies_stay_few() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert len(project["dependencies"]) <= 20


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=name)
def test_requirements_name_no_host(path: Path) -> None:
    assert not re.search(r"https?://|^-", path.read_text(), re.MULTILINE)


def test_no_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    files = [ROOT / path for path in listed.stdout.decode().split("\0") if path]
    assert not [name(f) for f in files if f.is_file() and MACHINE.search(f.read_bytes())]
