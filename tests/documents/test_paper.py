"""The concept file, and what else is understood as one."""

import json
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from tests.documents.contents import musterland, papers
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.paper import Paper, from_json, to_json
from wirportal.editions.load import load
from wirportal.editions.outline import Body
from wirportal.editions.schema import concept_schema

pytestmark = pytest.mark.documents

PRINTED_NUMBERS = {
    "_meta": {"sprache": "de"},
    "kopf": {
        "lfd_nr": "17",
        "zum_antrag_vom": "2026-11-20",
        "antragsteller_typ": "Landkreis",
        "antragsteller_name": "Landkreis Musterland",
        "haushaltsjahr": 2027,
    },
    "1": "Beantragt wird eine Stelle.",
    "2": "Alex Beispiel",
    "3.1": "Fachbereich 5",
    "5.1": "Vier Ziele",
    "6": "Koordination",
    "6.kooperation": "Alle zwei Wochen",
    "unterschrift": {
        "antragsteller_traeger": "Kreisausschuss",
        "ort": "Musterstadt",
        "datum": "20.11.2026",
        "unterzeichnende": [{"name": "Robin Vorlage", "funktion": "Landrat"}],
    },
}


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(paper=papers())
def test_file_comes_back_as_it_was(paper: Paper) -> None:
    written = to_json(paper)
    read = from_json(written)
    assert (read.edition, read.answers) == (paper.edition, paper.answers)
    assert (read.body, read.revision) == (paper.body, paper.revision)
    assert to_json(read) == written


def test_file_is_canonical_and_fits_the_schema() -> None:
    written = to_json(musterland())
    assert rfc8785.dumps(json.loads(written)) == written
    Draft202012Validator(concept_schema(load())).validate(json.loads(written))


def test_bare_answers_are_understood() -> None:
    assert from_json('{"status": " Text ", "unknown": 1}').answers == {"status": "Text"}


def test_printed_numbers_are_understood() -> None:
    read = from_json(json.dumps(PRINTED_NUMBERS))
    assert read.body == Body("Landkreis Musterland", "landkreis")
    (signatory,) = read.answers.pop("signatories")
    assert (signatory["name"], signatory["function"]) == ("Robin Vorlage", "Landrat")
    assert read.answers == {
        "serial_number": "17",
        "application_date": "2026-11-20",
        "budget_year": 2027,
        "measure_note": "Beantragt wird eine Stelle.",
        "contacts_note": "Alex Beispiel",
        "anchoring": "Fachbereich 5",
        "annual_plan": "Vier Ziele",
        "tasks": "Koordination",
        "cooperation": "Alle zwei Wochen",
        "applicant": "Kreisausschuss",
        "place": "Musterstadt",
        "date": "2026-11-20",
    }


def test_table_columns_may_be_named_by_their_labels() -> None:
    read = from_json('{"milestones": [{"Meilenstein": "Auftakt", "Termin": "31.3.2027"}]}')
    (row,) = read.answers["milestones"]
    assert (row["title"], row["due"]) == ("Auftakt", "2027-03-31")


@pytest.mark.parametrize("value", [{"a": 1}, [1], None, [[]]])
def test_answer_of_another_shape_is_left_out(value: Any) -> None:
    assert from_json(json.dumps({"status": value, "other": "x"})).answers == {"other": "x"}
    assert from_json(json.dumps({"goals": "Prosa", "other": "x"})).answers == {"other": "x"}


def test_unknown_type_of_body_is_left_out() -> None:
    strange = replace(musterland(), body=Body("Verein", "verein"))
    assert from_json(to_json(strange)).body == Body("Verein", "")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", "kein JSON", "[]", "{}", "null", "[" * 100_000, '{"answers": {}}',
        '{"format": "x", "answers": {}}', '{"format": "wir-portal/concept", "version": 1}',
        '{"format": "wir-portal/concept", "version": 2, "answers": {}}',
        '{"format": "wir-portal/concept", "version": 1, "edition": "x", "answers": {}}',
        '{"format": ["x"], "answers": []}', "1" * 5000,
    ],
    ids=range(14),
)  # fmt: skip
def test_nonsense_is_refused_with_a_sentence(content: bytes | str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        from_json(content)
    assert str(refusal.value.sentence).endswith(".")
