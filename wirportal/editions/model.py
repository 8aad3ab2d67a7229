"""What a form edition is: frozen nodes read from TOML, unknown keys forbidden."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Answers = dict[str, Any]
"""Answers by question id. Shapes: see `kinds`. A missing id and an empty value mean the same."""


class Node(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Node):
    """One choice of a choice field."""

    id: str
    label: str


class Column(Node):
    """A field of a table row; also what a question has in common with it."""

    id: str
    kind: str
    label: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    table: str = ""
    """The table question whose rows a `ref` points to."""
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    maximum_length: int | None = None
    """Characters; None: the kind's own limit."""


class Question(Column):
    number: str = ""
    """As printed, without the trailing dot: "5.1"."""
    hint: str = ""
    """The paper's bracket behind the label, letter for letter."""
    preface: str = ""
    """A sentence that the paper prints before this question."""
    printed: str = ""
    """A printed line with the answer inside it, at {}."""
    prompts: tuple[str, ...] = ()
    """Leitfragen."""
    recommended: tuple[int, int] | None = None
    """Recommended length, characters from–to."""
    beside: str = ""
    """The official question that this one puts into structure; empty: the paper asks it itself."""
    given: bool = False
    """Set by the portal or the authority, never typed by the applicant."""
    carry: Literal["copy", "ask", "drop"] = "ask"
    """What next year's concept does with this answer."""
    row_label: str = ""
    columns: tuple[Column, ...] = Field(default=(), alias="column")

    def column(self, column_id: str) -> Column:
        """The column of that id; KeyError where there is none."""
        return {column.id: column for column in self.columns}[column_id]

    @property
    def heading(self) -> str:
        """Number and official wording, as printed."""
        return f"{self.number}. {self.label}" if self.number else self.label

    @property
    def short(self) -> str:
        """As people call it: its number, else its wording."""
        return self.number or self.label.rstrip(":")


class Section(Node):
    id: str
    label: str
    number: str = ""
    part: Literal["head", "body", "foot"] = "body"
    hint: str = ""
    help: str = ""
    lead: str = ""
    """The question answered straight below the section's own printed heading."""
    questions: tuple[Question, ...] = Field(alias="question")

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.label}" if self.number else self.label


class Edition(Node):
    id: str
    title: str
    programme: str
    budget_item: str
    name_label: str
    applicant_label: str
    place_date_label: str
    signature_label: str
    body_types: tuple[Option, ...] = Field(alias="body_type")
    sections: tuple[Section, ...] = Field(alias="section")
    sha256: str = ""
    """Of the TOML file; set by `load`."""

    @cached_property
    def questions(self) -> dict[str, Question]:
        """All questions by id, in printed order."""
        return {question.id: question for question in self._all_questions()}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section of each question id."""
        return {q.id: section for section in self.sections for q in section.questions}

    @cached_property
    def companions(self) -> dict[str, tuple[Question, ...]]:
        """Official question id → it and the questions beside it, in order."""
        groups: dict[str, list[Question]] = {}
        for question in self._all_questions():
            groups.setdefault(question.beside or question.id, []).append(question)
        return {lead: tuple(group) for lead, group in groups.items()}

    @cached_property
    def official(self) -> dict[str, Question]:
        """What the paper asks and people answer, by id: neither given nor beside another."""
        return {q.id: q for q in self._all_questions() if not q.given and not q.beside}

    @cached_property
    def referred_to(self) -> tuple[Question, ...]:
        """The tables whose rows other questions name: what one needs to read beside them."""
        columns = [column for question in self._all_questions() for column in question.columns]
        tables = {column.table for column in columns if column.table}
        return tuple(q for q in self._all_questions() if q.id in tables)

    def section(self, section_id: str) -> Section:
        """The section of that id; KeyError where there is none."""
        return {section.id: section for section in self.sections}[section_id]

    def body_type_label(self, type_id: str) -> str:
        """The printed name of a body type; KeyError where the edition has none of it."""
        return {option.id: option.label for option in self.body_types}[type_id]

    def _all_questions(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions

    @model_validator(mode="after")
    def _ids_are_sound(self) -> Self:
        ids = [question.id for question in self._all_questions()]
        if len(ids) != len(set(ids)):
            raise ValueError("question ids repeat")
        tables = {q.id for q in self._all_questions() if q.kind == "table"}
        for question in self._all_questions():
            if question.beside and question.beside not in ids:
                raise ValueError(f"{question.id} stands beside an unknown question")
            if bool(question.columns) != (question.kind == "table"):
                raise ValueError(f"{question.id}: columns belong to tables, and only to them")
            for column in question.columns:
                if column.kind == "table" or (column.kind == "ref" and column.table not in tables):
                    raise ValueError(f"{question.id}.{column.id}: {column.kind} does not fit here")
        return self
