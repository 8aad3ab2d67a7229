"""What a page shows of the people who write together."""

from dataclasses import dataclass

from wirportal.concepts.models import Assignment, Concept, actor_in
from wirportal.editions.model import Question, Section
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action


def may_read(concept: Concept, user: User) -> bool:
    """Whether the user may read the concept as a whole, not only what was assigned; no query."""
    return bool(decide(Action.READ, concept.case, actor_in(user, concept.organisation_id)))


@dataclass(frozen=True)
class Owed:
    """One request, with the question as printed and where it stands."""

    assignment: Assignment
    question: Question
    section: Section

    @classmethod
    def of(cls, concept: Concept, assignment: Assignment) -> "Owed":
        question = concept.edition.questions[assignment.question]
        return cls(assignment, question, concept.edition.section_of[question.id])


@dataclass(frozen=True)
class Together:
    """What stands below a question: who was asked for it, and how many threads are open."""

    question: Question
    assignments: tuple[Assignment, ...]
    """Those under way."""
    mine: Assignment | None
    """The one that the reader can hand back."""
