"""The verbs of the Nachforderung: write, send, answer, hand the answer in, judge it."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format

from wirportal.concepts import sealing
from wirportal.concepts.models import Concept, Seal, Submission
from wirportal.concepts.models.drafting import with_companions
from wirportal.concepts.queries import submission_of
from wirportal.concepts.steps import locked, move
from wirportal.documents import letter
from wirportal.editions.text import clean_text
from wirportal.ledger.actions import record
from wirportal.ledger.hashing import digest_of
from wirportal.people.models import User
from wirportal.people.seen import digest, require_seen
from wirportal.review.letters import request_letter
from wirportal.review.models import CaseFile, ItemState, Request, RequestItem
from wirportal.review.rounds import draft_of, unanswered
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State


@dataclass(frozen=True)
class ItemFacts:
    """One thing to ask for; `about` as `RequestItem.about`."""

    about: str
    text: str
    required: bool = True


@dataclass(frozen=True)
class RequestFacts:
    """Everything that an officer writes in a Nachforderung."""

    text: str = ""
    due: date | None = None
    items: tuple[ItemFacts, ...] = ()

    @classmethod
    def of(cls, request: Request | None) -> "RequestFacts":
        """As it stands; one query, none where there is no request."""
        if request is None:
            return cls()
        items = (ItemFacts(one.about, one.text, one.required) for one in request.items.all())
        return cls(request.text, request.due, tuple(items))

    @property
    def readable(self) -> "RequestFacts":
        """The same, with its texts as people see them."""
        items = (replace(one, text=clean_text(one.text)) for one in self.items)
        return replace(self, text=clean_text(self.text), items=tuple(items))

    @property
    def seen(self) -> str:
        """What a page sends back of what it showed."""
        return digest(asdict(self))


# --- the authority asks ---------------------------------------------------------------------------


@transaction.atomic
def save_request(*, concept_id: UUID, facts: RequestFacts, seen: str, by: User) -> Request | None:
    """Keep the draft of the next Nachforderung; None where there is nothing to keep.

    Stale where somebody else has written since.
    """
    concept, facts = locked(concept_id), facts.readable
    require(Action.WRITE_REQUEST, _asking(concept, facts), concept.actor(by))
    draft = draft_of(concept)
    there = RequestFacts.of(draft)
    if there == facts:
        return draft
    require_seen(asdict(there), seen)
    draft = draft or _begun(concept, by)
    draft.text, draft.due = facts.text, facts.due
    draft.save()
    draft.items.all().delete()
    RequestItem.objects.bulk_create(
        RequestItem(request=draft, place=place, text=one.text, required=one.required, **_on(one))
        for place, one in enumerate(facts.items, start=1)
    )
    _record(Action.WRITE_REQUEST, concept, by, draft, after=facts.seen)
    return draft


@transaction.atomic
def drop_request(*, concept_id: UUID, by: User) -> None:
    """Throw the draft away; what was sent stays."""
    concept = locked(concept_id)
    require(Action.WRITE_REQUEST, concept.case, concept.actor(by))
    if draft := draft_of(concept):
        _record(Action.WRITE_REQUEST, concept, by, draft, after="dropped")
        draft.delete()


@transaction.atomic
def send_request(*, concept_id: UUID, number: int, seen: str, by: User) -> Request:
    """Send the draft: the letter, and exactly what it asks for is open to the municipality.

    Stale where it says something else than the person has seen.
    """
    concept = locked(concept_id)
    sent = Request.objects.get(file__concept=concept, number=number)
    if sent.sent_at:
        return sent
    facts = RequestFacts.of(sent)
    require(Action.SEND_REQUEST, sending_case(concept, facts), concept.actor(by))
    assert facts.due
    require_seen(asdict(facts), seen)
    sent.sent_by, sent.sent_at = by, timezone.now()
    sent.letter = letter.render(request_letter(concept, sent, by))
    sent.letter_sha256 = hashlib.sha256(sent.letter).hexdigest()
    sent.save()
    concept.open_questions = opened(concept, facts)
    day = date_format(facts.due, "d.m.Y")
    move(Action.SEND_REQUEST, concept, by, f"request {number}", reason=day, day=day)
    return sent


def sending_case(concept: Concept, facts: RequestFacts) -> Case:
    """The facts about a draft that is to be sent; one query."""
    ahead = bool(facts.due and facts.due > timezone.localdate())
    return replace(_asking(concept, facts), items=len(facts.items), day_ahead=ahead)


def opened(concept: Concept, facts: RequestFacts) -> list[str]:
    """What may be written again: the questions with those beside them, and papers."""
    asked = [(one.about, concept.edition_id) for one in facts.items]
    papers = [one.about for one in facts.items if one.about.startswith("paper:")]
    return list(dict.fromkeys([*with_companions(asked), *papers]))


def _asking(concept: Concept, facts: RequestFacts) -> Case:
    """The facts about what is asked for; one query."""
    papers = {f"paper:{pk}" for pk in concept.call.papers.values_list("pk", flat=True)}
    known = papers | set(concept.edition.official)
    return replace(concept.case, asks_beside=any(one.about not in known for one in facts.items))


def _on(one: ItemFacts) -> dict[str, object]:
    """The columns that say what an item is about."""
    kind, _, paper = one.about.partition(":")
    return {"paper_id": int(paper)} if paper else {"question": kind}


def _begun(concept: Concept, by: User) -> Request:
    file = CaseFile.objects.get(concept=concept)
    last = file.requests.aggregate(last=Max("number"))["last"] or 0
    return Request(
        file=file,
        number=last + 1,
        begun_by=by,
        begun_at=timezone.now(),
        asked_about=submission_of(concept),
    )


# --- the municipality answers ---------------------------------------------------------------------


@transaction.atomic
def reply(*, concept_id: UUID, number: int, place: int, text: str, seen: str, by: User) -> None:
    """Say something to an item, beside the changed text or instead of it.

    seen: digest of what stood there. Stale where somebody else has written since.
    """
    concept = locked(concept_id)
    item = RequestItem.objects.get(
        request__file__concept=concept,
        request__number=number,
        request__sent_at__isnull=False,
        request__answered_with=None,
        place=place,
    )
    require(Action.REPLY, concept.case, concept.actor(by))
    said = clean_text(text)
    if said == item.reply:
        return
    require_seen(item.reply, seen)
    item.reply, item.reply_by, item.reply_at = said, by, timezone.now()
    item.save()
    _record(Action.REPLY, concept, by, item.request, item, after=digest_of(said))


@transaction.atomic
def seal(*, concept_id: UUID, by: User) -> Seal:
    """`sealing.seal`, which knows nothing of Nachforderungen: held back while items are open."""
    concept = locked(concept_id)
    open_items = unanswered(concept) if concept.state == State.RETURNED else 0
    return sealing.seal(concept_id=concept_id, by=by, unanswered=open_items)


@transaction.atomic
def submit(*, concept_id: UUID, seal_id: UUID, by: User) -> Submission:
    """`sealing.submit`; what was asked before that is answered with it."""
    made = sealing.submit(concept_id=concept_id, seal_id=seal_id, by=by)
    asked = Request.objects.filter(file__concept=concept_id, sent_at__lt=made.at)
    asked.filter(answered_with=None).update(answered_with=made)
    return made


# --- the authority judges -------------------------------------------------------------------------


@transaction.atomic
def judge(*, concept_id: UUID, number: int, place: int, state: ItemState, by: User) -> None:
    """Accept what came back to an item of the last round, or want it again in the next."""
    concept = locked(concept_id)
    last = Request.objects.filter(file__concept=concept, sent_at__isnull=False).last()
    if last is None or last.number != number or last.answered_with_id is None:
        raise RequestItem.DoesNotExist
    item = last.items.get(place=place)
    require(Action.JUDGE_REPLY, concept.case, concept.actor(by))
    if item.state == state:
        return
    before, item.state = item.state, state
    item.judged_by, item.judged_at = by, timezone.now()
    item.save()
    _record(Action.JUDGE_REPLY, concept, by, last, item, before=before, after=state)


def _record(
    action: Action,
    concept: Concept,
    by: User,
    request: Request,
    item: RequestItem | None = None,
    **facts: str,
) -> None:
    about = f"request {request.number}" + (f" item {item.place}" if item else "")
    record(chain=concept.pk, actor_id=by.pk, action=action, object=about, **facts)
