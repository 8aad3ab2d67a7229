"""The pages of a case at the authority: a row for each, for those whose role it is."""

from collections.abc import Iterator

from wirportal.concepts.models import Concept
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.sentence import Sentence
from wirportal.web.navigation import Entry

PAGES = (
    Entry("case", Sentence("Prüfung"), Action.SEE_CASE),
    Entry("arrange-case", Sentence("Zuständigkeit"), Action.ARRANGE),
    Entry("opinions", Sentence("Stellungnahme"), Action.SEE_CASE),
    Entry("notes", Sentence("Interne Notizen"), Action.READ_NOTES),
    Entry("requests", Sentence("Nachforderungen"), Action.SEE_REQUESTS),
    Entry("signing", Sentence("Einreichung"), Action.READ),
    Entry("attachments", Sentence("Anlagen"), Action.SEE_ATTACHMENTS),
    Entry("messages", Sentence("Nachrichten"), Action.READ_MESSAGES),
    Entry("read", Sentence("Konzept lesen"), Action.READ),
    Entry("proposal-desk", Sentence("Entscheidung"), Action.SEE_PROPOSAL),
    Entry("decision", Sentence("Bescheid"), Action.SEE_DECISION),
    Entry("conditions", Sentence("Auflagen"), Action.SEE_CONDITIONS),
    Entry("ledger", Sentence("Verlauf"), Action.SEE_LEDGER),
    Entry("give-out-file", Sentence("Akte ausgeben"), Action.GIVE_OUT_FILE),
)
"""Each address takes the concept."""


def pages_for(concept: Concept, user: User) -> Iterator[Entry]:
    """What the user may see of the concept now, in the order of the table; no query."""
    actor = concept.actor(user)
    for page in PAGES:
        if page.action and decide(page.action, concept.case, actor):
            yield page
