"""The main navigation: a row for each page that leads somewhere, for those whose role it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from wirportal.people.models import User
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rule import EVERYBODY, STATE
from wirportal.rulebook.rules import RULES, Action
from wirportal.sentence import Sentence


@dataclass(frozen=True)
class Entry:
    """A link of the navigation: name of the address, text, and the action that it is there for."""

    url: str
    label: Sentence
    action: Action | None = None
    """Shown to those with a role that may; None: to everybody with an account."""
    roles: frozenset[Role] = EVERYBODY
    """Of them to those with one of these roles. Where rows have the same address, the first counts
    that somebody's roles open."""


ENTRIES = (
    Entry("start", Sentence("Start")),
    Entry("desk", Sentence("Eingang"), Action.SEE_DESK),
    Entry("concepts", Sentence("Meine Konzepte"), Action.READ, EVERYBODY - STATE),
    Entry("concepts", Sentence("Konzepte"), Action.READ, STATE),
    Entry("text-blocks", Sentence("Textbausteine"), Action.SEE_TEXT_BLOCKS),
    Entry("checklists", Sentence("Prüflisten"), Action.SEE_CHECKLISTS),
    Entry("calls", Sentence("Förderaufrufe"), Action.SEE_CALLS),
    Entry("organisations", Sentence("Organisationen"), Action.SEE_ORGANISATIONS),
    Entry("people", Sentence("Personen"), Action.SEE_MEMBERS),
    Entry("denials", Sentence("Abgewiesene Zugriffe"), Action.SEE_DENIALS),
    Entry("retention", Sentence("Aufbewahrung"), Action.SEE_RETENTION),
)


def entries_for(user: User) -> Iterator[Entry]:
    """What the user's roles open, in the order of the table."""
    roles = {Role(membership.role) for membership in user.held}
    shown: dict[str, Entry] = {}
    for entry in ENTRIES:
        if entry.action is None or RULES[entry.action].roles & roles & entry.roles:
            shown.setdefault(entry.url, entry)
    yield from shown.values()


def title_of(url: str, user: User) -> Sentence:
    """What the user's navigation calls a page, also where it does not lead there."""
    own = (entry.label for entry in entries_for(user) if entry.url == url)
    return next(own, next(entry.label for entry in ENTRIES if entry.url == url))
