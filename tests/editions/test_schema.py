import jsonschema
import pytest
from hypothesis import given

from tests.editions.examples import demo_file, musterland
from tests.strategies import sound_answers
from wirportal.editions.load import load
from wirportal.editions.model import Answers
from wirportal.editions.schema import concept_schema

EDITION = load()
SCHEMA = concept_schema(EDITION)
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def concept(answers: Answers) -> dict[str, object]:
    return {"format": "wir-portal/concept", "version": 1, "edition": EDITION.id, "answers": answers}


def test_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_schema_names_every_question_by_its_printed_wording() -> None:
    questions = SCHEMA["properties"]["answers"]["properties"]
    assert list(questions) == list(EDITION.questions)
    assert questions["anchoring"]["title"] == EDITION.questions["anchoring"].heading
    assert all(question["title"] for question in questions.values())


def test_schema_names_no_host() -> None:
    assert SCHEMA["$id"] == "urn:wir-portal:concept:wir-koordination-2014"


@pytest.mark.parametrize("name", ["musterland.json", "musterstadt.json"])
def test_demo_concepts_fit(name: str) -> None:
    VALIDATOR.validate(demo_file(name))


@given(sound_answers(EDITION))
def test_sound_answers_fit(answers: Answers) -> None:
    VALIDATOR.validate(concept(answers))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("budget_year", "2027"),
        ("date", "31.03.2027"),
        ("status", "x" * 20_001),
        ("nonsense", "x"),
        ("goals", [{"title": "without an id"}]),
        ("goals", [{"id": "d9428888-122b-4f3e-8f5c-1b9c5a3c0001", "colour": "red"}]),
        ("goals", [{"id": "d9428888-122b-4f3e-8f5c-1b9c5a3c0001", "focus": "beides"}]),
        ("indicators", [{"id": "d9428888-122b-4f3e-8f5c-1b9c5a3c0001", "target": "12 %"}]),
        ("indicators", [{"id": "d9428888-122b-4f3e-8f5c-1b9c5a3c0001", "target": 12}]),
    ],
)
def test_unsound_answer_does_not_fit(question: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(concept(musterland() | {question: value}))
