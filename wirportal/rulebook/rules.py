"""What may be done: one row for each action."""

from dataclasses import dataclass
from enum import StrEnum

from wirportal.rulebook.guards import (
    Guard,
    if_allowed,
    keeps_an_administrator,
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
    READ_HISTORY = "answer.history"
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
    SEAL = "seal.make"
    UNSEAL = "seal.break"
    SIGN = "seal.sign"
    SIGN_ON_PAPER = "seal.sign_on_paper"
    SUBMIT = "concept.submit"
    SEE_BROKEN_SEALS = "seal.see_broken"
    ACCOUNT = "account.see"
    CREDENTIALS = "account.credentials"
    SESSIONS = "account.sessions"
    SIGN_IN = "account.sign_in"
    SEE_LEDGER = "ledger.read"
    SEE_DENIALS = "ledger.denials"
    NOTICES = "notice.read"
    DEADLINES = "call.remind"
    CALENDAR = "calendar.link"
    OWN_DATA = "account.data"
    TAKE_DATA = "account.take_data"
    LEAVE = "account.delete"
    ERASE = "person.erase"
    SEE_RETENTION = "retention.see"
    SET_RETENTION = "retention.set"
    PRUNE = "retention.prune"


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
    told: str = ""
    """What is said of its event: {who} did it; with {person}, {code}, {note}, {what} where the
    event has them. After a colon the questions follow."""
    two_factors: bool = False
    """Whether a second factor is needed, whatever the person's roles ask for."""


_MUNICIPAL = frozenset({Role.COORDINATOR, Role.SIGNATORY, Role.LEADERSHIP})
_STATE = frozenset({Role.OFFICER, Role.APPROVER, Role.MINISTRY})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
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
            told="{who} hat das Konzept angelegt.",
        ),
        Rule(Action.READ, "Konzept lesen", _MUNICIPAL | _STATE, _ANY, writes=False),
        Rule(
            Action.READ_HISTORY,
            "Frühere Texte ansehen",
            _COORDINATOR | {Role.SIGNATORY},
            _ANY,
            writes=False,
        ),
        Rule(
            Action.SAVE,
            "Angabe speichern",
            _WRITERS,
            _DRAFT,
            guards=(only_assigned,),
            told="{who} hat geschrieben:",
        ),
        Rule(
            Action.IMPORT,
            "Aus einer Datei übernehmen",
            _COORDINATOR,
            _DRAFT,
            told="{who} hat aus der Datei „{note}“ übernommen:",
        ),
        Rule(
            Action.EXPORT,
            "Als Word- oder Datendatei ausgeben",
            _COORDINATOR,
            _ANY,
            told="{who} hat die Fassung {code} ausgegeben.",
        ),
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
            told="{who} hat {person} um Mitzeichnung gebeten:",
        ),
        Rule(
            Action.HAND_BACK,
            "Zurückgeben",
            _WRITERS,
            _DRAFT,
            _OPEN,
            to=AssignmentState.HANDED_BACK,
            guards=(only_if_asked,),
            told="{who} hat zurückgegeben:",
        ),
        Rule(
            Action.ACCEPT,
            "Annehmen",
            _COORDINATOR,
            _DRAFT,
            _HANDED_BACK,
            to=AssignmentState.ACCEPTED,
            told="{who} hat angenommen, was {person} zurückgegeben hat:",
        ),
        Rule(
            Action.ASK_AGAIN,
            "Noch einmal bitten",
            _COORDINATOR,
            _DRAFT,
            _HANDED_BACK,
            to=AssignmentState.OPEN,
            told="{who} hat {person} noch einmal gebeten:",
        ),
        Rule(
            Action.CANCEL,
            "Zurückziehen",
            _COORDINATOR,
            _DRAFT,
            _OPEN,
            to=AssignmentState.CANCELLED,
            told="{who} hat die Bitte an {person} zurückgezogen:",
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
            told="{who} hat kommentiert:",
        ),
        Rule(
            Action.RESOLVE,
            "Als erledigt markieren",
            _WRITERS | {Role.SIGNATORY},
            _DRAFT,
            guards=(only_assigned,),
            told="{who} hat ein Gespräch als erledigt markiert:",
        ),
        Rule(
            Action.REOPEN,
            "Wieder öffnen",
            _WRITERS | {Role.SIGNATORY},
            _DRAFT,
            guards=(only_assigned,),
            told="{who} hat ein Gespräch wieder geöffnet:",
        ),
        Rule(
            Action.SEAL,
            "Zur Zeichnung geben",
            _COORDINATOR,
            _DRAFT,
            to=State.SEALED,
            when=(without_errors,),
            told="{who} hat das Konzept zur Zeichnung gegeben.",
        ),
        Rule(
            Action.UNSEAL,
            "Zeichnung abbrechen",
            _COORDINATOR | {Role.SIGNATORY},
            _SEALED,
            to=State.DRAFT,
            told="{who} hat die Zeichnung abgebrochen.",
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
            told="{who} hat im Portal gezeichnet.",
        ),
        Rule(
            Action.SIGN_ON_PAPER,
            "Unterschrift auf Papier eintragen",
            _COORDINATOR,
            _SEALED,
            when=(while_this_version, if_allowed(Way.PAPER), while_unsigned),
            told="{who} hat Unterschriften auf Papier eingetragen.",
        ),
        Rule(
            Action.SUBMIT,
            "Einreichen",
            _COORDINATOR | {Role.SIGNATORY},
            _SEALED,
            to=State.SUBMITTED,
            when=(while_this_version, once_signed, while_call_is_open),
            fresh=True,
            told="{who} hat das Konzept eingereicht.",
        ),
        Rule(
            Action.SEE_BROKEN_SEALS,
            "Abgebrochene Zeichnungen ansehen",
            _COORDINATOR | {Role.SIGNATORY},
            _ANY,
            writes=False,
        ),
        Rule(Action.ACCOUNT, "Konto ansehen", _EVERYBODY, None, writes=False),
        Rule(
            Action.CREDENTIALS,
            "Zugang ändern",
            _EVERYBODY,
            None,
            fresh=True,
            told="Zugang von {who} geändert: {what}.",
        ),
        Rule(
            Action.SESSIONS,
            "Anmeldungen beenden",
            _EVERYBODY,
            None,
            fresh=True,
            told="{who} hat Anmeldungen beendet.",
        ),
        Rule(Action.SIGN_IN, "Anmelden", _EVERYBODY, None, told="{who} hat sich angemeldet."),
        Rule(Action.SEE_LEDGER, "Verlauf ansehen", _MUNICIPAL | _STATE, _ANY, writes=False),
        Rule(
            Action.SEE_DENIALS,
            "Abgewiesene Zugriffe ansehen",
            frozenset({Role.ADMINISTRATOR}),
            None,
            writes=False,
        ),
        Rule(Action.NOTICES, "Mitteilungen lesen", _EVERYBODY, None, writes=False),
        Rule(
            Action.DEADLINES,
            "An Fristen erinnert werden",
            _COORDINATOR | {Role.SIGNATORY},
            None,
            writes=False,
        ),
        Rule(
            Action.CALENDAR,
            "Kalender-Link verwalten",
            _EVERYBODY,
            None,
            fresh=True,
            told="{who} hat den Kalender-Link geändert.",
        ),
        Rule(Action.OWN_DATA, "Meine Daten ansehen", _EVERYBODY, None, writes=False),
        Rule(
            Action.TAKE_DATA,
            "Meine Daten herunterladen",
            _EVERYBODY,
            None,
            fresh=True,
            told="{who} hat die eigenen Daten heruntergeladen.",
        ),
        Rule(
            Action.LEAVE,
            "Mein Konto löschen",
            _EVERYBODY,
            None,
            when=(keeps_an_administrator,),
            fresh=True,
            told="{who} hat das eigene Konto gelöscht.",
        ),
        Rule(
            Action.ERASE,
            "Konto einer Person löschen",
            _ADMINISTRATOR,
            None,
            when=(keeps_an_administrator,),
            fresh=True,
            told="{who} hat das Konto einer Person gelöscht.",
        ),
        Rule(Action.SEE_RETENTION, "Löschfristen ansehen", _ADMINISTRATOR, None, writes=False),
        Rule(
            Action.SET_RETENTION,
            "Löschfristen ändern",
            _ADMINISTRATOR,
            None,
            told="{who} hat eine Löschfrist geändert.",
        ),
        Rule(
            Action.PRUNE,
            "Fälliges löschen",
            _ADMINISTRATOR,
            None,
            fresh=True,
            told="{who} hat Fälliges gelöscht.",
        ),
    )
}
