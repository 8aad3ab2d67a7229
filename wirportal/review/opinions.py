"""The verbs of the Stellungnahme: an officer asks the ministry, names another day or no longer
wants it; the ministry answers."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from wirportal.concepts.models import Concept
from wirportal.concepts.steps import locked
from wirportal.concepts.telling import tell_of_step
from wirportal.editions.text import clean_line, clean_text
from wirportal.ledger.actions import record
from wirportal.ledger.hashing import digest_of
from wirportal.people.models import User
from wirportal.people.seen import require_seen
from wirportal.review.models import CaseFile, Opinion
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import OpinionState


def opinion_case(concept: Concept) -> Case:
    """What the rulebook looks at before the ministry is asked; one query."""
    asked = Opinion.objects.filter(file__concept=concept).awaited()
    return replace(concept.case, opinion=OpinionState.OPEN if asked.exists() else None)


@transaction.atomic
def ask_opinion(*, concept_id: UUID, question: str, due: date, by: User) -> Opinion:
    """Ask the ministry for its opinion until a day; the same request is made once.

    CaseFile.DoesNotExist before there is a file.
    """
    concept = locked(concept_id)
    facts = {"question": clean_text(question), "due": due, "asked_by": by}
    asked = Opinion.objects.filter(file__concept=concept, **facts).awaited().first()
    if asked:
        return asked
    require(Action.ASK_OPINION, opinion_case(concept), concept.actor(by))
    file = CaseFile.objects.get(concept=concept)
    made = file.opinions.create(asked_at=timezone.now(), **facts)
    _record(Action.ASK_OPINION, concept, made, by, after=digest_of(made.question))
    return made


@transaction.atomic
def move_opinion(
    *, concept_id: UUID, opinion_id: int, due: date, why: str, seen: str, by: User
) -> None:
    """Name another day until which the answer is wanted; the same change is made once.

    seen: digest of the day that the page showed; Stale where somebody has named another since.
    Opinion.DoesNotExist for one of another file.
    """
    concept = locked(concept_id)
    opinion = Opinion.objects.get(pk=opinion_id, file__concept=concept)
    reason, before = clean_line(why), opinion.due
    if (opinion.moved_by, opinion.due, opinion.moved_why) == (by, due, reason):
        return
    _require(Action.MOVE_OPINION, concept, opinion, by)
    require_seen(before, seen)
    opinion.due, opinion.moved_why = due, reason
    opinion.moved_by, opinion.moved_at = by, timezone.now()
    opinion.save(update_fields=("due", "moved_why", "moved_by", "moved_at"))
    noted = f"{date_format(due, 'd.m.Y')} ({reason})"
    states = {"before": str(before), "after": str(due)}
    _record(Action.MOVE_OPINION, concept, opinion, by, reason=noted, **states)


@transaction.atomic
def cancel_opinion(*, concept_id: UUID, opinion_id: int, why: str, by: User) -> None:
    """No longer want the answer; said again by the same person it changes nothing.

    Opinion.DoesNotExist for one of another file.
    """
    concept = locked(concept_id)
    opinion = Opinion.objects.get(pk=opinion_id, file__concept=concept)
    reason = clean_line(why)
    if (opinion.cancelled_by, opinion.cancelled_why) == (by, reason):
        return
    _require(Action.CANCEL_OPINION, concept, opinion, by)
    opinion.cancelled_by, opinion.cancelled_at = by, timezone.now()
    opinion.cancelled_why = reason
    opinion.save(update_fields=("cancelled_by", "cancelled_at", "cancelled_why"))
    _record(Action.CANCEL_OPINION, concept, opinion, by, reason=reason)


@transaction.atomic
def give_opinion(*, concept_id: UUID, opinion_id: int, text: str, by: User) -> Opinion:
    """Answer what the authority asked; the same answer is given once.

    Opinion.DoesNotExist for one of another file.
    """
    concept = locked(concept_id)
    opinion = Opinion.objects.get(pk=opinion_id, file__concept=concept)
    said = clean_text(text)
    if (opinion.given_by, opinion.text) == (by, said):
        return opinion
    _require(Action.GIVE_OPINION, concept, opinion, by)
    opinion.text, opinion.given_by, opinion.given_at = said, by, timezone.now()
    opinion.save(update_fields=("text", "given_by", "given_at"))
    _record(Action.GIVE_OPINION, concept, opinion, by, after=digest_of(said))
    return opinion


def _require(action: Action, concept: Concept, opinion: Opinion, by: User) -> None:
    require(action, replace(concept.case, opinion=opinion.state), concept.actor(by))


def _record(action: Action, concept: Concept, opinion: Opinion, by: User, **said: str) -> None:
    about = f"opinion {opinion.pk}"
    event = record(chain=concept.pk, actor_id=by.pk, action=action, object=about, **said)
    tell_of_step(action, concept, by, event, day=date_format(opinion.due, "d.m.Y"))
