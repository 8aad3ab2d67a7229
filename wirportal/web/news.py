"""What others did to a concept since the reader was last there."""

from dataclasses import dataclass
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
    """What is new for the reader, in printed order; None at a first visit. Five queries."""
    since = come_back(concept=concept, by=reader)
    if since is None:
        return None
    changes = {change.question: change for change in changed_since(concept, since, reader)}
    may_read = decide(Action.READ_COMMENTS, concept.case, concept.actor(reader))
    said = said_since(concept, since, reader) if may_read else {}
    return News(
        since,
        [
            New(question, changes.get(key), said.get(key, 0))
            for key, question in concept.edition.questions.items()
            if key in changes or key in said
        ],
    )
