"""What pages say of the ledger's events: a sentence for each, a person's sitting as one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from wirportal.concepts.actions import SITTING
from wirportal.concepts.models import Concept, Revision
from wirportal.editions.model import Question
from wirportal.ledger.models import Event
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import RULES, Action
from wirportal.sentence import Sentence


@dataclass(frozen=True)
class Topic:
    """A kind of events: who sees it, and where the questions in it lead."""

    label: Sentence
    seen_with: Action
    leads_to: str = ""
    """Name of the address."""


TOPICS = {
    "concept": Topic(Sentence("Konzept"), Action.READ),
    "draft": Topic(Sentence("Ausgegebene Dateien"), Action.READ_DRAFT),
    "answer": Topic(Sentence("Angaben"), Action.READ_HISTORY, "history"),
    "seal": Topic(Sentence("Zeichnung"), Action.SEE_BROKEN_SEALS),
    "case": Topic(Sentence("Prüfung"), Action.READ),
    "desk": Topic(Sentence("Zuständigkeit"), Action.SEE_CASE),
    "finding": Topic(Sentence("Prüfliste und Bemerkungen"), Action.SEE_CASE),
    "note": Topic(Sentence("Interne Notizen"), Action.READ_NOTES),
    "opinion": Topic(Sentence("Stellungnahme"), Action.SEE_CASE),
    "proposal": Topic(Sentence("Entscheidung vorbereiten"), Action.SEE_PROPOSAL),
    "decision": Topic(Sentence("Bescheid"), Action.READ),
    "condition": Topic(Sentence("Auflagen"), Action.READ),
    "attachment": Topic(Sentence("Anlagen"), Action.READ_DRAFT),
    "upload": Topic(Sentence("Dateien"), Action.READ_DRAFT),
    "message": Topic(Sentence("Nachrichten"), Action.READ_MESSAGES),
    "file": Topic(Sentence("Akte"), Action.SEE_CASE),
    "request": Topic(Sentence("Nachforderungen"), Action.SEE_REQUESTS),
    "request_draft": Topic(Sentence("Entwürfe von Nachforderungen"), Action.SEE_CASE),
    "reply": Topic(Sentence("Antworten auf Nachforderungen"), Action.READ_HISTORY),
    "assignment": Topic(Sentence("Mitzeichnung"), Action.SEE_ASSIGNMENTS),
    "comment": Topic(Sentence("Kommentare"), Action.READ_COMMENTS, "comments"),
}
"""By the first word of their actions."""
CHANGES = {
    "password": Sentence("Passwort geändert"),
    "email": Sentence("E-Mail-Adresse geändert"),
    "app_added": Sentence("App eingerichtet"),
    "app_removed": Sentence("App entfernt"),
    "passkey_added": Sentence("Passkey eingerichtet"),
    "passkey_removed": Sentence("Passkey entfernt"),
    "codes_made": Sentence("neue Ersatzcodes"),
    "reset": Sentence("auf dem Server zurückgesetzt"),
}
"""What the events of an account name."""
GATHERED = frozenset({Action.SAVE, Action.IMPORT, Action.SAVE_FINDINGS, Action.REMARK})
"""What people do again and again in one sitting."""
READ, SHOWN = 1000, 40
"""Events that a page looks at, and lines that it shows, at most."""


def topic_of(action: str) -> str:
    return action.partition(".")[0]


def actions_in(topics: Iterable[str]) -> list[Action]:
    """Every action of these topics."""
    return [action for action in Action if topic_of(action) in topics]


def topics_for(concept: Concept, user: User) -> list[str]:
    """What the user may see of a concept's events."""
    case, actor = concept.case, concept.actor(user)
    return [name for name, topic in TOPICS.items() if decide(topic.seen_with, case, actor)]


@dataclass
class Line:
    """One event, or what a person did again and again in one sitting."""

    event: Event
    """The newest."""
    began: datetime
    questions: dict[str, int] = field(default_factory=dict)
    """How often, by question."""

    def add(self, event: Event) -> None:
        self.began = event.at
        if question := asked_about(event)[0]:
            self.questions[question] = self.questions.get(question, 0) + 1

    @property
    def day(self) -> date:
        return timezone.localtime(self.event.at).date()

    @property
    def time(self) -> str:
        """ "14:02", or "14:02–14:31" """
        times = (date_format(timezone.localtime(at), "H:i") for at in (self.began, self.event.at))
        return "–".join(dict.fromkeys(times))


def gathered(events: Sequence[Event], older: int) -> tuple[list[Line], int]:
    """Events, newest first, as lines; and how many are left for further pages, with those that
    are older than all of these.

    People who write at the same time get a line each.
    """
    lines: list[Line] = []
    sittings: dict[tuple[object, ...], Line] = {}
    for place, event in enumerate(events):
        key = _sitting(event)
        line = sittings.get(key)
        if line is None or line.began - event.at > SITTING:
            if len(lines) == SHOWN:
                return lines, len(events) - place + older
            line = sittings[key] = Line(event, event.at)
            lines.append(line)
        line.add(event)
    return lines, older


def _sitting(event: Event) -> tuple[object, ...]:
    """What events have in common that become one line."""
    if event.action in GATHERED:
        return event.actor_id, event.action, event.reason
    return (event.sequence,)


def asked_about(event: Event) -> tuple[str, int | None]:
    """The question and the person that an event of a concept names: "opening person 12"."""
    if topic_of(event.action) == "concept":
        return "", None
    question, _, person = event.object.partition(" person ")
    return question, int(person) if person else None


@dataclass(frozen=True)
class About:
    """A question in a line: how often it was saved, and where it leads."""

    question: Question
    times: int
    href: str


@dataclass(frozen=True)
class Told:
    """A line as the page shows it."""

    line: Line
    sentence: Sentence
    note: str
    questions: list[About]


def told(lines: Iterable[Line], concept: Concept, names: Mapping[int, str]) -> Iterator[Told]:
    """Lines in words; `names`: of the people whom events name."""
    for line in lines:
        person = asked_about(line.event)[1]
        facts = {
            "person": names.get(person, "") if person else "",
            "code": Revision(sha256=line.event.after).code,
        }
        yield tell(line, list(_about(line, concept)), **facts)


def told_of_account(lines: Iterable[Line]) -> Iterator[Told]:
    """The lines of an account in words."""
    for line in lines:
        yield tell(line, what=CHANGES.get(line.event.object, ""))


def tell(line: Line, questions: list[About] | None = None, **facts: object) -> Told:
    """The sentence of the rulebook's row with the line's facts."""
    event = line.event
    rule = RULES[Action(event.action)]
    sentence = Sentence(rule.told, who=str(event.actor), note=event.reason, **facts)
    note = "" if "{note}" in rule.told else event.reason
    return Told(line, sentence, note, questions or [])


def _about(line: Line, concept: Concept) -> Iterator[About]:
    """The questions of a line as printed."""
    leads_to = TOPICS[topic_of(line.event.action)].leads_to
    for question in concept.edition.questions.values():
        if question.id in line.questions:
            at = {"concept": concept.pk, "question": question.id}
            href = reverse(leads_to, kwargs=at) if leads_to else ""
            yield About(question, line.questions[question.id], href)
