"""What both sides of a case see: their messages, and whose turn it is; each function says what it
costs."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from wirportal.concepts.models import Concept
from wirportal.review.models import CaseFile, Decision, Message, MessageUpload, Opinion, Request
from wirportal.rulebook.decide import decide
from wirportal.rulebook.facts import Actor
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rule import ANSWERING, AUTHORITY
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State
from wirportal.rulebook.turns import SIDE_LABELS, SIDE_OF, Side, sides
from wirportal.sentence import Sentence


def messages_of(concept: Concept) -> list[Message]:
    """The newest first, with their files; two queries."""
    files = MessageUpload.objects.select_related("upload").defer("upload__data")
    said = Message.objects.filter(concept=concept).select_related("by")
    return list(said.order_by("-at", "-pk").prefetch_related(Prefetch("uploads", files)))


@dataclass(frozen=True)
class Turn:
    """Who goes on from here, and until when."""

    names: tuple[str, ...]
    """As people call them: of the body its own name."""
    mine: bool
    """Whether the reader is among them."""
    due: date | None = None
    is_proposed: bool = False
    """Whether a proposal waits for the second person: only the authority learns that."""

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()


_BEFORE = frozenset({State.DRAFT, State.SEALED})


def turn_of(concept: Concept, actor: Actor) -> Turn | None:
    """Whose turn it is, for this reader; None where nothing is left to be done.

    At most one query for the municipality, four for the authority: it alone sees who in its own
    house is busy with it until when, and that the ministry or a second person is asked.
    """
    inside = bool(decide(Action.SEE_CASE, concept.case, actor))
    opinion = Opinion.objects.filter(file__concept=concept).awaited()
    asked = opinion.first() if inside else None
    now = sides(State(concept.state), opinion_asked=asked is not None)
    if now == (Side.NOBODY,):
        return None
    due, proposed = _at_desk(concept) if inside else (None, False)
    proposed = proposed and bool(actor.roles & AUTHORITY)
    resting = Role.OFFICER if proposed else Role.APPROVER
    return Turn(
        names=tuple(_name(side, concept) for side in now),
        mine=any(SIDE_OF.get(role) in now for role in actor.roles - {resting}),
        due=_due(concept, actor, asked, due),
        is_proposed=proposed,
    )


def _at_desk(concept: Concept) -> tuple[date | None, bool]:
    """The authority's own day, and whether a proposal waits for the second person; one query."""
    given = Decision.objects.filter(file=OuterRef("pk"), proposed_at__isnull=False)
    waits = Exists(given.filter(countersigned_at=None))
    file = CaseFile.objects.filter(concept=concept).annotate(waits=waits)
    return file.values_list("due", "waits").first() or (None, False)


def _name(side: Side, concept: Concept) -> str:
    if side is Side.MUNICIPALITY:
        return concept.organisation.name
    return Sentence(SIDE_LABELS[side])


def _due(concept: Concept, actor: Actor, asked: Opinion | None, own: date | None) -> date | None:
    """Until when the side at hand has time."""
    if concept.state in _BEFORE:
        return timezone.localdate(concept.call.closes_at)
    if concept.state in ANSWERING:
        sent = Request.objects.filter(file__concept=concept, sent_at__isnull=False)
        return sent.order_by("-number").values_list("due", flat=True).first()
    if asked and not actor.roles & AUTHORITY:
        return asked.due
    return own
