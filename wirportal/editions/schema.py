"""The JSON Schema of a concept file, so that other programs can write one."""

from typing import Any

from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Edition, Question


def concept_schema(edition: Edition) -> dict[str, Any]:
    """JSON Schema 2020-12 of a concept file of this edition with sound answers."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:wir-portal:concept:{edition.id}",
        "title": f"{edition.title}, {edition.programme}",
        "type": "object",
        "properties": {
            "format": {"const": "wir-portal/concept"},
            "version": {"const": 1},
            "edition": {"const": edition.id},
            "edition_sha256": {
                "description": "SHA-256 der Formularfassung",
                "type": "string",
                "pattern": "^[0-9a-f]{64}$",
            },
            "body": _body(edition),
            "revision": {"description": "Kurzzeichen der Fassung", "type": "string"},
            "answers": {
                "title": "Angaben",
                "type": "object",
                "properties": {q.id: _question(q) for q in edition.questions.values()},
                "additionalProperties": False,
            },
        },
        "required": ["format", "version", "edition", "answers"],
        "additionalProperties": False,
    }


def _body(edition: Edition) -> dict[str, Any]:
    types = ["", *(option.id for option in edition.body_types)]
    return {
        "title": "Gebietskörperschaft",
        "type": "object",
        "properties": {"name": {"type": "string"}, "type": {"enum": types}},
        "additionalProperties": False,
    }


def _question(question: Question) -> dict[str, Any]:
    texts = {"title": question.heading, "description": question.help}
    return {name: text for name, text in texts.items() if text} | KINDS[question.kind].schema(
        question
    )
