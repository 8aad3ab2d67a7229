"""All answers of a concept together."""

from collections.abc import Mapping
from typing import Any

from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Answers, Edition
from wirportal.editions.rows import is_blank_row


def clean_answers(edition: Edition, raw: Mapping[str, Any]) -> Answers:
    """Canonical answers in printed order, without unknown ids, empty answers and blank rows."""
    answers: Answers = {}
    for question in edition.questions.values():
        if question.id in raw:
            value = KINDS[question.kind].clean(raw[question.id], question)
            if not is_empty(value := without_blank_rows(value)):
                answers[question.id] = value
    return answers


def without_blank_rows(value: Any) -> Any:
    """The value; of a table only the rows in which something stands."""
    return [row for row in value if not is_blank_row(row)] if isinstance(value, list) else value


def is_empty(value: Any) -> bool:
    """Whether a question counts as unanswered."""
    return value is None or without_blank_rows(value) in ("", [])
