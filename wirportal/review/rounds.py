"""What pages read of Nachforderungen; each function says how many queries it costs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wirportal.concepts.models import Attachment, Concept, Seal
from wirportal.concepts.models.drafting import with_companions
from wirportal.concepts.queries import answers_of
from wirportal.editions.answers import is_empty
from wirportal.editions.compare import Piece, word_diff
from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Answers, Edition, Question
from wirportal.review.models import ItemState, Request, RequestItem


def draft_of(concept: Concept) -> Request | None:
    """The Nachforderung that is being written; one query."""
    return Request.objects.filter(file__concept=concept, sent_at=None).first()


def rounds_of(concept: Concept) -> list[Request]:
    """What was sent, newest first, with its people, submissions and items; two queries."""
    sent = Request.objects.filter(file__concept=concept, sent_at__isnull=False).defer("letter")
    return list(
        sent.order_by("-number")
        .select_related("sent_by", "file", *_SUBMISSIONS)
        .defer(*_HEAVY)
        .prefetch_related("items__paper", "items__reply_by", "items__judged_by")
    )


_SUBMISSIONS = (
    "asked_about__seal__revision",
    "asked_about__call",
    "answered_with__seal__revision",
    "answered_with__call",
)
_HEAVY = (
    "letter",
    "asked_about__receipt",
    "asked_about__seal__pdf",
    "answered_with__receipt",
    "answered_with__seal__pdf",
)


def open_request(concept: Concept) -> Request | None:
    """What the municipality has to answer now; two queries."""
    waiting = Request.objects.filter(file__concept=concept, sent_at__isnull=False)
    return waiting.filter(answered_with=None).defer("letter").prefetch_related("items").first()


def due_of(concepts: Iterable[Concept]) -> dict[UUID, date]:
    """Until when which concept is to be answered; one query."""
    waiting = Request.objects.filter(
        file__concept__in=concepts, sent_at__isnull=False, answered_with=None
    )
    return {pk: due for pk, due in waiting.values_list("file__concept", "due") if due}


def asked_in(request: Request | None) -> dict[str, list[RequestItem]]:
    """What an open request says of each question; no query where its items are at hand."""
    asked: dict[str, list[RequestItem]] = {}
    for item in request.items.all() if request else ():
        asked.setdefault(item.question, []).append(item)
    return asked


def reopened_in(concept: Concept) -> list[RequestItem]:
    """What of the last round is wanted again; two queries."""
    last = Request.objects.filter(file__concept=concept, sent_at__isnull=False).last()
    return list(last.items.filter(state=ItemState.REOPENED)) if last else []


# --- what became of a round -----------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A question, or a paper, whose answer is another one, word by word."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Asked:
    """An item, what it is about, and what was changed because of it."""

    item: RequestItem
    label: str
    question: Question | None
    changes: tuple[Change, ...]
    is_seen: bool = True
    """Whether the reader may see the answer."""

    @property
    def is_answered(self) -> bool:
        return bool(self.item.reply or self.changes)


@dataclass(frozen=True)
class Round:
    """A Nachforderung and what came of it."""

    request: Request
    items: tuple[Asked, ...]
    unasked: tuple[Change, ...]
    """What was changed though nobody had asked for it."""

    @property
    def unanswered(self) -> int:
        """How many required items have neither a changed text nor a reply."""
        return sum(one.item.required and not one.is_answered for one in self.items)


def round_of(concept: Concept, request: Request, *, inside: bool) -> Round:
    """A sent request of `rounds_of`, compared with what answers it; at most two queries.

    Args:
        inside: whether the reader may see an answer that is not handed in yet.
    """
    answer = request.answered_with
    if answer:
        seal: Seal | None = answer.seal
        new = json.loads(answer.seal.revision.content)
    elif inside:
        seal, new = None, answers_of(concept)
    else:
        return Round(request, tuple(_unseen(concept, one) for one in request.items.all()), ())
    old = json.loads(request.asked_about.seal.revision.content)
    changed = changes(concept.edition, old, new)
    papers = _papers(concept, request.asked_about.seal, seal)
    items = tuple(_asked(concept, one, changed, papers) for one in request.items.all())
    open_ones = set(with_companions((i.about, concept.edition_id) for i in request.items.all()))
    unasked = (change for question, change in changed.items() if question not in open_ones)
    return Round(request, items, tuple(unasked))


def unanswered(concept: Concept) -> int:
    """How many required items of the open request are still to be answered; six queries."""
    waiting = [one for one in rounds_of(concept) if one.answered_with is None]
    return round_of(concept, waiting[0], inside=True).unanswered if waiting else 0


def changes(edition: Edition, old: Answers, new: Answers) -> dict[str, Change]:
    """Every question that people answer and that says something else now, in printed order."""
    return {
        question.id: Change(question.heading, word_diff(_show(question, old), _show(question, new)))
        for question in edition.questions.values()
        if not question.given and old.get(question.id) != new.get(question.id)
    }


def _show(question: Question, answers: Answers) -> str:
    value = answers.get(question.id)
    return "" if is_empty(value) else KINDS[question.kind].show(value, question, answers)


def _asked(
    concept: Concept, item: RequestItem, changed: dict[str, Change], papers: dict[int, Change]
) -> Asked:
    if item.paper:
        found = [papers[item.paper.pk]] if item.paper.pk in papers else []
    else:
        beside = with_companions([(item.question, concept.edition_id)])
        found = [changed[question] for question in beside if question in changed]
    return Asked(item, label_of(concept, item), _question(concept, item), tuple(found))


def _unseen(concept: Concept, item: RequestItem) -> Asked:
    """An item as long as its answer is the municipality's own."""
    return Asked(item, label_of(concept, item), _question(concept, item), (), is_seen=False)


def label_of(concept: Concept, item: RequestItem) -> str:
    """What an item is about, as printed."""
    question = _question(concept, item)
    return question.heading if question else str(item.paper)


def _question(concept: Concept, item: RequestItem) -> Question | None:
    return concept.edition.questions[item.question] if item.question else None


def _papers(concept: Concept, old: Seal, new: Seal | None) -> dict[int, Change]:
    """The asked papers that are other files now; one query."""
    sides: tuple[dict[int, list[str]], dict[int, list[str]]] = ({}, {})
    names: dict[int, str] = {}
    lying = Attachment.objects.filter(concept=concept, paper__isnull=False)
    for one in lying.select_related("paper", "upload").defer("upload__data"):
        assert one.paper
        names[one.paper.pk] = one.paper.name
        line = f"{one.upload.name} ({one.upload.sha256[:8]})"
        for seal_id, side in ((old.pk, sides[0]), (new and new.pk, sides[1])):
            if one.seal_id == seal_id:
                side.setdefault(one.paper.pk, []).append(line)
    before, after = ({pk: "\n".join(sorted(side.get(pk, ()))) for pk in names} for side in sides)
    return {
        pk: Change(name, word_diff(before[pk], after[pk]))
        for pk, name in names.items()
        if before[pk] != after[pk]
    }
