"""What the documents say about the code and about each other is so."""

import re
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from wirportal.editions.load import load

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
README = (ROOT / "README.md").read_text()
OPERATE = (ROOT / "docs" / "operate.md").read_text()
HANDBOOKS = sorted((ROOT / "docs" / "handbuch").glob("*.md"))
SOURCES = [p for kind in ("html", "py") for p in (ROOT / "wirportal").rglob(f"*.{kind}")]
CODE = re.sub(r'"\s*\n\s*"', "", "".join(path.read_text() for path in SOURCES))
"""Everything that a page can say is in it, strings of several lines in one."""
CODE_NAMES = re.findall(r"`(wirportal(?:\.\w+)+)`", GLOSSARY)
PLAN_IDS = re.findall(r"`([a-z_]+(?:\.[a-z_]+)?)`", GLOSSARY.partition("## The plan's rows")[2])
LINK = re.compile(r"\]\(([^)\s]+)\)")
HOSTS = {
    *("127.0.0.1", "example.org", "idp.example.org", "wir.example.org"),
    *("keepachangelog.com", "semver.org"),
}
"""What pages may name. No registry: everybody has another one."""


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """The fragments of a page's headings, as hosts of Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text).strip().lower().replace(" ", "-") for text in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text()):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, fragment = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not fragment or fragment in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_pages_name_no_unexpected_host(page: Path) -> None:
    named = re.findall(r"https?://([\w.-]+)", page.read_text())
    assert set(named) <= HOSTS


def test_every_image_is_shown_and_small() -> None:
    links = [(page.parent, link) for page in PAGES for link in LINK.findall(page.read_text())]
    shown = {(folder / link).resolve() for folder, link in links}
    for image in (ROOT / "docs" / "images").glob("*"):
        assert image in shown, image
        assert image.stat().st_size < 250_000, image


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_make_targets_exist(page: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = re.findall(r"(?:`|^ {4}|=\S+ )make ([a-z]+)", page.read_text(), re.MULTILINE)
    assert set(named) <= set(targets)


def test_readme_starts_with_the_two_commands() -> None:
    assert {"make run", "make test"} <= set(re.findall(r"make \w+", README))


def test_every_environment_variable_is_described() -> None:
    reads = r'environ(?:\.get\(|\[)"([A-Z_]+)"|"([A-Z_]+)" in os\.environ'
    named = {a or b for a, b in re.findall(reads, CODE)} - {"PATH"}
    described = re.findall(r"^\| `([A-Z_]+)`", OPERATE, re.MULTILINE)
    assert {*named, "DATABASE_URL"} == set(described)


@pytest.mark.parametrize("page", HANDBOOKS, ids=name)
def test_handbook_quotes_what_is_on_screen(page: Path) -> None:
    rows = {question.row_label for question in load().questions.values()}
    for phrase in re.findall("„([^“]+)“", " ".join(page.read_text().split())):
        row, is_button, _ = phrase.partition(" hinzufügen")
        parts = [part.strip() for part in re.split(r"…|\d\d:\d\d\.?", phrase)]
        assert row in rows if is_button else all(part in CODE for part in parts), phrase


def look_up(dotted: str) -> Any:
    """The module, or what it holds; AttributeError or ModuleNotFoundError where there is none."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            module = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        return reduce(_member, parts[length:], module)
    raise ModuleNotFoundError(dotted)


def _member(owner: Any, part: str) -> Any:
    """An attribute; of a pydantic class or a dataclass also a field without a default."""
    fields = getattr(owner, "model_fields", None) or getattr(owner, "__dataclass_fields__", {})
    return fields[part] if part in fields else getattr(owner, part)


@pytest.mark.parametrize("dotted", CODE_NAMES)
def test_glossary_names_what_exists(dotted: str) -> None:
    look_up(dotted)


@pytest.mark.parametrize("place", PLAN_IDS)
def test_glossary_names_questions_of_the_form(place: str) -> None:
    question_id, _, column_id = place.partition(".")
    question = load().questions[question_id]
    assert not column_id or question.column(column_id)


def test_every_decision_is_listed() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text()
    pages = sorted(page.name for page in (ROOT / "docs" / "adr").glob("0*.md"))
    assert re.findall(r"\((0\S+\.md)\)", index) == pages
