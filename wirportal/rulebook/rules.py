"""What may be done: one row for each action."""

from dataclasses import dataclass
from enum import StrEnum

from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State


class Action(StrEnum):
    CREATE = "concept.create"
    READ = "concept.read"
    SAVE = "answer.save"
    IMPORT = "answer.import"
    EXPORT = "concept.export"


@dataclass(frozen=True)
class Rule:
    """Who may do it (roles), when (states; None: there is no concept yet), and its button."""

    action: Action
    label: str
    roles: frozenset[Role]
    states: frozenset[State] | None
    writes: bool = True
    """Whether it leaves an event in the ledger."""


_READERS = frozenset(Role) - {Role.CONTRIBUTOR, Role.ADMINISTRATOR}
_WRITERS = frozenset({Role.COORDINATOR})
_OPEN = frozenset({State.DRAFT})

RULES: dict[Action, Rule] = {
    rule.action: rule
    for rule in (
        Rule(Action.CREATE, "Konzept anlegen", _WRITERS, None),
        Rule(Action.READ, "Konzept lesen", _READERS, frozenset(State), writes=False),
        Rule(Action.SAVE, "Angabe speichern", _WRITERS, _OPEN),
        Rule(Action.IMPORT, "Aus einer Datei übernehmen", _WRITERS, _OPEN),
        Rule(Action.EXPORT, "Als Word- oder Datendatei ausgeben", _WRITERS, frozenset(State)),
    )
}
