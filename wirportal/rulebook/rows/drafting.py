"""Rules of writing a concept."""

from wirportal.rulebook.guards import (
    only_assigned,
    while_asked_for,
    while_body_is_eligible,
    while_call_is_open,
)
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rule import (
    ANY,
    COORDINATOR,
    DRAFT,
    MUNICIPAL,
    STATE,
    WRITABLE,
    WRITERS,
    Action,
    Rule,
)
from wirportal.rulebook.states import State

ROWS = (
    Rule(
        Action.CREATE,
        "Konzept anlegen",
        COORDINATOR,
        None,
        to=State.DRAFT,
        when=(while_call_is_open, while_body_is_eligible),
        told="{who} hat das Konzept angelegt.",
    ),
    Rule(Action.READ, "Konzept lesen", MUNICIPAL | STATE, ANY, writes=False),
    Rule(
        Action.READ_DRAFT,
        "Arbeitsstand lesen",
        COORDINATOR | {Role.SIGNATORY},
        ANY,
        writes=False,
    ),
    Rule(
        Action.READ_HISTORY,
        "Frühere Texte ansehen",
        COORDINATOR | {Role.SIGNATORY},
        ANY,
        writes=False,
    ),
    Rule(
        Action.SAVE,
        "Angabe speichern",
        WRITERS,
        WRITABLE,
        guards=(only_assigned,),
        when=(while_asked_for,),
        told="{who} hat geschrieben:",
    ),
    Rule(
        Action.IMPORT,
        "Aus einer Datei übernehmen",
        COORDINATOR,
        DRAFT,
        told="{who} hat aus der Datei „{note}“ übernommen:",
    ),
    Rule(
        Action.EXPORT,
        "Als Word- oder Datendatei ausgeben",
        COORDINATOR,
        ANY,
        told="{who} hat die Fassung {code} ausgegeben.",
    ),
    Rule(Action.SEE_LEDGER, "Verlauf ansehen", MUNICIPAL | STATE, ANY, writes=False),
)
