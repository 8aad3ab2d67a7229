import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.editions.examples import musterland
from tests.strategies import ROW_IDS, answers, texts
from wirportal.editions.answers import is_empty
from wirportal.editions.load import load
from wirportal.editions.model import Answers
from wirportal.editions.outline import Block, Body, blocks, outline

EDITION = load()


@given(answers(EDITION))
def test_outline_has_every_question_in_printed_order(found: Answers) -> None:
    plan = outline(EDITION, found)
    items = [item for section in plan.sections for item in section.items]
    assert [item.question.id for item in items] == list(EDITION.questions)
    assert [item.is_empty for item in items] == [is_empty(found.get(q)) for q in EDITION.questions]
    assert all(len(row.cells) == len(item.question.columns) for item in items for row in item.rows)


def test_outline_shows_values_as_people_read_them() -> None:
    plan = outline(EDITION, musterland(), Body("Landkreis Musterland", "landkreis"))
    assert plan.item("application_date").text == "20.11.2026"
    assert plan.item("budget_year").text == "2027"
    assert plan.item("posts").rows[0].cells[1:3] == ("19,5", "0,5")
    assert plan.item("goals").rows[0].cells[1] == "Interkulturelle Öffnung"
    title = musterland()["goals"][1]["title"]
    assert plan.item("milestones").rows[0].cells[1] == title
    assert [s.section.id for s in plan.part("head")] == ["head"]
    assert [s.section.id for s in plan.part("foot")] == ["signature"]


def test_outline_leaves_blank_rows_out() -> None:
    rows = [{"id": ROW_IDS[0]}, {"id": ROW_IDS[1], "title": "Ziel"}]
    plan = outline(EDITION, {"goals": rows})
    assert [row.id for row in plan.item("goals").rows] == [ROW_IDS[1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("a\nb\n\nc", [Block(False, ("a\nb",)), Block(False, ("c",))]),
        ("- a\n- b", [Block(True, ("a", "b"))]),
        ("Dazu:\n- a\n  und mehr\n- b\nDanach", [
            Block(False, ("Dazu:",)), Block(True, ("a\nund mehr", "b")), Block(False, ("Danach",)),
        ]),
        ("-5 Grad", [Block(False, ("-5 Grad",))]),
    ],
)  # fmt: skip
def test_text_falls_into_paragraphs_and_lists(text: str, found: list[Block]) -> None:
    assert list(blocks(text)) == found


@given(st.lists(texts | st.sampled_from(["- ", "\n", "\n\n", " "]), max_size=20).map("".join))
def test_blocks_keep_every_word(text: str) -> None:
    kept = [word for block in blocks(text) for item in block.items for word in item.split()]
    points = re.sub(r"(?m)^\s*[-–•]\s+", "", "\n".join(filter(str.strip, text.split("\n"))))
    assert kept == points.split()
