"""The form's questions as fields on a page, and what was typed back as values.

A field's `name` is also its HTML id and the anchor of its problems: `question` for a plain
question, `question-row-column` for a cell. Beside the cells a table posts `question-rows`, one
for each row in order. `version-question` carries the version and a digest of the value as drawn:
a question whose value still has that digest was not touched and is not saved again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.concepts.models import Answer, Assignment
from wirportal.editions.answers import is_empty
from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Answers, Column, Question
from wirportal.editions.outline import Item
from wirportal.editions.problems import Problem
from wirportal.editions.rows import row_title
from wirportal.review.models import RequestItem
from wirportal.sentence import Sentence
from wirportal.web.language import said
from wirportal.web.numbers import whole_number
from wirportal.web.together import Together


@dataclass(frozen=True)
class Widget:
    """How a kind is drawn: `shape` is area, line or select."""

    shape: str = "line"
    inputmode: str = "text"
    short: bool = False
    hint: Any = ""


_DAY = gettext_lazy("Tag, Monat und Jahr, zum Beispiel 31.03.2027")
_CHOICE = Widget("select")
WIDGETS: dict[str, Widget] = {
    "line": Widget(),
    "text": Widget("area"),
    "number": Widget(inputmode="decimal", short=True),
    "money": Widget(inputmode="decimal", short=True, hint=gettext_lazy("Betrag in Euro")),
    "date": Widget(short=True, hint=_DAY),
    "year": Widget(inputmode="numeric", short=True, hint=gettext_lazy("vier Ziffern")),
    "email": Widget(inputmode="email"),
    "phone": Widget(inputmode="tel"),
    "choice": _CHOICE,
    "ref": _CHOICE,
}
"""Every kind but `table`, which is drawn row by row."""


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class Remarks:
    """What is to be said about a field: errors, and hints that one may follow or not."""

    errors: tuple[Sentence, ...] = ()
    hints: tuple[Sentence, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.errors or self.hints)


NOTHING = Remarks()


@dataclass(frozen=True)
class Field:
    """One input: `label` is empty where the question's heading is the label."""

    name: str
    label: str
    value: str
    widget: Widget
    hint: str
    """Of the edition; the widget's own stands behind it."""
    remarks: Remarks
    choices: tuple[Choice, ...]
    wide: bool
    """Takes a whole line of its row's card."""
    help: str
    """Stands with the question's heading, not here."""

    @property
    def described_by(self) -> str:
        """Ids of what a screen reader reads after the label."""
        hint = self.hint or self.widget.hint
        parts = (("help", self.help), ("hint", hint), ("error", self.remarks))
        return " ".join(f"{self.name}-{part}" for part, there in parts if there)


@dataclass(frozen=True)
class Block:
    """The fields of one table row, or the one field of a plain question (`row` is empty)."""

    row: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class ClashShown:
    """Two texts to choose from: `over` is the token that lets mine replace theirs."""

    mine: str
    theirs: str
    by: Any
    at: datetime | None
    over: str


@dataclass(frozen=True)
class Group:
    """One question as drawn and saved: it posts its own fields and its version, nothing else."""

    question: Question
    token: str
    blocks: tuple[Block, ...]
    remarks: Remarks
    """About the question as a whole, where it is a table."""
    answer: Answer
    level: int = 2
    """Of its heading; 1: the page's own heading is its label."""
    clash: "ClashShown | None" = None
    mine: Assignment | None = None
    """What the reader was asked for; told above the question."""
    together: Together | None = None
    """Who writes with us; drawn below the last question of a printed number."""
    asked: tuple[RequestItem, ...] = ()
    """What a Nachforderung says of it."""
    closed: Item | None = None
    """The question as read, where it can't be written now."""

    @property
    def is_table(self) -> bool:
        return self.question.kind == "table"

    @property
    def length(self) -> int:
        """Characters that stand there now."""
        return len(self.blocks[0].fields[0].value) if self.blocks else 0

    @cached_property
    def recommendation(self) -> str:
        """Our advice on the length; empty where there is none."""
        if not self.question.recommended:
            return ""
        low, high = (number_format(n, force_grouping=True) for n in self.question.recommended)
        if self.question.recommended[0]:
            return _("Empfohlen: %(low)s bis %(high)s Zeichen") % {"low": low, "high": high}
        return _("Empfohlen: bis %(high)s Zeichen") % {"high": high}


