"""What a page shows of the people who write together."""

from dataclasses import dataclass, replace

from django.http import Http404

from wirportal.concepts.models import Assignment, Comment, Concept, GuestQuestion, actor_in
from wirportal.editions.model import Question, Section
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action


def may_read(concept: Concept, user: User) -> bool:
    """Whether the user may read the concept as a whole, not only what was assigned; no query."""
    return bool(decide(Action.READ, concept.case, actor_in(user, concept.organisation_id)))


def official_question(concept: Concept, question_id: str) -> Question:
    """404 for what nobody answers by itself: given ones, and tables beside a question."""
    if question_id not in concept.edition.official:
        raise Http404
    return concept.edition.official[question_id]


def case_of(concept: Concept, question: Question) -> Case:
    return replace(concept.case, question=question.id)


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
class Awaited:
    """Somebody who is invited to write a question and has not joined yet."""

    guest: GuestQuestion
    question: Question

    @classmethod
    def of(cls, concept: Concept, guest: GuestQuestion) -> "Awaited":
        return cls(guest, concept.edition.questions[guest.question])


@dataclass(frozen=True)
class Mention:
    """A comment that names the reader, with the question it is about."""

    comment: Comment
    question: Question

    @classmethod
    def of(cls, concept: Concept, comment: Comment) -> "Mention":
        return cls(comment, concept.edition.questions[comment.question])


@dataclass(frozen=True)
class Together:
    """What stands below a question: who was asked for it, and how many threads are open."""

    question: Question
    assignments: tuple[Assignment, ...]
    """Those under way."""
    mine: Assignment | None
    """The one that the reader can hand back."""
    threads: int
    """Of comments, not settled."""
