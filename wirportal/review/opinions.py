"""The verbs of the Stellungnahme: an officer asks the ministry, the ministry answers."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from wirportal.concepts.models import Concept
from wirportal.concepts.steps import locked
from wirportal.concepts.telling import tell_of_step
from wirportal.editions.text import clean_text
from wirportal.ledger.actions import record
from wirportal.ledger.hashing import digest_of
from wirportal.people.models import User
from wirportal.review.models import CaseFile, Opinion
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action


def opinion_case(concept: Concept) -> Case:
    """What the rulebook looks at before the ministry is asked; one query."""
    asked = Opinion.objects.filter(file__concept=concept, given_at=None)
    return replace(concept.case, opinion_open=asked.exists())


@transaction.atomic
def ask_opinion(*, concept_id: UUID, question: str, due: date, by: User) -> Opinion:
    """Ask the ministry for its opinion until a day; the same request is made once.

    CaseFile.DoesNotExist before there is a file.
    """
    concept = locked(concept_id)
    facts = {"question": clean_text(question), "due": due, "asked_by": by}
    asked = Opinion.objects.filter(file__concept=concept, given_at=None, **facts).first()
    if asked:
        return asked
    require(Action.ASK_OPINION, opinion_case(concept), concept.actor(by))
    file = CaseFile.objects.get(concept=concept)
    made = file.opinions.create(asked_at=timezone.now(), **facts)
    after, day = digest_of(made.question), date_format(due, "d.m.Y")
    _record(Action.ASK_OPINION, concept, made, by, after, day=day)
    return made


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
    case = replace(concept.case, opinion_open=opinion.given_at is None)
    require(Action.GIVE_OPINION, case, concept.actor(by))
    opinion.text, opinion.given_by, opinion.given_at = said, by, timezone.now()
    opinion.save(update_fields=("text", "given_by", "given_at"))
    _record(Action.GIVE_OPINION, concept, opinion, by, digest_of(said))
    return opinion


def _record(
    action: Action, concept: Concept, opinion: Opinion, by: User, after: str, **facts: str
) -> None:
    about = f"opinion {opinion.pk}"
    event = record(chain=concept.pk, actor_id=by.pk, action=action, object=about, after=after)
    tell_of_step(action, concept, by, event, **facts)
