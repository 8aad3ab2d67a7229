"""A section's page for everybody who writes in it: what each may write, and who else does."""

from collections.abc import Iterable
from dataclasses import replace

from wirportal.concepts.models import Concept
from wirportal.concepts.queries import assignments_of, tasks_of
from wirportal.editions.model import Question, Section
from wirportal.editions.outline import outline
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import AssignmentState
from wirportal.web.fields import Group
from wirportal.web.stand import Stand
from wirportal.web.together import Owed, Together, may_read


def writable(concept: Concept, section: Section, user: User) -> dict[str, Question]:
    """The section's questions that the user may answer, by id: all, or those assigned."""
    actor = concept.actor(user)
    return {
        question.id: question
        for question in section.questions
        if not question.given
        and decide(Action.SAVE, replace(concept.case, question=question.id), actor)
    }


def surroundings(stand: Stand, user: User) -> dict[str, object]:
    """What stands beside the questions: the sections; else the own tasks and what to read."""
    concept = stand.concept
    if may_read(concept, user):
        return {"readable": True}
    read = outline(concept.edition, stand.answers)
    return {
        "readable": False,
        "tasks": [Owed.of(concept, one) for one in tasks_of(user) if one.concept_id == concept.pk],
        "context_tables": [read.item(table.id) for table in concept.edition.referred_to],
    }


def with_company(groups: Iterable[Group], concept: Concept, reader: User) -> list[Group]:
    """The questions with who else works on them, below the last one of each printed number."""
    asked = [one for one in assignments_of(concept) if one.closed_at is None]
    companions = concept.edition.companions
    drawn = list(groups)
    found = {}
    for group in drawn:
        if group.question.id in companions:
            here = tuple(one for one in asked if one.question == group.question.id)
            mine = (one for one in here if one.person_id == reader.pk)
            owed = next((one for one in mine if one.state == AssignmentState.OPEN), None)
            found[group.question.id] = Together(group.question, here, owed)
    below = {companions[lead][-1].id: together for lead, together in found.items()}
    return [
        replace(
            group,
            mine=found[group.question.id].mine if group.question.id in found else None,
            together=below.get(group.question.id),
        )
        for group in drawn
    ]
