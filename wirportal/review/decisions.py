"""What pages and verbs read of decisions; each function says how many queries it costs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Count, Q, QuerySet

from wirportal.concepts.models import Concept, Provision
from wirportal.concepts.telling import holders
from wirportal.ledger.models import Event
from wirportal.people.models import User
from wirportal.review.models import Condition, Decision
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import RULES, Action

_WRITTEN = (Action.PROPOSE, Action.WORD, Action.GIVE_PROPOSAL)
"""Who has done one of these does not countersign."""


def caps_of(concept: Concept) -> dict[str, Provision]:
    """What can be granted for, by label: caps, known or not; the rest of a directive are numbers
    that are cited. One query."""
    provisions = concept.call.directive.provisions.filter(Q(amount__isnull=False) | Q(number=""))
    return {one.label: one for one in provisions}


def decision_of(concept: Concept, version: int) -> Decision:
    """A version of the concept's decision with all that its words rest on; one query.

    Decision.DoesNotExist where there is none.
    """
    known = Decision.objects.filter(file__concept=concept)
    related = ("file", "by", "submission__call", "submission__seal__revision", "countersigned_by")
    return known.select_related(*related).get(version=version)


def former_of(decision: Decision) -> Decision | None:
    """The issued decision that it corrects; one query."""
    return decision.file.decisions.filter(version__lt=decision.version).first()


def case_of(concept: Concept, decision: Decision) -> Case:
    """What the rulebook looks at; no query."""
    return replace(
        concept.case,
        given=bool(decision.proposed_at),
        countersigned=bool(decision.countersigned_at),
        issued=bool(decision.issued_at),
    )


def has_written(concept: Concept, decision: Decision, user: User) -> bool:
    """Whether the person has had a hand in the proposal, as the ledger knows; one query."""
    events = Event.objects.filter(chain=concept.pk, object=name_of(decision), actor=user)
    return user.pk == decision.by_id or events.filter(action__in=_WRITTEN).exists()


def countersigners(concept: Concept, decision: Decision | None, proposer: User) -> list[User]:
    """Who else than the proposer holds the role today and has had no hand in the proposal, by
    name; two queries."""
    wrote = {proposer.pk}
    if decision:
        events = Event.objects.filter(chain=concept.pk, object=name_of(decision))
        named = events.filter(action__in=_WRITTEN).order_by().values_list("actor", flat=True)
        wrote = {proposer.pk, decision.by_id, *named}
    people = holders(concept, RULES[Action.COUNTERSIGN].roles)
    return sorted((one for one in people if one.pk not in wrote), key=lambda one: one.name)


def name_of(decision: Decision) -> str:
    """What the ledger calls it."""
    return f"decision {decision.version}"


def versions_of(concept: Concept) -> list[Decision]:
    """Every version, newest first, with all that hangs on it, without the PDFs; four queries."""
    people = ("by", "countersigned_by", "issued_by", "opened_by")
    known = Decision.objects.filter(file__concept=concept).defer("pdf").select_related(*people)
    return list(known.prefetch_related("amounts", "conditions__owner", "objections__by"))


def issued_of(concept: Concept) -> QuerySet[Decision]:
    """What was issued, newest first, without the PDFs; no query yet."""
    known = Decision.objects.filter(file__concept=concept, issued_at__isnull=False)
    return known.defer("pdf").select_related("file", "issued_by", "opened_by").order_by("-version")


def conditions_of(concept: Concept) -> list[Condition]:
    """Those of the decision in force, in order, with who sees to them; two queries."""
    decision = issued_of(concept).first()
    if decision is None:
        return []
    return list(
        decision.conditions.select_related("owner", "done_by", "proof").defer("proof__data")
    )


# --- what waits -----------------------------------------------------------------------------------


def in_force(concepts: Iterable[Concept], today: date) -> list[Decision]:
    """The Bescheid in force of each, by concept, with how many of its conditions are open, and how
    many of these late; one query."""
    is_open = Q(conditions__isnull=False, conditions__done_at=None)
    counted = {
        "open_conditions": Count("conditions", filter=is_open),
        "late_conditions": Count("conditions", filter=is_open & Q(conditions__due__lt=today)),
    }
    issued = Decision.objects.filter(file__concept__in=concepts, issued_at__isnull=False)
    known = issued.select_related("file").defer("pdf", "text").annotate(**counted)
    newest = {one.file_id: one for one in known.order_by("version")}
    return list(newest.values())


def waiting(concepts: Iterable[Concept]) -> list[Decision]:
    """Proposals that were given to be countersigned, and are not issued yet; one query."""
    known = Decision.objects.filter(file__concept__in=concepts, issued_at=None)
    given = known.filter(proposed_at__isnull=False)
    return list(given.select_related("file").defer("pdf", "text").order_by("proposed_at"))
