"""What may be done: one row for each action."""

from dataclasses import dataclass
from enum import StrEnum

from wirportal.rulebook.guards import (
    Guard,
    keeps_an_administrator,
    once_handed_back,
    only_assigned,
    only_for_who_has_the_role,
    only_if_asked,
    only_if_invited,
    only_members,
    only_roles_in_their_care,
    only_roles_of_the_organisation,
    while_assignment_is_open,
    while_call_is_open,
    while_invitation_is_open,
    while_invitation_waits,
)
from wirportal.rulebook.roles import CARE, Role
from wirportal.rulebook.states import State


class Action(StrEnum):
    CREATE = "concept.create"
    READ = "concept.read"
    SAVE = "answer.save"
    IMPORT = "answer.import"
    EXPORT = "concept.export"
    SEE_ASSIGNMENTS = "assignment.list"
    ASK = "assignment.ask"
    ASK_GUEST = "assignment.ask_guest"
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
    SEE_MEMBERS = "membership.list"
    FIND_PERSON = "person.find"
    GIVE = "membership.give"
    RESCHEDULE = "membership.reschedule"
    REVOKE = "membership.revoke"
    INVITE = "invitation.send"
    SEE_LINK = "invitation.see_link"
    RENEW_INVITATION = "invitation.renew"
    WITHDRAW_INVITATION = "invitation.withdraw"
    JOIN = "invitation.accept"


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
_WRITERS = _COORDINATOR | {Role.CONTRIBUTOR}
_EVERYBODY = frozenset(Role)
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_CARERS = frozenset(CARE)
_DRAFT = frozenset({State.DRAFT})
_ANY = frozenset(State)

RULES: dict[Action, Rule] = {
    rule.action: rule
    for rule in (
        Rule(Action.CREATE, "Konzept anlegen", _COORDINATOR, None, (while_call_is_open,)),
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
        Rule(Action.ASK_GUEST, "Jemanden ohne Konto bitten", _COORDINATOR, _DRAFT),
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
        Rule(Action.SEE_MEMBERS, "Personen ansehen", _CARERS, None, writes=False),
        Rule(Action.FIND_PERSON, "Personen suchen", _ADMINISTRATOR, None, writes=False),
        Rule(
            Action.GIVE,
            "Aufgabe geben",
            _ADMINISTRATOR,
            None,
            (only_roles_of_the_organisation, only_for_who_has_the_role, keeps_an_administrator),
            fresh=True,
        ),
        Rule(
            Action.RESCHEDULE,
            "Zeitraum ändern",
            _ADMINISTRATOR,
            None,
            (keeps_an_administrator,),
            fresh=True,
        ),
        Rule(
            Action.REVOKE,
            "Aufgabe wegnehmen",
            _CARERS,
            None,
            (only_roles_in_their_care, keeps_an_administrator),
            fresh=True,
        ),
        Rule(
            Action.INVITE,
            "Einladen",
            _CARERS,
            None,
            (only_roles_in_their_care, only_roles_of_the_organisation),
            fresh=True,
        ),
        Rule(Action.SEE_LINK, "Link der Einladung sehen", _ADMINISTRATOR, None, writes=False),
        Rule(
            Action.RENEW_INVITATION,
            "Noch einmal einladen",
            _CARERS,
            None,
            (only_roles_in_their_care, while_invitation_waits),
            fresh=True,
        ),
        Rule(
            Action.WITHDRAW_INVITATION,
            "Einladung zurückziehen",
            _CARERS,
            None,
            (only_roles_in_their_care, while_invitation_waits),
        ),
        Rule(
            Action.JOIN,
            "Einladung annehmen",
            _EVERYBODY,
            None,
            (while_invitation_is_open, only_if_invited),
        ),
    )
}
