"""The pages of a case: a row for each, in groups, for those whose role it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from wirportal.concepts.models import Concept
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.sentence import Sentence


@dataclass(frozen=True)
class Page:
    """A link of the bar; it is also where somebody is on the pages `beneath` it."""

    url: str
    label: Sentence
    action: Action
    beneath: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Pages that are needed together."""

    label: Sentence
    pages: tuple[Page, ...]


GROUPS = (
    Group(
        Sentence("Konzept"),
        (
            Page("case", Sentence("Prüfung"), Action.SEE_CASE, ("remark",)),
            Page("read", Sentence("Konzept lesen"), Action.READ),
            Page("attachments", Sentence("Anlagen"), Action.SEE_ATTACHMENTS),
            Page("signing", Sentence("Einreichung"), Action.READ),
        ),
    ),
    Group(
        Sentence("Austausch"),
        (
            Page(
                "requests",
                Sentence("Nachforderungen"),
                Action.SEE_REQUESTS,
                ("write-request", "send-request", "request"),
            ),
            Page("messages", Sentence("Nachrichten"), Action.READ_MESSAGES),
            Page(
                "opinions",
                Sentence("Stellungnahme"),
                Action.SEE_CASE,
                ("ask-opinion", "move-opinion", "cancel-opinion", "give-opinion"),
            ),
        ),
    ),
    Group(
        Sentence("Ergebnis"),
        (
            Page("proposal-desk", Sentence("Entscheidung"), Action.SEE_PROPOSAL),
            Page("decision", Sentence("Bescheid"), Action.SEE_DECISION),
            Page("conditions", Sentence("Auflagen"), Action.SEE_CONDITIONS),
        ),
    ),
    Group(
        Sentence("Akte"),
        (
            Page("arrange-case", Sentence("Zuständigkeit"), Action.ARRANGE),
            Page("notes", Sentence("Interne Notizen"), Action.READ_NOTES),
            Page("ledger", Sentence("Verlauf"), Action.SEE_LEDGER),
            Page("give-out-file", Sentence("Akte ausgeben"), Action.GIVE_OUT_FILE),
        ),
    ),
)
"""Each address takes the concept."""


def groups_for(concept: Concept, user: User) -> Iterator[Group]:
    """What the user may see of the concept now, in the order of the table; no query."""
    actor = concept.actor(user)
    for group in GROUPS:
        pages = (page for page in group.pages if decide(page.action, concept.case, actor))
        if open_ones := tuple(pages):
            yield Group(group.label, open_ones)
