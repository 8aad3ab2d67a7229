"""The take-over page: what it shows of a read file, and what comes back from it."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict

from wirportal.concepts.models import Answer, Concept, ImportedFile
from wirportal.concepts.queries import answers_by_question, answers_of, body_of
from wirportal.concepts.takeover import (
    Chosen,
    Offer,
    chosen_values,
    doubts,
    offers,
    placed_at,
    suggested_rows,
    with_known_ids,
)
from wirportal.editions.model import Answers, Edition, Question
from wirportal.sentence import Sentence
from wirportal.web.comparison import Group, Part, Shown, grouped, plain_row
from wirportal.web.fields import seen_version


@dataclass(frozen=True)
class LeftOver:
    """A text that found no question; `placed` is where it stands by now."""

    name: str
    text: str
    placed: Question | None


@dataclass(frozen=True)
class SuggestedRow:
    id: str
    part: Part


@dataclass(frozen=True)
class TakeOver:
    """A read file beside the draft; two queries."""

    concept: Concept
    received: ImportedFile
    rows: dict[str, Answer]
    present: Answers

    @classmethod
    def of(cls, concept: Concept, received: ImportedFile) -> "TakeOver":
        rows = answers_by_question(concept)
        return cls(concept, received, rows, answers_of(concept, rows))

    @property
    def edition(self) -> Edition:
        return self.concept.edition

    @cached_property
    def base(self) -> Answers | None:
        """What was given out; None where the file is no copy of it."""
        base = self.received.base
        return None if base is None else dict(json.loads(base.content))

    @cached_property
    def imported(self) -> dict[str, Any]:
        """What was found, its rows called as they are here."""
        assert self.received.content is not None
        content = dict(self.received.content)
        questions = self.edition.questions
        known = with_known_ids(content["answers"], questions, self.base, self.present)
        return content | {"answers": known}

    @cached_property
    def offers(self) -> list[Offer]:
        versions = {question: answer.version for question, answer in self.rows.items()}
        return offers(self.edition.questions, self.imported, self.present, self.base, versions)

    @cached_property
    def groups(self) -> list[tuple[Group, list[Shown]]]:
        is_copy = self.base is not None
        return grouped(self.offers, self.present, self.imported["answers"], is_copy=is_copy)

    @property
    def settled(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.is_settled]

    @cached_property
    def left_over(self) -> list[LeftOver]:
        return [
            LeftOver(f"append-{place}", text, placed_at(text, self.edition, self.present))
            for place, text in enumerate(self.imported["unassigned"])
        ]

    @property
    def targets(self) -> list[Question]:
        """What an unassigned text can be put to."""
        return [question for question in self.edition.questions.values() if question.kind == "text"]

    @cached_property
    def suggested(self) -> list[tuple[Question, list[SuggestedRow]]]:
        return [
            (
                table := self.edition.questions[table_id],
                [SuggestedRow(row["id"], plain_row(table, row, self.present)) for row in rows],
            )
            for table_id, rows in suggested_rows(self.imported, self.present).items()
        ]

    @cached_property
    def doubts(self) -> list[Sentence]:
        """One query."""
        body = body_of(self.concept, self.present)
        is_copy = self.base is not None
        year = self.concept.budget_year
        return list(doubts(self.imported, self.edition.id, year, body, is_copy))

    @property
    def found_nothing(self) -> bool:
        return not (self.offers or self.left_over or self.suggested)

    @property
    def asks_nothing(self) -> bool:
        """Whether everything in the file stands in the draft already."""
        waiting = [text for text in self.left_over if not text.placed]
        return not (self.groups or waiting or self.suggested)

    def chosen_values(self, posted: QueryDict) -> dict[str, tuple[Any, int]]:
        """Question id → value to save and the version that the page was drawn with."""
        chosen = chosen_by(posted, self.edition, len(self.imported["unassigned"]))
        values = chosen_values(chosen, self.offers, self.imported, self.edition, self.present)
        return {
            question: (value, seen_version(posted.get(f"version-{question}", "")))
            for question, value in values.items()
        }


def chosen_by(posted: QueryDict, edition: Edition, left_over: int) -> Chosen:
    """What was ticked; `left_over`: how many unassigned texts there are."""
    return Chosen(
        choices={q: str(posted.get(f"choice-{q}", "")) for q in edition.questions},
        appended={place: str(posted.get(f"append-{place}", "")) for place in range(left_over)},
        rows={q: frozenset(posted.getlist(f"rows-{q}")) for q in edition.questions},
    )
