"""What may be done: one row for each action."""

from dataclasses import dataclass
from enum import StrEnum

from wirportal.rulebook.guards import (
    Guard,
    if_allowed,
    once_signed,
    only_assigned,
    only_if_asked,
    only_members,
    only_named,
    while_call_is_open,
    while_this_version,
    while_unsigned,
    without_errors,
)
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import AssignmentState, State, Way


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
    SEAL = "concept.seal"
    UNSEAL = "concept.unseal"
    SIGN = "concept.sign"
    SIGN_ON_PAPER = "concept.sign_on_paper"
    SUBMIT = "concept.submit"
    SEE_BROKEN_SEALS = "seal.broken"
    ACCOUNT = "account.see"
    CREDENTIALS = "account.credentials"
    SESSIONS = "account.sessions"


@dataclass(frozen=True)
class Rule:
    """Who may do it (roles), when (states; None: it is no matter of a concept's state), to what
    end."""

    action: Action
    label: str
    roles: frozenset[Role]
    states: frozenset[State] | None
    requests: frozenset[AssignmentState] | None = None
    """How the request for Mitzeichnung at hand must stand; None: it is about no request."""
    to: State | AssignmentState | None = None
    """What the concept, or the request, is afterwards; None: as before."""
    guards: tuple[Guard, ...] = ()
    """What else must be true of the person."""
    when: tuple[Guard, ...] = ()
    """What else must be true of the time: the same person may on another day."""
    writes: bool = True
    """Whether it leaves an event in the ledger."""
    fresh: bool = False
    """Whether the person must have shown just now who they are."""
    two_factors: bool = False
    """Whether a second factor is needed, whatever the person's roles ask for."""


_MUNICIPAL = frozenset({Role.COORDINATOR, Role.SIGNATORY, Role.LEADERSHIP})
_STATE = frozenset({Role.OFFICER, Role.APPROVER, Role.MINISTRY})
_COORDINATOR = frozenset({Role.COORDINATOR})
_WRITERS = _COORDINATOR | {Role.CONTRIBUTOR}
_EVERYBODY = frozenset(Role)
_DRAFT = frozenset({State.DRAFT})
_SEALED = frozenset({State.SEALED})
_ANY = frozenset(State)
_OPEN = frozenset({AssignmentState.OPEN})
_HANDED_BACK = frozenset({AssignmentState.HANDED_BACK})

RULES: dict[Action, Rule] = {
    rule.action: rule
    for rule in (
        Rule(
            Action.CREATE,
            "Konzept anlegen",
            _COORDINATOR,
            None,
            to=State.DRAFT,
            when=(while_call_is_open,),
        ),
        Rule(Action.READ, "Konzept lesen", _MUNICIPAL | _STATE, _ANY, writes=False),
        Rule(Action.SAVE, "Angabe speichern", _WRITERS, _DRAFT, guards=(only_assigned,)),
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
            to=AssignmentState.OPEN,
            guards=(only_members,),
        ),
        Rule(
            Action.HAND_BACK,
            "Zurückgeben",
            _WRITERS,
            _DRAFT,
            _OPEN,
            to=AssignmentState.HANDED_BACK,
            guards=(only_if_asked,),
        ),
        Rule(
            Action.ACCEPT,
            "Annehmen",
            _COORDINATOR,
            _DRAFT,
            _HANDED_BACK,
            to=AssignmentState.ACCEPTED,
        ),
        Rule(
            Action.ASK_AGAIN,
            "Noch einmal bitten",
            _COORDINATOR,
            _DRAFT,
            _HANDED_BACK,
            to=AssignmentState.OPEN,
        ),
        Rule(
            Action.CANCEL,
            "Zurückziehen",
            _COORDINATOR,
            _DRAFT,
            _OPEN,
            to=AssignmentState.CANCELLED,
        ),
        Rule(
            Action.READ_COMMENTS,
            "Kommentare lesen",
            _WRITERS | {Role.SIGNATORY},
            _ANY,
            guards=(only_assigned,),
            writes=False,
        ),
        Rule(
            Action.COMMENT,
            "Kommentieren",
            _WRITERS | {Role.SIGNATORY},
            _DRAFT,
            guards=(only_assigned,),
        ),
        Rule(
            Action.RESOLVE,
            "Als erledigt markieren",
            _WRITERS | {Role.SIGNATORY},
            _DRAFT,
            guards=(only_assigned,),
        ),
        Rule(
            Action.REOPEN,
            "Wieder öffnen",
            _WRITERS | {Role.SIGNATORY},
            _DRAFT,
            guards=(only_assigned,),
        ),
        Rule(
            Action.SEAL,
            "Zur Zeichnung geben",
            _COORDINATOR,
            _DRAFT,
            to=State.SEALED,
            when=(without_errors,),
        ),
        Rule(
            Action.UNSEAL,
            "Zeichnung abbrechen",
            _COORDINATOR | {Role.SIGNATORY},
            _SEALED,
            to=State.DRAFT,
        ),
        Rule(
            Action.SIGN,
            "Im Portal zeichnen",
            frozenset({Role.SIGNATORY}),
            _SEALED,
            guards=(only_named,),
            when=(while_this_version, if_allowed(Way.PORTAL), while_unsigned),
            fresh=True,
            two_factors=True,
        ),
        Rule(
            Action.SIGN_ON_PAPER,
            "Unterschrift auf Papier eintragen",
            _COORDINATOR,
            _SEALED,
            when=(while_this_version, if_allowed(Way.PAPER), while_unsigned),
        ),
        Rule(
            Action.SUBMIT,
            "Einreichen",
            _COORDINATOR | {Role.SIGNATORY},
            _SEALED,
            to=State.SUBMITTED,
            when=(while_this_version, once_signed, while_call_is_open),
            fresh=True,
        ),
        Rule(
            Action.SEE_BROKEN_SEALS,
            "Abgebrochene Zeichnungen ansehen",
            _COORDINATOR | {Role.SIGNATORY},
            _ANY,
            writes=False,
        ),
        Rule(Action.ACCOUNT, "Konto ansehen", _EVERYBODY, None, writes=False),
        Rule(Action.CREDENTIALS, "Zugang ändern", _EVERYBODY, None, writes=False, fresh=True),
        Rule(Action.SESSIONS, "Anmeldungen beenden", _EVERYBODY, None, writes=False, fresh=True),
    )
}
