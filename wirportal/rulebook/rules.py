"""What may be done: one row for each action."""

from dataclasses import dataclass
from enum import StrEnum

from wirportal.rulebook.guards import (
    Guard,
    before_first_concept,
    once_handed_back,
    one_call_a_year,
    only_assigned,
    only_if_asked,
    only_members,
    while_assignment_is_open,
    while_body_is_eligible,
    while_call_is_open,
)
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State


class Action(StrEnum):
    CREATE = "concept.create"
    READ = "concept.read"
    SAVE = "answer.save"
    IMPORT = "answer.import"
    EXPORT = "concept.export"
    SEE_ASSIGNMENTS = "assignment.list"
    ASK = "assignment.ask"
    HAND_BACK = "assignment.hand_back"
    ACCEPT = "assignment.accept"
    ASK_AGAIN = "assignment.ask_again"
    CANCEL = "assignment.cancel"
    READ_COMMENTS = "comment.read"
    COMMENT = "comment.write"
    RESOLVE = "comment.resolve"
    REOPEN = "comment.reopen"
    ACCOUNT = "account.see"
    CREDENTIALS = "account.credentials"
    SESSIONS = "account.sessions"
    SEE_ORGANISATIONS = "organisation.see"
    CHANGE_ORGANISATION = "organisation.change"
    IMPORT_BODIES = "organisation.import"
    SEE_CALLS = "call.see"
    CREATE_CALL = "call.create"
    CHANGE_CALL = "call.change"
    CHANGE_CALL_GROUNDS = "call.change_grounds"
    SEE_DIRECTIVES = "directive.see"
    CREATE_DIRECTIVE = "directive.create"
    CHANGE_DIRECTIVE = "directive.change"


@dataclass(frozen=True)
class Rule:
    """Who may do it (roles), when (states; None: it is no matter of a concept's state)."""

    action: Action
    label: str
    roles: frozenset[Role]
    states: frozenset[State] | None
    guards: tuple[Guard, ...] = ()
    writes: bool = True
    """Whether it leaves an event in the ledger."""
    fresh: bool = False
    """Whether the person must have shown just now who they are."""


_MUNICIPAL = frozenset({Role.COORDINATOR, Role.SIGNATORY, Role.LEADERSHIP})
_STATE = frozenset({Role.OFFICER, Role.APPROVER, Role.MINISTRY})
_COORDINATOR = frozenset({Role.COORDINATOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_WRITERS = _COORDINATOR | {Role.CONTRIBUTOR}
_EVERYBODY = frozenset(Role)
_DRAFT = frozenset({State.DRAFT})
_ANY = frozenset(State)

RULES: dict[Action, Rule] = {
    rule.action: rule
    for rule in (
        Rule(
            Action.CREATE,
            "Konzept anlegen",
            _COORDINATOR,
            None,
            (while_call_is_open, while_body_is_eligible),
        ),
        Rule(Action.READ, "Konzept lesen", _MUNICIPAL | _STATE, _ANY, writes=False),
        Rule(Action.SAVE, "Angabe speichern", _WRITERS, _DRAFT, (only_assigned,)),
        Rule(Action.IMPORT, "Aus einer Datei übernehmen", _COORDINATOR, _DRAFT),
        Rule(Action.EXPORT, "Als Word- oder Datendatei ausgeben", _COORDINATOR, _ANY),
        Rule(
            Action.SEE_ASSIGNMENTS,
            "Mitzeichnung ansehen",
            _COORDINATOR | {Role.SIGNATORY},
            _ANY,
            writes=False,
        ),
        Rule(
            Action.ASK,
            "Um Mitzeichnung bitten",
            _COORDINATOR,
            _DRAFT,
            (only_members,),
        ),
        Rule(
            Action.HAND_BACK,
            "Zurückgeben",
            _WRITERS,
            _DRAFT,
            (only_if_asked, while_assignment_is_open),
        ),
        Rule(
            Action.ACCEPT,
            "Annehmen",
            _COORDINATOR,
            _DRAFT,
            (once_handed_back,),
        ),
        Rule(
            Action.ASK_AGAIN,
            "Noch einmal bitten",
            _COORDINATOR,
            _DRAFT,
            (once_handed_back,),
        ),
        Rule(
            Action.CANCEL,
            "Zurückziehen",
            _COORDINATOR,
            _DRAFT,
            (while_assignment_is_open,),
        ),
        Rule(
            Action.READ_COMMENTS,
            "Kommentare lesen",
            _WRITERS | {Role.SIGNATORY},
            _ANY,
            (only_assigned,),
            writes=False,
        ),
        Rule(
            Action.COMMENT,
            "Kommentieren",
            _WRITERS | {Role.SIGNATORY},
            _DRAFT,
            (only_assigned,),
        ),
        Rule(
            Action.RESOLVE,
            "Als erledigt markieren",
            _WRITERS | {Role.SIGNATORY},
            _DRAFT,
            (only_assigned,),
        ),
        Rule(
            Action.REOPEN,
            "Wieder öffnen",
            _WRITERS | {Role.SIGNATORY},
            _DRAFT,
            (only_assigned,),
        ),
        Rule(Action.ACCOUNT, "Konto ansehen", _EVERYBODY, None, writes=False),
        Rule(Action.CREDENTIALS, "Zugang ändern", _EVERYBODY, None, writes=False, fresh=True),
        Rule(Action.SESSIONS, "Anmeldungen beenden", _EVERYBODY, None, writes=False, fresh=True),
        Rule(
            Action.SEE_ORGANISATIONS,
            "Organisationen ansehen",
            _STATE | _ADMINISTRATOR,
            None,
            writes=False,
        ),
        Rule(Action.CHANGE_ORGANISATION, "Organisation ändern", _ADMINISTRATOR, None),
        Rule(Action.IMPORT_BODIES, "Amtliche Liste einlesen", _ADMINISTRATOR, None),
        Rule(Action.SEE_CALLS, "Förderaufrufe ansehen", _EVERYBODY, None, writes=False),
        Rule(
            Action.CREATE_CALL,
            "Förderaufruf anlegen",
            _ADMINISTRATOR,
            None,
            (one_call_a_year,),
        ),
        Rule(
            Action.CHANGE_CALL,
            "Förderaufruf ändern",
            _ADMINISTRATOR,
            None,
            (one_call_a_year,),
        ),
        Rule(
            Action.CHANGE_CALL_GROUNDS,
            "Grundlagen des Förderaufrufs ändern",
            _ADMINISTRATOR,
            None,
            (before_first_concept,),
        ),
        Rule(Action.SEE_DIRECTIVES, "Richtlinien ansehen", _EVERYBODY, None, writes=False),
        Rule(Action.CREATE_DIRECTIVE, "Richtlinie anlegen", _ADMINISTRATOR, None),
        Rule(Action.CHANGE_DIRECTIVE, "Richtlinie ändern", _ADMINISTRATOR, None),
    )
}
