"""Rules of what belongs to a person's own account."""

from wirportal.rulebook.guards import keeps_an_administrator
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rule import COORDINATOR, EVERYBODY, Action, Rule

ROWS = (
    Rule(Action.ACCOUNT, "Konto ansehen", EVERYBODY, None, writes=False),
    Rule(
        Action.CREDENTIALS,
        "Zugang ändern",
        EVERYBODY,
        None,
        fresh=True,
        told="Zugang von {who} geändert: {what}.",
    ),
    Rule(
        Action.SESSIONS,
        "Anmeldungen beenden",
        EVERYBODY,
        None,
        fresh=True,
        told="{who} hat Anmeldungen beendet.",
    ),
    Rule(Action.SIGN_IN, "Anmelden", EVERYBODY, None, told="{who} hat sich angemeldet."),
    Rule(Action.NOTICES, "Mitteilungen lesen", EVERYBODY, None, writes=False),
    Rule(
        Action.DEADLINES,
        "An Fristen erinnert werden",
        COORDINATOR | {Role.SIGNATORY},
        None,
        writes=False,
    ),
    Rule(
        Action.CALENDAR,
        "Kalender-Link verwalten",
        EVERYBODY,
        None,
        fresh=True,
        told="{who} hat den Kalender-Link geändert.",
    ),
    Rule(Action.OWN_DATA, "Meine Daten ansehen", EVERYBODY, None, writes=False),
    Rule(
        Action.TAKE_DATA,
        "Meine Daten herunterladen",
        EVERYBODY,
        None,
        fresh=True,
        told="{who} hat die eigenen Daten heruntergeladen.",
    ),
    Rule(
        Action.LEAVE,
        "Mein Konto löschen",
        EVERYBODY,
        None,
        when=(keeps_an_administrator,),
        fresh=True,
        told="{who} hat das eigene Konto gelöscht.",
    ),
)
