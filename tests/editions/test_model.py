from typing import Any

import pytest
from pydantic import ValidationError

from wirportal.editions.load import edition_ids, load
from wirportal.editions.model import Edition

TEXT = {"id": "a", "kind": "text", "label": "A"}
TABLE = TEXT | {"id": "t", "kind": "table", "column": [{"id": "x", "kind": "line", "label": "X"}]}


def edition(*questions: dict[str, Any], **more: Any) -> Edition:
    names = ("id", "title", "programme", "budget_item", "name_label", "applicant_label")
    labels = dict.fromkeys((*names, "place_date_label", "signature_label"), "x")
    section = {"id": "s", "label": "S", "question": list(questions)}
    return Edition.model_validate(labels | {"body_type": [], "section": [section]} | more)


@pytest.mark.parametrize(
    "questions",
    [
        (TEXT, TEXT),
        (TEXT | {"beside": "nobody"},),
        (TEXT | {"column": TABLE["column"]},),
        (TABLE | {"column": []},),
        (TABLE | {"column": [{"id": "x", "kind": "ref", "label": "X", "table": "nowhere"}]},),
        (TABLE | {"column": [{"id": "x", "kind": "table", "label": "X"}]},),
        (TEXT | {"colour": "red"},),
    ],
)
def test_unsound_edition_is_refused(questions: tuple[dict[str, Any], ...]) -> None:
    with pytest.raises(ValidationError):
        edition(*questions)


def test_edition_of_another_programme_is_only_data() -> None:
    made = edition(TEXT, TABLE | {"beside": "a"})
    assert [question.id for question in made.companions["a"]] == ["a", "t"]
    assert made.questions["t"].column("x").label == "X"


def test_unknown_edition_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load("../secret")
    assert edition_ids() == sorted(edition_ids())


def test_body_types_have_printed_names() -> None:
    assert load().body_type_label("landkreis") == "Landkreis"
    with pytest.raises(KeyError):
        load().body_type_label("bundesland")
    with pytest.raises(KeyError):
        load().section("nowhere")
