"""What a start page says: a part for each role that the reader has, a row of `PARTS` for each."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode

from wirportal.concepts.models import Call, Concept
from wirportal.concepts.queries import calls_for_new, handed_back_in
from wirportal.people.models import Invitation, Organisation, User
from wirportal.people.queries import without_coordinator
from wirportal.review.decisions import in_force, waiting
from wirportal.review.models import Decision
from wirportal.review.queries import opinions_asked
from wirportal.review.rounds import due_of
from wirportal.rulebook.roles import REACH, Role, Scope
from wirportal.rulebook.rule import DECIDED, SEALED
from wirportal.rulebook.states import HANDED_IN, STATE_LABELS, State
from wirportal.rulebook.turns import TURNS, Side
from wirportal.sentence import Sentence
from wirportal.web.acting import acting

_NOTHING = Sentence("Zurzeit wartet hier nichts auf Sie.")


@dataclass(frozen=True)
class Item:
    """Something that waits for the reader, or that they can do, and where."""

    text: Sentence
    url: str


@dataclass(frozen=True)
class Reader:
    """The person with a role, and what that role reaches of the concepts they see."""

    user: User
    role: Role
    concepts: list[Concept]

    @classmethod
    def of(cls, user: User, role: Role, seen: list[Concept]) -> "Reader":
        reach = REACH[role]
        places = {one.organisation_id for one in user.held if one.role == role}
        everywhere = reach.scope is Scope.ALL
        reached = [
            one
            for one in seen
            if State(one.state) in reach.states and (everywhere or one.organisation_id in places)
        ]
        return cls(user, role, reached)

    def in_any(self, states: frozenset[State]) -> list[Concept]:
        """The concepts in one of these states, in their order."""
        return [one for one in self.concepts if one.state in states]

    def those(self, state: State) -> list[Concept]:
        """The concepts in that state."""
        return [one for one in self.concepts if one.state == state]

    @property
    def places(self) -> list[Organisation]:
        """Where the person has the role."""
        held = (one for one in self.user.held if one.role == self.role)
        return list(dict.fromkeys(one.organisation for one in held))


@dataclass(frozen=True)
class Part:
    """What somebody with the role is there for, what waits, and what to say where nothing does."""

    role: Role
    lead: Sentence
    items: Callable[[Reader], Iterator[Item]]
    nothing: Sentence = _NOTHING


@dataclass(frozen=True)
class Shown:
    """A part as one reader sees it: as what they act, and the items at hand."""

    part: Part
    acting: list[Sentence]
    items: list[Item]


def parts_for(user: User) -> list[Shown]:
    """The parts of all the roles in the order of the table; one more query, or two, for each."""
    seen = list(Concept.objects.visible_to(user).select_related("organisation", "call"))
    return [
        Shown(
            part,
            acting(one for one in user.held if one.role == part.role),
            list(part.items(Reader.of(user, part.role, seen))),
        )
        for part in PARTS
        if any(one.role == part.role for one in user.held)
    ]


def _to_write(reader: Reader) -> Iterator[Item]:
    """What was handed back, drafts to go on with, years that have no concept yet."""
    for concept_id, count in handed_back_in(reader.concepts).items():
        concept = next(one for one in reader.concepts if one.pk == concept_id)
        text = Sentence(
            "{concept}: zurückgegeben und noch nicht angenommen: {count}",
            concept=concept,
            count=count,
        )
        yield Item(text, reverse("assignments", kwargs={"concept": concept.pk}))
    yield from _to_answer(reader)
    yield from _decided(reader)
    for concept in reader.in_any(SEALED):
        text = Sentence("{concept}: wird gezeichnet", concept=concept)
        yield Item(text, reverse("signing", kwargs={"concept": concept.pk}))
    for concept in reader.those(State.DRAFT):
        yield _about(concept, Sentence("{concept}: am Entwurf weiterschreiben", concept=concept))
    begun = {(one.organisation_id, one.call_id) for one in reader.concepts}
    for call in calls_for_new():
        for place in reader.places:
            if place.kind == "body" and (place.pk, call.pk) not in begun:
                text = Sentence(
                    "{place} {year}: Konzept anlegen", place=place, year=call.budget_year
                )
                yield Item(text, reverse("new-concept"))


def _to_answer(reader: Reader) -> Iterator[Item]:
    """Nachforderungen."""
    due = due_of(reader.those(State.RETURNED))
    for concept in reader.those(State.RETURNED):
        if day := due.get(concept.pk):
            facts = {"concept": concept, "day": date_format(day, "d.m.Y")}
            text = Sentence("{concept}: Nachforderung beantworten bis {day}", **facts)
            yield Item(text, reverse("requests", kwargs={"concept": concept.pk}))


def _decided(reader: Reader) -> Iterator[Item]:
    """A Bescheid that nobody has opened yet, and what it still asks for."""
    decided = {one.pk: one for one in reader.concepts if State(one.state) in DECIDED}
    for decision in in_force(decided.values(), timezone.localdate()) if decided else ():
        concept = decided[decision.file.concept_id]
        address = {"concept": concept.pk}
        if decision.opened_at is None:
            text = Sentence("{concept}: Der Bescheid ist da", concept=concept)
            yield Item(text, reverse("decision", kwargs=address))
        if still := _open_conditions(concept, decision):
            yield Item(still, reverse("conditions", kwargs=address))


def _open_conditions(concept: Concept, decision: Any) -> Sentence | None:
    """How many conditions of a decision of `in_force` are to be seen to."""
    facts = {"concept": concept, "count": decision.open_conditions}
    if late := decision.late_conditions:
        text = "{concept}: offene Auflagen: {count}, davon überfällig: {late}"
        return Sentence(text, **facts, late=late)
    return Sentence("{concept}: offene Auflagen: {count}", **facts) if facts["count"] else None


def _to_sign(reader: Reader) -> Iterator[Item]:
    yield from _decided(reader)
    for concept in reader.in_any(SEALED):
        text = Sentence("{concept}: wartet auf die Zeichnung", concept=concept)
        yield Item(text, reverse("signing", kwargs={"concept": concept.pk}))
    for concept in reader.those(State.DRAFT):
        yield _about(concept, Sentence("{concept}: den Entwurf lesen", concept=concept))


def _to_read(reader: Reader) -> Iterator[Item]:
    yield from _decided(reader)
    for concept in reader.concepts:
        facts = {"concept": concept, "state": _label(concept.state)}
        yield _about(concept, Sentence("{concept}: {state}", **facts))


def _about(concept: Concept, text: Sentence) -> Item:
    return Item(text, reverse("concept", kwargs={"concept": concept.pk}))


_WHERE = {
    Side.MUNICIPALITY: Sentence("bei der Kommune"),
    Side.AUTHORITY: Sentence("bei der Bewilligungsbehörde"),
    Side.MINISTRY: Sentence("beim Ministerium"),
    Side.NOBODY: Sentence("abgeschlossen"),
}


def _by_turn(reader: Reader) -> Iterator[Item]:
    """How many concepts of each call wait for whom, the newest year first."""
    handed_in = (one for one in reader.concepts if State(one.state) in HANDED_IN)
    waiting = Counter((one.call, TURNS[State(one.state)]) for one in handed_in)
    for (call, side), count in sorted(waiting.items(), key=_year_and_side):
        facts = {"year": call.budget_year, "where": _WHERE[side], "count": count}
        text = Sentence("Haushaltsjahr {year}, {where}: {count}", **facts)
        here = reverse("desk-call", kwargs={"call": call.pk})
        yield Item(text, f"{here}?{urlencode({'am_zug': side})}")


def _to_issue(reader: Reader) -> Iterator[Item]:
    """What the second person has signed, then how many wait for whom."""
    for concept, decision in _proposals(reader):
        if decision.countersigned_at:
            text = Sentence("{concept}: Der Bescheid kann erlassen werden", concept=concept)
            yield Item(text, reverse("proposal-desk", kwargs={"concept": concept.pk}))
    yield from _by_turn(reader)


def _to_countersign(reader: Reader) -> Iterator[Item]:
    """Proposals of others that wait for a second person, then how many wait for whom."""
    for concept, decision in _proposals(reader):
        if decision.countersigned_at is None and decision.by_id != reader.user.pk:
            text = Sentence("{concept}: Der Vorschlag wartet auf Ihre Zeichnung", concept=concept)
            yield Item(text, reverse("proposal-desk", kwargs={"concept": concept.pk}))
    yield from _by_turn(reader)


def _proposals(reader: Reader) -> Iterator[tuple[Concept, Decision]]:
    known = {one.pk: one for one in reader.concepts if State(one.state) in HANDED_IN}
    for decision in waiting(known.values()) if known else ():
        yield known[decision.file.concept_id], decision


def _year_and_side(counted: tuple[tuple[Call, Side], int]) -> tuple[int, int]:
    (call, side), _ = counted
    return -call.budget_year, list(Side).index(side)


def _opinions(reader: Reader) -> Iterator[Item]:
    """Stellungnahmen that are awaited, then the same."""
    if count := opinions_asked(reader.user):
        text = Sentence("Erbetene Stellungnahmen: {count}", count=count)
        yield Item(text, f"{reverse('desk')}?{urlencode({'am_zug': Side.MINISTRY})}")
    yield from _by_turn(reader)


def _to_administer(reader: Reader) -> Iterator[Item]:
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).count()
    if bare := without_coordinator().count():
        text = Sentence("Kommunen ohne WIR-Koordination: {count}", count=bare)
        yield Item(text, reverse("people"))
    if waiting:
        text = Sentence("Einladungen, die noch niemand angenommen hat: {count}", count=waiting)
        yield Item(text, reverse("people"))
    yield Item(Sentence("Personen einladen, Aufgaben geben und wegnehmen"), reverse("people"))


def _none(reader: Reader) -> Iterator[Item]:
    """What waits for contributors stands above, as a card for each question."""
    yield from ()


def _label(state: str) -> Sentence:
    return Sentence(STATE_LABELS[State(state)])


PARTS = (
    Part(
        Role.COORDINATOR,
        Sentence("Sie schreiben das Konzept und bitten andere um ihren Teil."),
        _to_write,
    ),
    Part(
        Role.CONTRIBUTOR,
        Sentence("Sie schreiben einzelne Fragen, um die man Sie bittet. Mehr sehen Sie nicht."),
        _none,
        Sentence("Jede Bitte steht oben unter „Ihre Aufgaben“, bis Sie zurückgeben."),
    ),
    Part(
        Role.SIGNATORY,
        Sentence("Sie lesen das Konzept und zeichnen es, wenn es fertig ist."),
        _to_sign,
    ),
    Part(
        Role.LEADERSHIP,
        Sentence("Sie lesen, was bewilligt ist und was daraus wird."),
        _to_read,
        Sentence("Sobald ein Konzept bewilligt ist, finden Sie es hier."),
    ),
    Part(
        Role.OFFICER,
        Sentence("Sie prüfen, was die Kommunen eingereicht haben."),
        _to_issue,
        Sentence("Noch hat niemand etwas eingereicht."),
    ),
    Part(
        Role.APPROVER,
        Sentence("Sie sehen mit, was entschieden werden soll, und zeichnen als zweite Person."),
        _to_countersign,
        Sentence("Noch hat niemand etwas eingereicht."),
    ),
    Part(
        Role.MINISTRY,
        Sentence("Sie lesen, was alle Kommunen eingereicht haben."),
        _opinions,
        Sentence("Noch hat niemand etwas eingereicht."),
    ),
    Part(
        Role.ADMINISTRATOR,
        Sentence("Sie geben allen die richtige Aufgabe. Entwürfe lesen Sie nicht."),
        _to_administer,
    ),
)
