"""What the printed forms share: how wide a column is, and what stands in a table by hand."""

from collections.abc import Sequence

from wirportal.editions.model import Question
from wirportal.editions.outline import Row

# how much room a kind needs beside others
_WEIGHTS = {"text": 4.0, "line": 2.6, "ref": 2.6, "email": 2.6, "choice": 2.2, "phone": 1.8}
_NARROW = 1.4
_FIRST = 1.25  # the first column names the row
# all in letters of a table: a full line, the air beside a cell, and what a column makes room for
_LINE, _AIR, _WORD, _HEADING_WORD, _SHORT_TEXT, _LONG_TEXT = 106, 2.4, 12, 9, 17, 120

APPLICANT, PLACE, DATE, SIGNATORIES = "applicant", "place", "date", "signatories"
SERIAL_NUMBER, BUDGET_YEAR = "serial_number", "budget_year"
TIMELINE = "milestones"
"""The table that is also drawn as a timeline."""


def shares(table: Question, rows: Sequence[Row] = ()) -> tuple[float, ...]:
    """The share of the page's width for each column; together 1. Without rows by kind alone."""
    weights = [_WEIGHTS.get(column.kind, _NARROW) for column in table.columns]
    weights[0] *= _FIRST
    if rows:
        weights = _fitting(table, rows)
    return tuple(weight / sum(weights) for weight in weights)


def _fitting(table: Question, rows: Sequence[Row]) -> list[float]:
    """Letters per line for each column: first whole words, then more for longer texts."""
    columns = list(zip(*(row.cells for row in rows), strict=True))
    typical = [sorted(map(len, cells))[len(cells) * 4 // 5] for cells in columns]
    least = [
        _AIR + _least(column.label, cells, length)
        for column, cells, length in zip(table.columns, columns, typical, strict=True)
    ]
    wishes = [
        max(min(length, _LONG_TEXT) - floor, 0.1)
        for length, floor in zip(typical, least, strict=True)
    ]
    spare = max(_LINE - sum(least), 0)
    return [floor + spare * wish / sum(wishes) for floor, wish in zip(least, wishes, strict=True)]


def _least(label: str, cells: Sequence[str], typical: int) -> int:
    words = [len(word) for text in cells for word in text.split()]
    heading = min(max(map(len, label.split())), _HEADING_WORD)
    return max(min(max(words, default=0), _WORD), heading, typical if typical <= _SHORT_TEXT else 0)


def around(question: Question) -> tuple[str, str]:
    """What is printed before and after an answer that stands in the line of its question."""
    before, _, after = (question.printed or f"{question.label} {{}}").partition("{}")
    return before, after
