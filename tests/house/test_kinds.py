"""Every kind of field has a widget, a schema and a printed form: a new one can't be forgotten."""

import io
import re
from typing import Any

import docx
import jsonschema
import pytest
from django.http import QueryDict
from pypdf import PdfReader

from wirportal.concepts.models import Answer
from wirportal.documents import docx as word
from wirportal.documents import html, pdf
from wirportal.documents.paper import Paper
from wirportal.editions.kinds import KINDS
from wirportal.editions.load import load
from wirportal.editions.model import Edition, Question
from wirportal.editions.outline import outline
from wirportal.editions.schema import concept_schema
from wirportal.web import fields

ROW = "3b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
SAMPLES: dict[str, tuple[str, Any, str]] = {
    "line": ("Zeile", "Zeile", "Zeile"),
    "text": ("Absatz\n\n- Punkt", "Absatz\n\n- Punkt", "Punkt"),
    "number": ("1.234,5", "1234.5", "1.234,5"),
    "money": ("99,90", "99.90", "99,90"),
    "date": ("31.03.2027", "2027-03-31", "31.03.2027"),
    "year": ("2027", 2027, "2027"),
    "choice": ("both", "both", "beides"),
    "email": ("wir@stadt.example", "wir@stadt.example", "wir@stadt.example"),
    "phone": ("06031 83-0", "06031 83-0", "06031 83-0"),
    "ref": (ROW, ROW, "Ein Ziel"),
}
"""Kind → what is typed, what is kept, what is printed; each is a column of the table below."""


def edition() -> Edition:
    """The official form with a section that asks for every kind there is."""
    columns = [
        {
            "id": f"a_{kind}",
            "kind": kind,
            "label": f"Feld {kind}",
            "options": [{"id": "both", "label": "beides"}] if kind == "choice" else [],
            "table": "aims" if kind == "ref" else "",
        }
        for kind in SAMPLES
    ]
    title = {"id": "title", "kind": "line", "label": "Titel"}
    aims = {"id": "aims", "kind": "table", "label": "Ziele", "column": [title]}
    every = {"id": "every", "kind": "table", "label": "Alle", "column": columns}
    plain = [column | {"id": f"q_{column['kind']}"} for column in columns]
    section = {"id": "all", "label": "Alles", "question": [aims, every, *plain]}
    source = load().model_dump(by_alias=True)
    head, *rest = source["section"]
    return Edition.model_validate(source | {"section": [head, section, *rest]})


EDITION = edition()
VALUES = {kind: value for kind, (_, value, _) in SAMPLES.items()}
ANSWERS: dict[str, Any] = {
    "aims": [{"id": ROW, "title": "Ein Ziel"}],
    "every": [{"id": ROW} | {f"a_{kind}": value for kind, value in VALUES.items()}],
} | {f"q_{kind}": value for kind, value in VALUES.items()}


def test_there_is_a_sample_for_every_kind() -> None:
    assert SAMPLES.keys() | {"table"} == KINDS.keys()


def test_every_kind_has_a_widget() -> None:
    assert fields.WIDGETS.keys() | {"table"} == KINDS.keys()


@pytest.mark.parametrize("question", EDITION.section("all").questions, ids=lambda q: q.id)
def test_field_gives_back_what_it_shows(question: Question) -> None:
    value = ANSWERS[question.id]
    drawn = fields.group(question, Answer(question=question.id, value=value), ANSWERS, {})
    posted = QueryDict(mutable=True)
    for block in drawn.blocks:
        posted.appendlist(f"{question.id}-rows", block.row)
        posted.update({field.name: field.value for field in block.fields})
    assert fields.read(question, posted) == value


@pytest.mark.parametrize("kind", SAMPLES)
def test_kind_reads_what_people_type(kind: str) -> None:
    typed, kept, _ = SAMPLES[kind]
    question = EDITION.questions[f"q_{kind}"]
    assert KINDS[kind].parse(typed, question) == kept
    assert not list(KINDS[kind].problems(kept, question, ANSWERS))


def test_schema_takes_every_kind() -> None:
    schema = concept_schema(EDITION)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert all(KINDS[q.kind].schema(q) for q in EDITION.questions.values())
    file = {"format": "wir-portal/concept", "version": 1, "edition": EDITION.id, "answers": ANSWERS}
    jsonschema.validate(file, schema)


def printed_texts() -> dict[str, str]:
    """Outlet → all it prints, bare."""
    paper = Paper(EDITION, ANSWERS)
    document = docx.Document(io.BytesIO(word.write(paper)))
    texts = {
        "outline": repr(outline(EDITION, ANSWERS)),
        "html": html.render(paper),
        "pdf": "".join(
            page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(paper))).pages
        ),
        "docx": "".join(document.element.body.itertext()),
    }
    return {outlet: bare(text) for outlet, text in texts.items()}


def bare(text: str) -> str:
    """Without the blanks and hyphens that lines end with in narrow columns."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def test_every_kind_is_printed_in_every_outlet() -> None:
    missing = [
        (outlet, kind)
        for outlet, text in printed_texts().items()
        for kind, (_, _, printed) in SAMPLES.items()
        if text.count(bare(printed)) < 2
    ]
    assert not missing
