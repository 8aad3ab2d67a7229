"""How a concept stands: its answers, what `check` says of them, and the state of each section."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wirportal.concepts.models import Answer, Concept
from wirportal.concepts.queries import LastEdit, answers_of, last_edit
from wirportal.editions.answers import is_empty
from wirportal.editions.checks import Problem, SectionState, check, section_state
from wirportal.editions.model import Answers, Edition, Section


@dataclass(frozen=True)
class SectionStand:
    """A section as listed."""

    section: Section
    state: SectionState
    last_edit: LastEdit | None

    @property
    def label(self) -> str:
        """leer, in Arbeit, vollständig."""
        return {"empty": _("leer"), "partial": _("in Arbeit"), "complete": _("vollständig")}[
            self.state.state
        ]

    @property
    def hints(self) -> str:
        """„2 Hinweise“ of a section in which somebody has written; else empty."""
        count = self.state.hints if self.state.answered else 0
        return ngettext("%d Hinweis", "%d Hinweise", count) % count if count else ""


@dataclass(frozen=True)
class Stand:
    concept: Concept
    rows: dict[str, Answer]
    answers: Answers

    @classmethod
    def of(cls, concept: Concept, rows: dict[str, Answer]) -> "Stand":
        return cls(concept, rows, answers_of(concept, rows))

    @property
    def edition(self) -> Edition:
        return self.concept.edition

    @cached_property
    def problems(self) -> list[Problem]:
        """All errors and hints, in printed order."""
        return check(self.edition, self.answers)

    def in_section(self, section: Section) -> list[Problem]:
        ids = {question.id for question in section.questions}
        return [problem for problem in self.problems if problem.question in ids]

    def while_drafting(self, section: Section) -> list[Problem]:
        """The errors in what was typed; what is still empty binds only at signing."""
        return [
            problem
            for problem in self.in_section(section)
            if problem.severity == "error" and not is_empty(self._value(problem))
        ]

    def _value(self, problem: Problem) -> Any:
        value = self.answers.get(problem.question)
        if not problem.row:
            return value
        rows = {row["id"]: row for row in value or ()}
        return rows.get(problem.row, {}).get(problem.column)

    @cached_property
    def sections(self) -> tuple[SectionStand, ...]:
        return tuple(self._sections())

    def _sections(self) -> Iterator[SectionStand]:
        for section in self.edition.sections:
            ids = [question.id for question in section.questions]
            state = section_state(self.edition, section, self.answers, self.problems)
            yield SectionStand(section, state, last_edit(self.rows, ids))
