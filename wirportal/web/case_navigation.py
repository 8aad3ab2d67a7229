"""The pages of a case at the authority: a row for each, for those whose role it is."""

from collections.abc import Iterator

from wirportal.concepts.models import Concept
from wirportal.people.models import User
from wirportal.rulebook.rules import RULES, Action
from wirportal.sentence import Sentence
from wirportal.web.navigation import Entry

PAGES = (
    Entry("case", Sentence("Prüfung"), Action.SEE_CASE),
    Entry("requests", Sentence("Nachforderungen"), Action.SEE_REQUESTS),
    Entry("signing", Sentence("Einreichung"), Action.READ),
    Entry("read", Sentence("Konzept lesen"), Action.READ),
    Entry("ledger", Sentence("Verlauf"), Action.SEE_LEDGER),
)
"""Each address takes the concept."""


def pages_for(concept: Concept, user: User) -> Iterator[Entry]:
    """What the user's roles towards the concept open, in the order of the table; no query."""
    roles = concept.actor(user).roles
    for page in PAGES:
        if page.action and RULES[page.action].roles & roles:
            yield page
