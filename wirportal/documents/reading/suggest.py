"""Prose about milestones and indicators, offered as rows of the tables beside it."""

from typing import Any

from wirportal.editions.model import Answers, Edition
from wirportal.editions.prose import suggest_rows


def suggestions(answers: Answers, edition: Edition) -> dict[str, list[dict[str, Any]]]:
    """Table question id → rows, for tables that nobody has filled."""
    offered: dict[str, list[dict[str, Any]]] = {}
    for question_id, value in answers.items():
        if edition.questions[question_id].kind == "text":
            for table_id, rows in suggest_rows(question_id, value, edition).items():
                if rows and table_id not in answers:
                    offered.setdefault(table_id, []).extend(rows)
    return offered
