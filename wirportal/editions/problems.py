"""What is wrong with each question for itself: its value, its absence, its length."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from wirportal.editions.answers import is_empty, without_blank_rows
from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Answers, Edition, Question
from wirportal.sentence import Sentence

Severity = Literal["error", "hint"]
"""An error keeps a concept from being signed; a hint is only something to think about."""


@dataclass(frozen=True)
class Problem:
    """A sentence about one question; in tables also about one row (id) and column (id)."""

    question: str
    text: Sentence
    severity: Severity
    row: str = ""
    column: str = ""

    @property
    def anchor(self) -> str:
        """The HTML id of the field: "place", "milestones-<row id>-due"."""
        return "-".join(part for part in (self.question, self.row, self.column) if part)

    def path(self, answers: Answers) -> str:
        """The field for people who read JSON, rows counted from 1: "milestones[2].due"."""
        row = f"[{row_number(answers, self.question, self.row)}]" if self.row else ""
        return self.question + row + (f".{self.column}" if self.column else "")


def rows(answers: Answers, table: str) -> list[dict[str, Any]]:
    """The rows of a table in which something stands."""
    return list(without_blank_rows(answers.get(table) or []))


def row_number(answers: Answers, table: str, row_id: str) -> int:
    """Which row of its table it is, counted from 1; 0 where it is not there."""
    return next((n for n, row in enumerate(answers[table], 1) if row["id"] == row_id), 0)


def flaws(edition: Edition, answers: Answers) -> Iterator[Problem]:
    """Values that their kind can't read or that break its bounds."""
    for question in edition.questions.values():
        value = answers.get(question.id)
        if not is_empty(value):
            for flaw in KINDS[question.kind].problems(value, question, answers):
                yield Problem(question.id, flaw.text, "error", flaw.row, flaw.column)


def missing(edition: Edition, answers: Answers) -> Iterator[Problem]:
    """Required questions that neither they nor a question beside them answers."""
    for question in edition.questions.values():
        group = edition.companions.get(question.id, (question,))
        if question.required and all(is_empty(answers.get(member.id)) for member in group):
            yield Problem(question.id, _please_answer(question, group), "error")


def _please_answer(question: Question, group: tuple[Question, ...]) -> Sentence:
    name = question.label.rstrip(":")
    if question.given:
        return Sentence("Diese Angabe fehlt. Sie wird beim Anlegen des Konzepts gesetzt.")
    if len(group) > 1:
        return Sentence(
            "Frage {number} ist noch offen. Bitte schreiben Sie einen Text "
            "oder füllen Sie die Tabelle „{table}“ aus.",
            number=question.number,
            table=group[1].label,
        )
    if question.kind == "table":
        return Sentence("„{name}“: Bitte tragen Sie mindestens eine Zeile ein.", name=name)
    if question.number:
        return Sentence(
            "Frage {number} ist noch offen. Bitte beantworten Sie sie.", number=question.number
        )
    return Sentence("Bitte füllen Sie das Feld „{name}“ aus.", name=name)


def missing_cells(edition: Edition, answers: Answers) -> Iterator[Problem]:
    """Required columns left empty in rows in which something stands."""
    for question in edition.questions.values():
        for row in rows(answers, question.id) if question.columns else ():
            for column in question.columns:
                if column.required and is_empty(row.get(column.id)):
                    text = Sentence(
                        "{row} {number}: Bitte füllen Sie das Feld „{column}“ aus.",
                        row=question.row_label,
                        number=row_number(answers, question.id, row["id"]),
                        column=column.label,
                    )
                    yield Problem(question.id, text, "error", row["id"], column.id)


def lengths(edition: Edition, answers: Answers) -> Iterator[Problem]:
    """Texts shorter or longer than recommended; a text beside a filled table may be short."""
    for question in edition.questions.values():
        if question.recommended and (text := answers.get(question.id)):
            group = edition.companions.get(question.id, (question,))
            alone = sum(not is_empty(answers.get(member.id)) for member in group) == 1
            if template := _length_hint(len(text), question, alone):
                low, high = question.recommended
                yield Problem(
                    question.id, Sentence(template, length=len(text), low=low, high=high), "hint"
                )


def _length_hint(length: int, question: Question, alone: bool) -> str:
    low, high = question.recommended or (0, 0)
    limit = question.maximum_length or KINDS[question.kind].limit
    if length < low and alone:
        return "Die Antwort ist kurz: {length} Zeichen, empfohlen sind {low} bis {high}."
    if high < length <= limit:
        return "Die Antwort ist lang: {length} Zeichen, empfohlen sind höchstens {high}."
    return ""
