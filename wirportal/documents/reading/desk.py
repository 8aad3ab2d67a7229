"""Where readers' finds are collected: answers with their findings, and what belongs nowhere."""

import re
from typing import Any

from wirportal.documents.reading.grids import with_rows_named
from wirportal.documents.reading.imported import Finding
from wirportal.documents.reading.printed import printed
from wirportal.documents.reading.source import GRID, GRID_END, Grid, Source, unmarked
from wirportal.editions.answers import is_empty, without_blank_rows
from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Answers, Edition
from wirportal.editions.outline import Body
from wirportal.editions.text import clean_line, clean_text

CANONICAL = ("json", "attachment")
"""Origins of values that need no parsing."""
_FILLERS = re.compile(r"[\s_.…·•☐]*")
MARKED_GRID = f"{GRID}(?P<grid>[0-9]+){GRID_END}\n?"


class Desk:
    """The answers so far; a question is answered once, all further text stays unassigned."""

    def __init__(self, source: Source, edition: Edition) -> None:
        self.source = source
        self.edition = edition
        self.answers: Answers = {}
        self.findings: dict[str, Finding] = {}
        self.unassigned: list[str] = []
        self.bodies: list[Body] = []
        if source.body.name:
            self.put_body(source.body.name, source.body.type)
        for text in source.stray:
            self.leave(text)

    def put(self, question_id: str, typed: Any, confidence: float, origin: str) -> None:
        """Answer the question with what was typed; where it has an answer already, keep both."""
        question = self.edition.questions[question_id]
        kind = KINDS[question.kind]
        if question.columns:
            with_rows_named(typed, question, self.answers)
        reading = kind.clean if origin in CANONICAL else kind.parse
        value = without_blank_rows(reading(typed, question))
        if is_empty(value):
            return
        if question_id in self.answers:
            self.leave(KINDS[question.kind].show(value, question, self.answers))
        else:
            self.answers[question_id] = value
            self.findings[question_id] = Finding(question_id, round(confidence, 2), origin)

    def put_body(self, name: str, type_id: str) -> None:
        """Somebody is named as the applicant."""
        self.bodies.append(Body(clean_line(name), type_id))

    def leave(self, text: str) -> None:
        """Keep a text that belongs to no question, without what the form prints itself."""
        rest = printed(self.edition.id).without(
            self.spelled(unmarked(text)), wrapped=self.source.width > 0
        )
        if not is_blank(rest):
            self.unassigned.append(clean_text(rest))

    def grid(self, mark: re.Match[str]) -> Grid:
        """The table that a mark stands for."""
        return self.source.grids[int(mark["grid"])]

    def spelled(self, text: str) -> str:
        """The text with its marked tables written out."""
        return re.sub(MARKED_GRID, lambda mark: spelled(self.grid(mark)), text)

    def body(self) -> Body:
        """The applicant, where exactly one was named."""
        if len(set(self.bodies)) == 1:
            return self.bodies[0]
        for body in self.bodies:
            self.leave(body.name)
        return Body()


def is_blank(text: str) -> bool:
    """Whether nothing but blanks and lines to write on stands there."""
    return _FILLERS.fullmatch(text) is not None


def spelled(grid: Grid) -> str:
    """A table as lines of text."""
    return "".join("\t".join(row).rstrip() + "\n" for row in grid)
