"""Rules of what lies beside the concept: papers, their files, messages between both sides."""

from wirportal.rulebook.guards import (
    once_checked,
    while_paper_is_asked_for,
    without_refused_files,
)
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rule import (
    ANY,
    AUTHORITY,
    COORDINATOR,
    MUNICIPAL,
    STATE,
    WRITABLE,
    Action,
    Rule,
)
from wirportal.rulebook.states import HANDED_IN

_WRITES_FOR_BODY = COORDINATOR | {Role.SIGNATORY}

ROWS = (
    Rule(Action.SEE_ATTACHMENTS, "Anlagen ansehen", MUNICIPAL | STATE, ANY, writes=False),
    Rule(
        Action.ATTACH,
        "Anlage hinzufügen",
        COORDINATOR,
        WRITABLE,
        when=(while_paper_is_asked_for,),
        told="{who} hat die Anlage „{note}“ hinzugefügt.",
    ),
    Rule(
        Action.DETACH,
        "Anlage entfernen",
        COORDINATOR,
        WRITABLE,
        when=(while_paper_is_asked_for,),
        told="{who} hat die Anlage „{note}“ entfernt.",
    ),
    Rule(
        Action.TAKE_UPLOAD,
        "Datei herunterladen",
        MUNICIPAL | STATE,
        ANY,
        when=(once_checked, without_refused_files),
        writes=False,
    ),
    Rule(
        Action.REFUSE_UPLOAD,
        "Datei abweisen",
        _WRITES_FOR_BODY | AUTHORITY,
        ANY,
        told="Die Datei von {who} wurde bei der Prüfung abgewiesen: „{note}“.",
    ),
    Rule(
        Action.READ_MESSAGES,
        "Nachrichten lesen",
        _WRITES_FOR_BODY | STATE,
        HANDED_IN,
        writes=False,
    ),
    Rule(
        Action.WRITE_MESSAGE,
        "Nachricht senden",
        _WRITES_FOR_BODY | AUTHORITY,
        HANDED_IN,
        told="{who} hat eine Nachricht geschrieben.",
    ),
)
