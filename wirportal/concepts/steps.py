"""What the verbs of every room have in common that bring a concept a step further."""

from uuid import UUID

from wirportal.concepts.models import Concept
from wirportal.concepts.telling import tell_of_step
from wirportal.ledger.actions import record
from wirportal.ledger.models import Event
from wirportal.people.models import User
from wirportal.rulebook.rules import RULES, Action
from wirportal.rulebook.states import State


def locked(concept_id: UUID) -> Concept:
    """The concept, with call and organisation, that nobody else changes until the transaction
    ends; one query."""
    concepts = Concept.objects.select_for_update(of=("self",))
    return concepts.select_related("call", "organisation").get(pk=concept_id)


def move(
    action: Action, concept: Concept, by: User, about: str, *, reason: str = "", **facts: str
) -> Event:
    """Bring the concept into the state that the rulebook names, record it, and tell people.

    Args:
        about: what it was done with: "revision 3".
        facts: what the notice says besides.
    """
    before = State(concept.state)
    concept.state = RULES[action].after(before)
    concept.save(update_fields=("state", "open_questions", "serial_number"))
    event = record(
        chain=concept.pk,
        actor_id=by.pk,
        action=action,
        object=about,
        before=before,
        after=concept.state,
        reason=reason,
    )
    tell_of_step(action, concept, by, event, **facts)
    return event
