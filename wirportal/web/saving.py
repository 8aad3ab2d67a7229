"""What a section's form sends, saved question by question: each stands or clashes alone.

`version-question` tells what was seen. After a clash the person chooses with a button:
`mine` = "question=token of theirs" keeps the own text over theirs, `theirs` = "question" drops it.
"""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from wirportal.concepts.actions import Conflict, Saved, save_answer
from wirportal.concepts.models import Answer, Concept
from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Answers, Question, Section
from wirportal.people.models import User
from wirportal.web.fields import ClashShown, is_posted, is_untouched, read, seen_version, token


@dataclass(frozen=True)
class Clash:
    """Two texts of one question: mine was not saved, theirs stands in the draft."""

    mine: Any
    seen: str
    """The token that my page had."""
    theirs: Answer
    question: Question

    def shown(self, answers: Answers) -> ClashShown:
        """Both as people read them; `answers` name the rows that they refer to."""
        show = KINDS[self.question.kind].show
        return ClashShown(
            mine=show(self.mine, self.question, answers),
            theirs=show(self.theirs.value, self.question, answers),
            by=self.theirs.edited_by,
            at=self.theirs.edited_at,
            over=token(self.theirs.version, self.theirs.value),
        )


def posted_questions(section: Section, posted: QueryDict) -> list[Question]:
    """The questions that the page had on it."""
    return [question for question in section.questions if is_posted(question, posted)]


def save_posted(
    concept: Concept, section: Section, posted: QueryDict, by: User
) -> dict[str, Clash]:
    """Save every question that was touched; returns the clashes by question id."""
    outcomes = {
        question.id: save_question(concept, question, posted, by)
        for question in posted_questions(section, posted)
        if posted.get("theirs") != question.id
    }
    return {key: outcome for key, outcome in outcomes.items() if isinstance(outcome, Clash)}


def save_question(
    concept: Concept, question: Question, posted: QueryDict, by: User
) -> Saved | Clash:
    """Save one question as it was posted; nothing is written where it was not touched."""
    value = read(question, posted)
    seen = posted.get(f"version-{question.id}", "")
    chosen, _, over = posted.get("mine", "").partition("=")
    preferred = chosen == question.id
    if preferred:
        seen = over
    if is_untouched(seen, value):
        return Saved(seen_version(seen), None)
    try:
        return save_answer(
            concept_id=concept.pk,
            question_id=question.id,
            value=value,
            version=seen_version(seen),
            by=by,
            reason="Dem anderen Text vorgezogen" if preferred else "",
        )
    except Conflict as conflict:
        return Clash(value, seen, conflict.theirs, question)
