"""The concept as it reads from top to bottom: what read view, PDF, DOCX and diff print."""

import re
from dataclasses import dataclass
from typing import Any

from wirportal.editions.answers import is_empty, without_blank_rows
from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Answers, Edition, Question, Section


@dataclass(frozen=True)
class Body:
    """The applicant as printed in the head: name and id of its body type."""

    name: str = ""
    type: str = ""


@dataclass(frozen=True)
class Row:
    """A table row: its id and one shown cell per column."""

    id: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """A question with its answer as shown: `text`, or `rows` for a table."""

    question: Question
    value: Any
    text: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def is_empty(self) -> bool:
        return is_empty(self.value)


@dataclass(frozen=True)
class OutlineSection:
    section: Section
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Outline:
    edition: Edition
    body: Body
    sections: tuple[OutlineSection, ...]

    def part(self, part: str) -> tuple[OutlineSection, ...]:
        """The sections of "head", "body" or "foot"."""
        return tuple(s for s in self.sections if s.section.part == part)

    def item(self, question_id: str) -> Item:
        """The item of a question; KeyError where there is none."""
        return {i.question.id: i for s in self.sections for i in s.items}[question_id]


def outline(edition: Edition, answers: Answers, body: Body | None = None) -> Outline:
    """Every question of the edition in printed order, answered or not."""
    return Outline(
        edition,
        body or Body(),
        tuple(
            OutlineSection(s, tuple(_item(question, answers) for question in s.questions))
            for s in edition.sections
        ),
    )


def _item(question: Question, answers: Answers) -> Item:
    value = answers.get(question.id)
    kind = KINDS[question.kind]
    if is_empty(value):
        return Item(question, value)
    if question.kind != "table":
        return Item(question, value, text=kind.show(value, question, answers))
    return Item(
        question,
        value,
        rows=tuple(
            Row(
                row["id"],
                tuple(
                    KINDS[column.kind].show(row.get(column.id), column, answers)
                    for column in question.columns
                ),
            )
            for row in without_blank_rows(value)
        ),
    )


@dataclass(frozen=True)
class Block:
    """A paragraph (`items` holds its one text) or a list of "- " lines."""

    is_list: bool
    items: tuple[str, ...]


_BULLET = re.compile(r"^\s*[-–•]\s+")


def blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs and lists of a long answer. A blank line ends a paragraph; line ends stay."""
    found: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text):
        lines: list[str] = []
        points: list[str] = []
        for line in filter(str.strip, chunk.split("\n")):
            if bullet := _BULLET.match(line):
                if lines:
                    found.append(Block(False, ("\n".join(lines),)))
                    lines = []
                points.append(line[bullet.end() :])
            elif points and line.startswith(" "):
                points[-1] += "\n" + line.strip()
            else:
                if points:
                    found.append(Block(True, tuple(points)))
                    points = []
                lines.append(line)
        if points:
            found.append(Block(True, tuple(points)))
        if lines:
            found.append(Block(False, ("\n".join(lines),)))
    return tuple(found)
