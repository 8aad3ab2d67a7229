"""All answers of a concept together."""

from collections.abc import Mapping
from typing import Any

from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Answers, Edition
from wirportal.editions.rows import is_blank_row


def clean_answers(edition: Edition, raw: Mapping[str, Any]) -> Answers:
    """Canonical answers in printed order, without unknown ids, empty answers and blank rows."""
    questions = (q for q in edition.questions.values() if q.id in raw)
    return answered(edition, {q.id: KINDS[q.kind].clean(raw[q.id], q) for q in questions})


def answered(edition: Edition, values: Mapping[str, Any]) -> Answers:
    """`clean_answers` of values that are canonical already, as saved ones are."""
    present = (
        (question, without_blank_rows(values.get(question))) for question in edition.questions
    )
    return {question: value for question, value in present if not is_empty(value)}


def without_blank_rows(value: Any) -> Any:
    """The value; of a table only the rows in which something stands."""
    return [row for row in value if not is_blank_row(row)] if isinstance(value, list) else value


def is_empty(value: Any) -> bool:
    """Whether a question counts as unanswered."""
    return value is None or without_blank_rows(value) in ("", [])
