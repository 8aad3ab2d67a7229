"""Give a file out for the authority's electronic file, as a ZIP that proves itself."""

from collections.abc import Collection
from itertools import takewhile
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from django.db import transaction

from wirportal.concepts.models import Concept, Revision
from wirportal.concepts.queries import submission_of
from wirportal.concepts.steps import locked
from wirportal.documents.casefile import Archive, Facts, Part, Record, pack
from wirportal.ledger.actions import facts_of, record
from wirportal.ledger.models import Event
from wirportal.people.models import User
from wirportal.review.filed import FILED
from wirportal.review.models import CaseFile
from wirportal.rulebook.decide import Refused, Ruling, require
from wirportal.rulebook.rules import RULES, Action
from wirportal.rulebook.states import STATE_LABELS, State
from wirportal.sentence import Sentence

TRIES = 3
_LINKS = ("sequence", "previous", "sha256")


def give_out(*, concept_id: UUID, by: User, seen: Collection[str]) -> IO[bytes]:
    """The file as a ZIP; the ledger notes the hash of its manifest.

    It is packed before the concept is locked, so that nobody waits for it, and packed anew where
    something has happened meanwhile. As long as nothing happens its bytes are the same, and who
    asks for it again leaves no second event.

    Args:
        seen: the actions whose events the authority may read.
    """
    for _ in range(TRIES):
        concept = Concept.objects.select_related("call", "organisation").get(pk=concept_id)
        require(Action.GIVE_OUT_FILE, concept.case, concept.actor(by))
        archive = archive_of(concept, seen)
        packed = TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
        if _note(archive, pack(archive, packed), by, seen):
            packed.seek(0)
            return packed
        packed.close()
    busy = "An diesem Vorgang wird gerade gearbeitet. Bitte versuchen Sie es gleich noch einmal."
    raise Refused(Ruling(False, Sentence(busy), passing=True))


@transaction.atomic
def _note(archive: Archive, sha256: str, by: User, seen: Collection[str]) -> bool:
    """Record that it is given out; False where it is not the present state any more."""
    concept = locked(UUID(archive.concept))
    require(Action.GIVE_OUT_FILE, concept.case, concept.actor(by))
    if events_of(concept, seen)[-1].sequence != archive.events[-1]["sequence"]:
        return False
    last = Event.objects.filter(chain=concept.pk).order_by("-sequence")[0]
    if (last.action, last.actor_id, last.reason) != (Action.GIVE_OUT_FILE, by.pk, sha256):
        record(
            chain=concept.pk,
            actor_id=by.pk,
            action=Action.GIVE_OUT_FILE,
            object=str(archive.head.facts["file_number"]),
            reason=sha256,
        )
    return True


def archive_of(concept: Concept, seen: Collection[str]) -> Archive:
    """Everything that is given out about a concept that was handed in; some thirty queries, and
    one for each version, whatever else there is."""
    events = events_of(concept, seen)
    told = [event for event in events if event.action in seen]
    return Archive(
        concept=str(concept.pk),
        at=told[-1].at,
        head=_head(concept),
        parts=[Part(name, list(records(concept))) for name, records in FILED.items()],
        events=[_as_known(event, event.action in seen) for event in events],
        people={event.actor_id: event.actor.name for event in told},
        told={event.sequence: _told(event) for event in told},
    )


def events_of(concept: Concept, seen: Collection[str]) -> list[Event]:
    """What the file tells of the concept's chain; one query.

    Not that it was given out last: else it would never be the same twice. While the municipality
    answers a request the chain ends before its first step: not even that there is one is known.
    """
    events = list(Event.objects.filter(chain=concept.pk).select_related("actor"))
    if concept.case.asked_for is not None:
        submitted = [at for at, event in enumerate(events, 1) if event.action == Action.SUBMIT]
        handed_in = max(submitted, default=0)
        since = takewhile(lambda event: event.action in seen, events[handed_in:])
        events = events[:handed_in] + list(since)
    while events[-1].action == Action.GIVE_OUT_FILE:
        events.pop()
    return events


def _as_known(event: Event, is_told: bool) -> dict[str, object]:
    facts = facts_of(event) | {"sha256": event.sha256}
    return facts if is_told else {name: facts[name] for name in _LINKS}


def _told(event: Event) -> str:
    code = Revision(sha256=event.after).code
    rule = RULES[Action(event.action)]
    facts = {"who": event.actor.name, "note": event.reason, "code": code, "person": "", "what": ""}
    return Sentence(rule.told, **facts)


def _head(concept: Concept) -> Record:
    file = CaseFile.objects.select_related("officer", "opened_by").filter(concept=concept).first()
    last = submission_of(concept)
    assert last
    state = State.RETURNED if concept.case.asked_for is not None else State(concept.state)
    facts: Facts = {
        "file_number": file.file_number if file else f"Eingang {last.code}",
        "serial_number": concept.serial_number,
        "body": concept.organisation.legal_name,
        "budget_year": concept.budget_year,
        "edition": concept.edition_id,
        "directive": concept.call.directive.name,
        "state": STATE_LABELS[state],
        "officer": file.officer.name if file else None,
        "opened_by": file.opened_by.name if file else None,
        "opened_at": file.opened_at if file else None,
        "due": file.due if file else None,
    }
    return Record(str(concept), facts)
