"""A section's page for everybody who writes in it: what each may write, and who else does."""

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils.formats import date_format

from wirportal.concepts.models import Assignment, Concept
from wirportal.concepts.queries import assignments_of, open_threads, tasks_of
from wirportal.editions.model import Question, Section
from wirportal.editions.outline import outline
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import AssignmentState
from wirportal.sentence import Sentence
from wirportal.web.fields import Group
from wirportal.web.news import news
from wirportal.web.stand import Stand
from wirportal.web.summary import Line
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
        "news": news(concept, user),
        "tasks": [Owed.of(concept, one) for one in tasks_of(user) if one.concept_id == concept.pk],
        "context_tables": [read.item(table.id) for table in concept.edition.referred_to],
    }


def with_company(groups: Iterable[Group], concept: Concept, reader: User) -> list[Group]:
    """The questions with who else works on them, below the last one of each printed number."""
    asked = [one for one in assignments_of(concept) if one.closed_at is None]
    threads = open_threads(concept)
    companions = concept.edition.companions
    drawn = list(groups)
    found = {}
    for group in drawn:
        if group.question.id in companions:
            here = tuple(one for one in asked if one.question == group.question.id)
            mine = (one for one in here if one.person_id == reader.pk)
            owed = next((one for one in mine if one.state == AssignmentState.OPEN), None)
            found[group.question.id] = Together(
                group.question, here, owed, threads.get(group.question.id, 0)
            )
    below = {companions[lead][-1].id: together for lead, together in found.items()}
    return [
        replace(
            group,
            mine=found[group.question.id].mine if group.question.id in found else None,
            together=below.get(group.question.id),
        )
        for group in drawn
    ]


def open_talk(concept: Concept, reader: User) -> dict[str, list[Line]]:
    """What is still open between people, as hints by section, as far as the reader may know."""
    found: dict[str, list[Line]] = {section.id: [] for section in concept.edition.sections}
    actor = concept.actor(reader)
    if decide(Action.SEE_ASSIGNMENTS, concept.case, actor):
        for one in assignments_of(concept):
            if one.closed_at is None:
                section = concept.edition.section_of[one.question]
                found[section.id].append(_owed_line(concept, one))
    if decide(Action.READ_COMMENTS, concept.case, actor):
        for question, count in open_threads(concept).items():
            section = concept.edition.section_of[question]
            found[section.id].append(_talk_line(concept, question, count))
    return found


def _owed_line(concept: Concept, one: Assignment) -> Line:
    text = "{number}: {name} hat zurückgegeben. Bitte sehen Sie es sich an."
    if one.state == AssignmentState.OPEN:
        text = "{number}: {name} ist bis {day} um Mitzeichnung gebeten."
    said = Sentence(
        text,
        number=concept.edition.questions[one.question].short,
        name=one.person.name,
        day=date_format(one.due, "d.m.Y"),
    )
    url = reverse("assignments", kwargs={"concept": concept.pk})
    return Line(one.question, said, "hint", href=f"{url}#mitzeichnung-{one.pk}")


def _talk_line(concept: Concept, question: str, count: int) -> Line:
    text = "{number}: Ein Kommentar ist noch offen."
    if count > 1:
        text = "{number}: {n} Kommentare sind noch offen."
    said = Sentence(text, number=concept.edition.questions[question].short, n=count)
    url = reverse("comments", kwargs={"concept": concept.pk, "question": question})
    return Line(question, said, "hint", href=url)
