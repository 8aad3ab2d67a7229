"""The PDF: the official form to look at and to hear, conforming whatever stands in it."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings

from tests.documents.conformance import failures, lengths_are_right
from tests.documents.contents import DIFFICULT, blank, musterland, papers
from wirportal.documents import pdf
from wirportal.documents.paper import Paper, to_json
from wirportal.documents.typeset import PDF
from wirportal.editions.answers import clean_answers
from wirportal.editions.load import load
from wirportal.editions.outline import Body

pytestmark = pytest.mark.documents

OFFICIAL = Path(__file__).parents[1] / "data" / "formular.txt"


def reader(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def texts(data: bytes) -> list[str]:
    """What can be copied from each page."""
    return [part.extract_text() for part in reader(data).pages]


def text_places(part: pypdf.PageObject) -> list[tuple[float, float]]:
    """Where on the page each piece of text begins, in points."""
    places: list[tuple[float, float]] = []

    def note(text: str, page: list[float], line: list[float], *_: Any) -> None:
        if text.strip():
            x = line[4] * page[0] + line[5] * page[2] + page[4]
            places.append((x, line[4] * page[1] + line[5] * page[3] + page[5]))

    part.extract_text(visitor_text=note)
    return places


def tight(text: str) -> str:
    """Without blanks, and without hyphens that only end a line."""
    return re.sub(r"\s+", "", re.sub("\u00ad\n?", "", text))


def elements(node: Any) -> Iterator[Any]:
    """The structure elements in reading order."""
    for child in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            if "/K" in child:
                yield from elements(child.K)


def outline_of(data: bytes) -> list[tuple[str, str]]:
    """Name and alternative text of each structure element."""
    with pikepdf.open(io.BytesIO(data)) as document:
        found = elements(document.Root.StructTreeRoot.K)
        return [(str(element.S), str(element.get("/Alt", ""))) for element in found]


@pytest.fixture(scope="module")
def example() -> bytes:
    return pdf.render(musterland())


@pytest.fixture(scope="module")
def empty() -> bytes:
    return pdf.render(replace(blank(), draft=False))


def test_example_and_blank_form_conform(example: bytes, empty: bytes) -> None:
    assert failures(example) == failures(empty) == set()


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(paper=papers())
def test_every_content_conforms_without_a_warning(paper: Paper) -> None:
    made, warnings = pdf._typeset(paper, **PDF)
    assert not warnings
    assert failures(made) == set()


def test_every_difficult_text_conforms() -> None:
    rows = [{"title": text, "description": text, "focus": text} for text in DIFFICULT]
    answers = {"status": "\n\n".join(DIFFICULT), "goals": rows}
    edition = load()
    assert failures(pdf.render(Paper(edition, clean_answers(edition, answers)))) == set()


@pytest.mark.parametrize(
    "text", ["👍🏽 ", "漢", "مرحبا ", "x", "\u0301", "\u200d", "\u00a0", "- Punkt eins\n"]
)
def test_endless_answer_conforms(text: str) -> None:
    """A line of PDF text must not get too long, whatever it consists of."""
    answers = {"status": f"Anfang {text * (20_500 // len(text))} Ende"}
    assert failures(pdf.render(replace(blank(), answers=answers))) == set()


def test_checker_finds_a_broken_file(example: bytes) -> None:
    """The gate would close: an untagged or shortened file does not pass."""
    assert failures(example.replace(b"/StructTreeRoot", b"/StructTreeR00t")) != set()
    assert not lengths_are_right(re.sub(rb"/Length (\d)", rb"/Length 1\1", example, count=1))


def test_blank_form_says_what_the_paper_says(empty: bytes) -> None:
    lines = OFFICIAL.read_text(encoding="utf-8").replace("kreisfeien", "kreisfreien").splitlines()
    worded = "".join(line for line in lines if re.search(r"\w", line)).replace("·", "")
    official = tight(re.sub(r"(?<=vom:)[\s.]+", "", worded))
    printed = tight("".join(texts(empty)))
    assert re.sub("„WIR“-KoordinationSeite[0-9]von[0-9]", "", printed) == official


def test_answers_stand_under_their_questions_in_order(example: bytes) -> None:
    full = musterland().outline
    printed = tight("".join(texts(example))).replace("-", "")
    places = [
        printed.index(tight(wanted).replace("-", ""))
        for part in full.part("body")
        for item in part.items
        if not item.question.columns
        for wanted in (item.question.label.partition(":")[0], item.text[:50])
        if item.question.id not in (part.section.lead, "budget_year")
    ]
    assert all(before < after for before, after in pairwise(places))


def test_every_cell_of_every_table_is_printed(example: bytes) -> None:
    printed = tight("".join(texts(example))).replace("-", "")
    cells = [
        cell
        for part in musterland().outline.sections
        for item in part.items
        for row in item.rows
        for cell in row.cells
    ]
    assert len(cells) > 100
    assert not [cell for cell in cells if tight(cell).replace("-", "") not in printed]


def test_file_is_tagged(example: bytes) -> None:
    names = [name for name, _ in outline_of(example)]
    edition = load()
    body = [section for section in edition.sections if section.part == "body"]
    asked = [
        question
        for section in body
        for question in section.questions
        if not question.columns and not question.printed and question.id != section.lead
    ]
    assert names.count("/Title") == 1
    assert names.count("/H1") == len(body)
    assert names.count("/H2") == len(asked)
    tables = [q.id for q in edition.questions.values() if q.columns and q.id != "signatories"]
    filled = [table for table in tables if musterland().answers.get(table)]
    assert names.count("/Table") == names.count("/THead") == len(filled)
    assert names.count("/Caption") == len(filled) + names.count("/Figure")


def test_file_says_what_it_is(example: bytes) -> None:
    with pikepdf.open(io.BytesIO(example)) as document:
        assert document.Root.Lang == "de-DE"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.docinfo["/Title"] == load().title
        with document.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"


def test_timeline_has_a_text_alternative(example: bytes) -> None:
    (alternative,) = [alt for name, alt in outline_of(example) if name == "/Figure"]
    for row in musterland().answers["milestones"]:
        assert row["title"][:60] in alternative


def test_answers_are_attached_as_they_are() -> None:
    answers = {"status": "👨‍👩‍👧 漢字 \uf0b7 mitten drin \u200b"}
    paper = replace(blank(), answers=clean_answers(load(), answers))
    with pikepdf.open(io.BytesIO(pdf.render(paper))) as document:
        (name,) = document.attachments
        assert name == "konzept.json"
        assert document.attachments[name].get_file().read_bytes() == to_json(paper)
        assert document.Root.AF[0].AFRelationship == "/Source"


@pytest.mark.parametrize("seed", ["1", "2"])
def test_same_paper_gives_the_same_bytes_in_another_process(example: bytes, seed: str) -> None:
    script = (
        "import hashlib; from tests.documents.contents import musterland; "
        "from wirportal.documents import pdf; "
        "print(hashlib.sha256(pdf.render(musterland())).hexdigest())"
    )
    made = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONHASHSEED": seed},
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    assert made.stdout.strip() == hashlib.sha256(example).hexdigest()


def test_threads_do_not_disturb_each_other() -> None:
    wanted = [
        replace(blank(), answers={"status": f"Antwort {number}"}, draft=bool(number % 2))
        for number in range(8)
    ]
    alone = [pdf.render(paper) for paper in wanted]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(pdf.render, wanted)) == alone


def test_every_page_of_a_draft_says_so_in_its_head_and_across(example: bytes) -> None:
    draft = pdf.render(replace(musterland(), draft=True))
    for marked, sealed in zip(texts(draft), texts(example), strict=True):
        assert marked.count("Entwurf") == sealed.count("Entwurf") + 2


def test_footer_tells_pages_apart(example: bytes) -> None:
    found = texts(example)
    for number, text in enumerate(found, start=1):
        assert f"Seite {number} von {len(found)}" in text
        assert "Landkreis Musterland · Haushaltsjahr 2027 · Fassung K7QM-2F4T" in text


def test_german_words_are_hyphenated(example: bytes) -> None:
    assert any(
        "\u00ad\n" in text or re.search(r"[a-zäöü]-\n[a-zäöü]", text) for text in texts(example)
    )


def test_header_of_a_long_table_repeats() -> None:
    rows = [{"title": f"Schritt {number}", "due": "2027-03-31"} for number in range(300)]
    edition = load()
    paper = Paper(edition, clean_answers(edition, {"milestones": rows, "budget_year": 2027}))
    pages = [text for text in texts(pdf.render(paper)) if "Schritt" in text]
    assert len(pages) > 5
    assert all("Zuständig" in text for text in pages)


def test_answer_is_never_markup() -> None:
    code = '#import "x.typ"; *fett* _kursiv_ $x$ @ref <label> // weg [x] #pagebreak()'
    paper = replace(blank(), answers={"status": code})
    assert tight(code) in tight("".join(texts(pdf.render(paper))))


def test_address_is_copied_without_foreign_characters() -> None:
    address = "alex.beispiel@fachdienst.integration.landkreis-musterland.example"
    edition = load()
    answers = clean_answers(edition, {"contacts": [{"email": address, "name": "x" * 90}]})
    printed = "".join(texts(pdf.render(Paper(edition, answers))))
    assert "\u200b" not in printed
    assert address.replace("-", "") in re.sub(r"\s|-|\u00ad", "", printed)


def test_unprintable_character_is_explained() -> None:
    explained = "Der genaue Wortlaut steht in der angehängten Datei konzept.json."
    for text, expected in (("漢", True), ("Öffnung 👍", False)):
        printed = "".join(texts(pdf.render(replace(blank(), answers={"status": text}))))
        assert (tight(explained) in tight(printed)) is expected


def test_unanswered_signature_still_has_its_line(empty: bytes) -> None:
    assert "(rechtsverbindliche Unterschrift)" in texts(empty)[-1]


def test_each_signatory_has_a_line(example: bytes) -> None:
    people = musterland().answers["signatories"]
    last = texts(example)[-1]
    assert last.count("(rechtsverbindliche Unterschrift)") == len(people) == 2
    assert all(person["name"] in last and person["function"][:20] in last for person in people)


def test_nothing_is_printed_outside_the_page() -> None:
    signatory = {"name": "N" * 400, "function": "F " * 249}
    answers = {
        "signatories": [signatory] * 9,
        "goals": [
            {"title": "T" * 500, "description": "Wort " * 4_000, "field_of_action": "W" * 500}
        ],
        "indicators": [dict.fromkeys(("title", "unit", "source", "baseline"), "x" * 300)] * 3,
        "milestones": [{"title": "M", "due": "2027-06-15"}] * 40,
    }
    edition = load()
    paper = Paper(edition, clean_answers(edition, answers), Body("Kreis " * 80, "landkreis"))
    places = [place for part in reader(pdf.render(paper)).pages for place in text_places(part)]
    assert len(places) > 1000
    assert all(0 < x < 596 and 0 < y < 842 for x, y in places)


def test_pages_are_pictures_of_the_same_pages(example: bytes) -> None:
    pictures = pdf.pages(musterland(), ppi=30)
    assert len(pictures) == len(texts(example))
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_attachment_reads_as_json(example: bytes) -> None:
    with pikepdf.open(io.BytesIO(example)) as document:
        attached = document.attachments["konzept.json"].get_file().read_bytes()
    assert json.loads(attached)["revision"] == "K7QM-2F4T"
