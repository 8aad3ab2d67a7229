"""What others did to a concept since the reader was last there."""

from dataclasses import dataclass, replace
from datetime import datetime

from wirportal.concepts.models import Concept
from wirportal.concepts.presence import Change, changed_since, come_back, said_since
from wirportal.editions.model import Question
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action


@dataclass(frozen=True)
class New:
    """One question: who changed its text how (None: nobody), how many comments came."""

    question: Question
    change: Change | None
    comments: int


@dataclass(frozen=True)
class News:
    since: datetime
    items: list[New]


def news(concept: Concept, reader: User) -> News | None:
    """What is new for the reader, in printed order; None at a first visit. Five queries.

    Who only contributes is told of the own questions alone.
    """
    since = come_back(concept=concept, by=reader)
    if since is None:
        return None
    actor = concept.actor(reader)
    changes = {change.question: change for change in changed_since(concept, since, reader)}
    said = said_since(concept, since, reader)
    items = []
    for key, question in concept.edition.questions.items():
        case = replace(concept.case, question=key)
        readable = decide(Action.READ, case, actor) or decide(Action.SAVE, case, actor)
        change = changes.get(key) if readable else None
        talk = said.get(key, 0) if decide(Action.READ_COMMENTS, case, actor) else 0
        if change or talk:
            items.append(New(question, change, talk))
    return News(since, items)
