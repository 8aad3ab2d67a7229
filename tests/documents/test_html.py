"""The concept as a page: for screen readers, for the command line, safe."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html as lxml_html

from tests.documents.contents import blank, musterland, papers
from wirportal.documents import html
from wirportal.documents.paper import Paper
from wirportal.editions.answers import clean_answers
from wirportal.editions.load import load

pytestmark = pytest.mark.documents


def parsed(paper: Paper) -> Any:
    return lxml_html.document_fromstring(html.render(paper))


@pytest.fixture(scope="module")
def example() -> Any:
    return parsed(musterland())


def test_headings_follow_the_form(example: Any) -> None:
    edition = load()
    assert [h.text for h in example.iter("h1")] == [edition.title]
    assert [h.text for h in example.iter("h2")] == [s.heading for s in edition.sections]
    asked = [q.heading for s in edition.sections if s.part == "body" for q in s.questions
             if not q.columns and not q.printed and q.id != s.lead]  # fmt: skip
    assert [h.text for h in example.iter("h3")] == asked


def test_tables_have_names_and_headers(example: Any) -> None:
    for table in example.iter("table"):
        assert table.find("caption").text
        assert {th.get("scope") for th in table.find("thead").iter("th")} == {"col"}
        for row in table.find("tbody"):
            assert row[0].get("scope") == "row"
            assert len(row) == len(table.find("thead/tr"))


def test_page_is_german_and_answers_know_their_direction(example: Any) -> None:
    assert example.get("lang") == "de"
    for answer in [*example.iter("td"), *example.iter("dd"), *example.iter("li")]:
        assert answer.get("dir") == "auto"


def test_paragraphs_and_lists_are_kept() -> None:
    page = parsed(Paper(load(), {"status": "Eins\nzwei\n\n- drei\n- vier"}))
    (found,) = [p for p in page.iter("p") if p.text == "Eins"]
    assert [br.tail for br in found] == ["zwei"]
    assert [point.text for point in found.getnext()] == ["drei", "vier"]


def test_unanswered_questions_are_shown() -> None:
    assert html.render(blank()).count("noch nicht beantwortet") > 15


def test_draft_and_revision_are_named() -> None:
    assert "Landesprogramm „WIR“ · Entwurf<" in html.render(blank())
    assert "Landesprogramm „WIR“ · Fassung K7QM-2F4T<" in html.render(musterland())


def test_no_inline_style_inside_the_body() -> None:
    body = html.body_html(musterland().outline)
    assert "style=" not in body and "<script" not in body and "<h1" not in body


def test_answers_are_escaped() -> None:
    code = '<script>alert("x")</script> & <b>{status}</b> {0} %s'
    rows = {"goals": [{"title": code, "description": code}]}
    paper = Paper(load(), clean_answers(load(), {"status": code} | rows))
    page = parsed(paper)
    assert not list(page.iter("script")) and not list(page.iter("b"))
    assert page.text_content().count(code) == 3


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(paper=papers())
def test_every_prose_answer_is_there_whole(paper: Paper) -> None:
    shown = "".join(parsed(paper).text_content().split())
    text = paper.answers.get("steering", "")
    assert not [
        line for line in text.split("\n") if "".join(line.lstrip(" -–•\t").split()) not in shown
    ]


def test_page_needs_no_settings() -> None:
    script = (
        "from wirportal.documents import html; from wirportal.documents.paper import Paper; "
        "from wirportal.editions.load import load; print(len(html.render(Paper(load(), {}))))"
    )
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    made = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    assert int(made.stdout) > 5000