def remarks_of(problems: Iterable[Problem]) -> Mapping[str, Remarks]:
    """The sentences of some problems by the field they belong to."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.anchor, []).append(problem)
    return {
        anchor: Remarks(
            tuple(one.text for one in here if one.severity == "error"),
            tuple(one.text for one in here if one.severity == "hint"),
        )
        for anchor, here in found.items()
    }


def group(
    question: Question, answer: Answer, answers: Answers, remarks: Mapping[str, Remarks]
) -> Group:
    """A question with the answer that stands in the draft; `answers` name the rows to refer to."""
    return Group(
        question,
        token(answer.version, answer.value),
        tuple(_blocks(question, answer.value, answers, remarks)),
        remarks.get(question.id, NOTHING) if question.kind == "table" else NOTHING,
        answer,
    )


def closed_group(item: Item, answer: Answer) -> Group:
    """A question that is only read."""
    return Group(item.question, "", (), NOTHING, answer, closed=item)


def _blocks(
    question: Question, value: Any, answers: Answers, remarks: Mapping[str, Remarks]
) -> Iterable[Block]:
    if question.kind != "table":
        yield Block("", "", (_field(question.id, question, value, answers, remarks),))
        return
    for row in value or ():
        yield Block(
            row["id"],
            row_title(row) if any(row.get(key) for key in ("title", "name", "holder")) else "",
            tuple(
                _field(
                    f"{question.id}-{row['id']}-{column.id}",
                    column,
                    row.get(column.id),
                    answers,
                    remarks,
                    label=column.label,
                    wide=place == 0,
                )
                for place, column in enumerate(question.columns)
            ),
        )


def _field(
    name: str,
    source: Column,
    value: Any,
    answers: Answers,
    remarks: Mapping[str, Remarks],
    *,
    label: str = "",
    wide: bool = False,
) -> Field:
    widget = WIDGETS[source.kind]
    typed = KINDS[source.kind].typed(value, source)
    hints = [source.help if label else "", source.unit]
    return Field(
        name,
        label,
        typed,
        widget,
        " · ".join(filter(None, hints)),
        remarks.get(name, NOTHING),
        _choices(source, typed, answers) if widget.shape == "select" else (),
        wide or widget.shape == "area",
        "" if label else source.help,
    )


def _choices(source: Column, chosen: str, answers: Answers) -> tuple[Choice, ...]:
    """What can be picked; a chosen value that is no longer offered stays, so nothing is lost."""
    offered = [("", _("bitte wählen"))]
    offered += [(option.id, option.label) for option in source.options]
    offered += [(row["id"], said(row_title(row))) for row in answers.get(source.table) or ()]
    if chosen not in (value for value, _label in offered):
        offered.append((chosen, _("nicht mehr in der Liste")))
    return tuple(Choice(value, label, value == chosen) for value, label in offered)


# --- back from the browser ------------------------------------------------------------------------


def read(question: Question, posted: QueryDict) -> Any:
    """The value of what was typed, as the question's kind parses it; never fails."""
    if question.kind != "table":
        return KINDS[question.kind].parse(posted.get(question.id, ""), question)
    typed: Any = [
        {"id": row}
        | {c.id: posted.get(f"{question.id}-{row}-{c.id}", "") for c in question.columns}
        for row in posted.getlist(f"{question.id}-rows")
    ]
    return KINDS["table"].parse(typed, question)


def first_flaw(question: Question, value: Any) -> Sentence | None:
    """What is wrong with a value by itself; rows that it refers to are not looked up."""
    if is_empty(value):
        return None
    kinds = {"": question.kind} | {column.id: column.kind for column in question.columns}
    flaws = KINDS[question.kind].problems(value, question, {})
    return next((flaw.text for flaw in flaws if kinds[flaw.column] != "ref"), None)


def is_posted(question: Question, posted: QueryDict) -> bool:
    """Whether the page that was sent had this question on it."""
    return f"version-{question.id}" in posted


def token(version: int, value: Any) -> str:
    """Version and digest of a value, for the hidden field."""
    return f"{version}-{_digest(value)}"


def seen_version(raw: str) -> int:
    """The version of a token; 0 for a broken one."""
    return whole_number(raw.partition("-")[0])


def is_untouched(raw: str, value: Any) -> bool:
    """Whether the value is still the one that was drawn with this token."""
    return raw.partition("-")[2] == _digest(value)


def _digest(value: Any) -> str:
    canonical = json.dumps(value or None, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode(errors="surrogatepass")).hexdigest()[:12]
