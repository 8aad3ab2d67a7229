"""What hypothesis may put into a concept: sound values, rubbish, and what people paste."""

import uuid
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from wirportal.editions.answers import clean_answers
from wirportal.editions.model import Answers, Column, Edition, Question
from wirportal.editions.problems import flaws

PASTED = (
    "31.02.2027", "1.234,5", "12 %", "name.stadt.example", "x\x00y", "\uf0b7 Punkt", "a\u0308rger",
    "zero\u200bwidth", "\u202eevil", "שלום", "👩‍👩‍👧", "a\r\nb\u2028c", "<b>&amp;</b>", "{value}",
    "- Punkt", "„Anteil“: von 22 auf 60 Prozent", "\ufffe", "-0", "999999999999999999", "2027",
)  # fmt: skip
ROW_IDS = tuple(str(uuid.UUID(int=number, version=4)) for number in range(1, 5))

texts = st.one_of(st.sampled_from(PASTED), st.text(max_size=60), st.text(max_size=3))
lines = texts.map(lambda text: text.replace("\n", " "))
numbers = st.decimals(-(10**6), 10**6, places=2).map(str)

SOUND: dict[str, SearchStrategy[Any]] = {
    "line": lines,
    "text": st.lists(texts, max_size=4).map("\n".join),
    "number": numbers,
    "money": numbers,
    "date": st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(date.isoformat),
    "year": st.integers(1990, 2199),
    "email": st.sampled_from(["a@b.example", "alex.beispiel@landkreis-musterland.example"]),
    "phone": st.sampled_from(["069 90009-101", "+49 (0)69 90009-0", "06999 1 App. 7"]),
    "ref": st.sampled_from(ROW_IDS),
}
"""Kind → values that it takes, or nearly; choice and table hang on their field."""


def values(field: Column) -> SearchStrategy[Any]:
    """Anything that may be sent for a field, more often sound than not."""
    if field.kind == "choice":
        return st.one_of(st.sampled_from([option.id for option in field.options]), texts)
    if isinstance(field, Question) and field.kind == "table":
        return st.lists(_rows(field), max_size=4)
    return st.one_of(SOUND[field.kind], texts, st.none())


def _rows(table: Question) -> SearchStrategy[dict[str, Any]]:
    cells = {column.id: values(column) for column in table.columns}
    return st.fixed_dictionaries({}, optional={"id": st.sampled_from(ROW_IDS)} | cells)


def raw_answers(edition: Edition) -> SearchStrategy[dict[str, Any]]:
    """Answers as another program may send them."""
    fields = {question.id: values(question) for question in edition.questions.values()}
    return st.fixed_dictionaries({}, optional=fields)


def answers(edition: Edition) -> SearchStrategy[Answers]:
    """Canonical answers, flawed or not."""
    return raw_answers(edition).map(lambda raw: clean_answers(edition, raw))


def sound_answers(edition: Edition) -> SearchStrategy[Answers]:
    """Canonical answers without flaws, so they fit the schema."""

    def without_flaws(found: Answers) -> Answers:
        flawed = {problem.question for problem in flaws(edition, found)}
        return {key: value for key, value in found.items() if key not in flawed}

    return answers(edition).map(without_flaws)
