"""Rules of what the authority finds in a file and thinks of it; never the municipality's."""

from wirportal.rulebook.guards import (
    keeps_rows_with_findings,
    unless_opinion_is_open,
    while_opinion_is_open,
)
from wirportal.rulebook.rule import (
    ANY,
    AUTHORITY,
    MINISTRY,
    OFFICER,
    UNDECIDED,
    Action,
    Rule,
)
from wirportal.rulebook.states import HANDED_IN

ROWS = (
    Rule(
        Action.SAVE_FINDINGS,
        "Prüfliste ausfüllen",
        OFFICER,
        UNDECIDED,
        told="{who} hat in der Prüfliste geschrieben.",
    ),
    Rule(
        Action.REMARK,
        "Zu einer Frage bemerken",
        OFFICER,
        UNDECIDED,
        told="{who} hat bemerkt:",
    ),
    Rule(Action.READ_NOTES, "Interne Notizen lesen", AUTHORITY, ANY, writes=False),
    Rule(
        Action.WRITE_NOTE,
        "Interne Notiz schreiben",
        AUTHORITY,
        HANDED_IN,
        told="{who} hat eine interne Notiz geschrieben.",
    ),
    Rule(
        Action.ASK_OPINION,
        "Um Stellungnahme bitten",
        OFFICER,
        UNDECIDED,
        when=(unless_opinion_is_open,),
        told="{who} hat das Ministerium um eine Stellungnahme gebeten.",
    ),
    Rule(
        Action.MOVE_OPINION,
        "Tag der Stellungnahme ändern",
        OFFICER,
        UNDECIDED,
        when=(while_opinion_is_open,),
        told="{who} hat den Tag der Stellungnahme geändert: {note}.",
    ),
    Rule(
        Action.CANCEL_OPINION,
        "Bitte um Stellungnahme zurückziehen",
        OFFICER,
        UNDECIDED,
        when=(while_opinion_is_open,),
        told="{who} hat die Bitte um eine Stellungnahme zurückgezogen.",
    ),
    Rule(
        Action.GIVE_OPINION,
        "Stellungnahme abgeben",
        MINISTRY,
        UNDECIDED,
        when=(while_opinion_is_open,),
        told="{who} hat eine Stellungnahme abgegeben.",
    ),
    Rule(Action.SEE_TEXT_BLOCKS, "Textbausteine ansehen", AUTHORITY, None, writes=False),
    Rule(
        Action.CHANGE_TEXT_BLOCKS,
        "Textbausteine ändern",
        OFFICER,
        None,
        told="{who} hat einen Textbaustein geändert.",
    ),
    Rule(Action.SEE_CHECKLISTS, "Prüflisten ansehen", AUTHORITY, None, writes=False),
    Rule(
        Action.CHANGE_CHECKLIST,
        "Prüfliste ändern",
        OFFICER,
        None,
        when=(keeps_rows_with_findings,),
        told="{who} hat die Prüfliste geändert.",
    ),
)
