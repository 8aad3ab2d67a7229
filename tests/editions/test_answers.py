from typing import Any

from hypothesis import given

from tests.strategies import answers, raw_answers
from wirportal.editions.answers import clean_answers, is_empty
from wirportal.editions.load import load
from wirportal.editions.model import Answers

EDITION = load()


@given(raw_answers(EDITION))
def test_cleaning_answers_twice_changes_nothing(raw: dict[str, Any]) -> None:
    once = clean_answers(EDITION, raw)
    assert clean_answers(EDITION, once) == once


@given(answers(EDITION))
def test_clean_answers_stand_in_printed_order_and_are_not_empty(found: Answers) -> None:
    assert list(found) == [key for key in EDITION.questions if key in found]
    assert not any(is_empty(value) for value in found.values())


def test_unknown_questions_columns_and_blank_rows_are_left_out() -> None:
    raw = {"nonsense": 1, "goals": [{"title": "Z", "colour": "red"}, {"title": " "}, "no row"]}
    found = clean_answers(EDITION, raw)
    assert list(found) == ["goals"]
    (row,) = found["goals"]
    assert row == {"id": row["id"], "title": "Z"}


def test_text_over_its_limit_is_kept() -> None:
    assert len(clean_answers(EDITION, {"status": "x" * 30_000})["status"]) == 30_000


def test_row_names_of_other_programs_keep_their_references() -> None:
    raw = {
        "goals": [{"id": "Z01", "title": "A"}, {"id": "Z02", "title": "B"}],
        "milestones": [{"title": "M", "goal": "Z02"}],
    }
    found = clean_answers(EDITION, raw)
    assert found["milestones"][0]["goal"] == found["goals"][1]["id"] != "Z02"
