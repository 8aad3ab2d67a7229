"""The Word file: the official layout with a tagged control for each field."""

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from lxml import etree

from tests.documents.contents import blank, musterland, papers
from wirportal.documents import docx, pdf, reading
from wirportal.documents.docx_package import _STYLES
from wirportal.documents.paper import Paper, to_json
from wirportal.editions.answers import clean_answers
from wirportal.editions.load import load
from wirportal.editions.outline import Body

pytestmark = pytest.mark.documents

OFFICIAL = Path(__file__).parents[1] / "data" / "formular.txt"


def body_of(paper: Paper) -> Any:
    """The w:body as Word reads it."""
    with zipfile.ZipFile(io.BytesIO(docx.write(paper))) as archive:
        return etree.fromstring(archive.read("word/document.xml")).find(qn("w:body"))


def controls(paper: Paper) -> list[tuple[str, Any]]:
    """Tag and element of each tagged control."""
    found = [
        (sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}"), sdt)
        for sdt in body_of(paper).iter(qn("w:sdt"))
    ]
    return [(tag.get(qn("w:val")), sdt) for tag, sdt in found if tag is not None]


def paragraphs(element: Any) -> list[str]:
    return ["".join(p.itertext(qn("w:t"))) for p in element.iter(qn("w:p"))]


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    return dict(controls(musterland()))


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(paper=papers())
def test_every_content_comes_back_from_word_and_json(
    paper: Paper, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "konzept"
    for content in (docx.write(paper), to_json(paper)):
        file.write_bytes(content)
        read = reading.read(file, paper.edition)
        assert read.answers == paper.answers
        assert read.revision == paper.revision
        if paper.body.type:
            assert read.body.name == paper.body.name


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(paper=papers())
def test_every_content_comes_back_from_the_pdf(
    paper: Paper, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "konzept"
    file.write_bytes(pdf.render(paper))
    assert reading.read(file, paper.edition).answers == paper.answers


def test_each_question_has_its_control_in_printed_order() -> None:
    found = [tag.split(".")[1] for tag, _ in controls(blank()) if tag.count(".") == 1]
    assert found == list(load().questions)


def test_each_body_type_has_its_control(example: dict[str, Any]) -> None:
    assert paragraphs(example["wir.body.landkreis"]) == []  # inside of its line
    assert "".join(example["wir.body.landkreis"].itertext(qn("w:t"))) == "Landkreis Musterland"
    empty = {"wir.body.kreisfreie_stadt", "wir.body.sonderstatusstadt"}
    assert all(next(example[tag].iter(qn("w:showingPlcHdr")), None) is not None for tag in empty)


def test_rows_and_cells_are_tagged(example: dict[str, Any]) -> None:
    goals = musterland().answers["goals"]
    for row in goals:
        inside = example[f"wir.row.{row['id']}"]
        tags = [tag.get(qn("w:val")) for tag in inside.iter(qn("w:tag"))][1:]
        assert tags == [f"wir.goals.{column.id}" for column in load().questions["goals"].columns]


def test_rows_can_be_added_in_word(example: dict[str, Any]) -> None:
    space = "{http://schemas.microsoft.com/office/word/2012/wordml}"
    goals = example["wir.goals"]
    assert len(list(goals.iter(f"{space}repeatingSection"))) == 1
    assert len(list(goals.iter(f"{space}repeatingSectionItem"))) == (
        len(musterland().answers["goals"]) + 1
    )


def test_blank_form_offers_rows_and_shows_where_to_type() -> None:
    found = controls(blank())
    rows = Counter(tag.split(".")[1] for tag, _ in found if tag.startswith("wir.row."))
    tables = [question for question in load().questions.values() if question.columns]
    assert rows["row"] == 3 * len(tables)
    typed = [
        sdt
        for tag, sdt in found
        if next(sdt.iter(qn("w:tbl")), None) is None and ".row." not in tag
    ]
    assert all(next(sdt.iter(qn("w:showingPlcHdr")), None) is not None for sdt in typed)
    assert all("".join(sdt.itertext(qn("w:t"))) for sdt in typed)


def test_lines_of_an_answer_are_paragraphs_of_their_own() -> None:
    text = "Erster Absatz\n\n- Punkt\n- Punkt\tmit Tabulator"
    paper = Paper(load(), {"status": text})
    answer = dict(controls(paper))["wir.status"]
    assert paragraphs(answer) == ["Erster Absatz", "", "- Punkt", "- Punktmit Tabulator"]
    assert len(list(answer.iter(qn("w:tab")))) == 1


def test_numbers_of_controls_are_unique_and_names_short() -> None:
    body = body_of(musterland())
    properties = list(body.iter(qn("w:sdtPr")))
    numbers = [entry.find(qn("w:id")).get(qn("w:val")) for entry in properties]
    assert len(numbers) == len(set(numbers)) > 100
    names = [entry.find(qn(f"w:{name}")) for entry in properties for name in ("tag", "alias")]
    assert max(len(name.get(qn("w:val"))) for name in names if name is not None) <= 64


def test_entries_to_pick_differ_and_the_picked_one_is_shown() -> None:
    edition = load()
    goals = [{"title": "Gleich"}, {"title": "Gleich"}, {"title": "z" * 400}]
    answers = clean_answers(edition, {"goals": goals})
    ids = [row["id"] for row in answers["goals"]]
    answers |= clean_answers(edition, {"milestones": [{"title": "M", "goal": ids[1]}]})
    cell = next(
        sdt for tag, sdt in controls(Paper(edition, answers)) if tag == "wir.milestones.goal"
    )
    entries = {
        e.get(qn("w:value")): e.get(qn("w:displayText")) for e in cell.iter(qn("w:listItem"))
    }
    assert list(entries) == ids
    assert list(entries.values())[:2] == ["Gleich", "Gleich (2)"]
    assert max(map(len, entries.values())) <= 255
    assert "".join(cell.itertext(qn("w:t"))) == "Gleich (2)"


def test_official_wording_is_complete_and_in_order() -> None:
    lines = OFFICIAL.read_text(encoding="utf-8").replace("kreisfeien", "kreisfreien").splitlines()
    printed = "".join("".join(paragraphs(body_of(blank()))).split())
    at = 0
    for line in lines:
        for piece in re.split("\u2002[\u2002. ]*", line.replace("·", "")):
            wanted = "".join(piece.split())
            if any(character.isalpha() for character in wanted):
                at = printed.index(wanted, at) + len(wanted)


def test_headings_and_styles_are_real_ones() -> None:
    word = python_docx.Document(io.BytesIO(docx.write(musterland())))
    styles = [paragraph.style.name for paragraph in word.paragraphs if paragraph.style]
    edition = load()
    assert styles.count("Heading 1") == len([s for s in edition.sections if s.part == "body"])
    assert styles.count("Title") == 1
    assert styles.count("WIR Hinweis") == 1
    assert set(_STYLES) <= {style.name for style in word.styles}


def test_file_is_german_and_says_what_it_is() -> None:
    word = python_docx.Document(io.BytesIO(docx.write(musterland())))
    core = word.core_properties
    assert (core.title, core.author) == (load().title, "Landkreis Musterland")
    assert (core.language, core.modified) == ("de-DE", musterland().stamp)
    languages = {entry.get(qn("w:val")) for entry in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"de-DE"}


def test_header_rows_repeat_and_tables_have_names() -> None:
    tables = list(body_of(musterland()).iter(qn("w:tbl")))
    labels = [
        table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}").get(qn("w:val")) for table in tables
    ]
    assert labels == [q.label for q in load().questions.values() if q.columns]
    assert all(len(list(table.iter(qn("w:tblHeader")))) == 1 for table in tables)


def test_fields_cannot_be_deleted_but_rows_can(example: dict[str, Any]) -> None:
    locked = {
        tag
        for tag, sdt in example.items()
        if sdt.find(f"{qn('w:sdtPr')}/{qn('w:lock')}") is not None
    }
    assert {f"wir.{question}" for question in load().questions} <= locked
    assert not [tag for tag in locked if tag.startswith("wir.row.")]


@pytest.mark.parametrize("seed", ["1", "2"])
def test_same_paper_gives_the_same_bytes_in_another_process(seed: str) -> None:
    script = (
        "import hashlib; from tests.documents.contents import musterland; "
        "from wirportal.documents import docx; "
        "print(hashlib.sha256(docx.write(musterland())).hexdigest())"
    )
    made = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONHASHSEED": seed},
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    assert made.stdout.strip() == hashlib.sha256(docx.write(musterland())).hexdigest()


def test_name_without_a_type_does_no_harm() -> None:
    paper = Paper(load(), {}, Body('Name & <Träger> "von" irgendwo'))
    assert "Träger" in python_docx.Document(io.BytesIO(docx.write(paper))).core_properties.author
