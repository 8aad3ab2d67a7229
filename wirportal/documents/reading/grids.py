"""Tables without tags, recognised by their column labels."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from wirportal.documents.reading.printed import is_placeholder
from wirportal.documents.reading.source import Grid, Shown
from wirportal.editions.model import Answers, Edition, Question
from wirportal.editions.rows import row_title
from wirportal.editions.text import clean_line

_ENOUGH = 0.6
"""So many of our column labels must head a table to make it ours."""


def looks_like_ours(header: list[str], edition: Edition) -> bool:
    """Whether a row is the head of one of the edition's tables."""
    return any(_heads(header, question) for question in edition.questions.values())


def table_of(grid: Grid, edition: Edition, *, near: str) -> Question | None:
    """The table question whose head the grid has: one that stands beside `near` first."""
    neighbours = edition.companions.get(near, ())
    for group in (neighbours, tuple(edition.questions.values())):
        matching = [question for question in group if _heads(grid[0], question)]
        if len(matching) == 1:
            return matching[0]
    return None


def typed_rows(grid: Grid, table: Question) -> list[dict[str, Any]]:
    """The rows under the head, cells by column id."""
    ids = {_key(column.label): column.id for column in table.columns}
    columns = [ids.get(_key(label), "") for label in grid[0]]
    return [
        {
            column: Shown(cell)
            for column, cell in zip(columns, row, strict=False)
            if column and not is_placeholder(cell)
        }
        for row in grid[1:]
    ]


def with_rows_named(rows: list[dict[str, Any]], table: Question, answers: Answers) -> None:
    """Put ids in place of titles in the columns that refer to rows of other tables."""
    for column in table.columns:
        if column.kind == "ref":
            ids = _ids_by_title(answers.get(column.table, ()))
            for row in rows:
                typed = row.get(column.id)
                if isinstance(typed, Shown):
                    row[column.id] = ids.get(_key(typed)) or typed


def _ids_by_title(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Title → row id, for titles that only one row has."""
    titles = [_key(row_title(row)) for row in rows]
    once = {title for title, times in Counter(titles).items() if times == 1}
    return {title: row["id"] for title, row in zip(titles, rows, strict=True) if title in once}


def _heads(header: list[str], question: Question) -> bool:
    labels = {_key(column.label) for column in question.columns}
    found = labels & {_key(cell) for cell in header}
    return bool(labels) and len(found) >= _ENOUGH * len(labels)


def _key(label: str) -> str:
    return clean_line(label).casefold().rstrip(":*")
