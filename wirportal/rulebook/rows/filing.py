"""Rules of what the authority takes out of the portal."""

from wirportal.rulebook.rule import AUTHORITY, Action, Rule
from wirportal.rulebook.states import HANDED_IN

ROWS = (
    Rule(
        Action.GIVE_OUT_FILE,
        "Akte ausgeben",
        AUTHORITY,
        HANDED_IN,
        told="{who} hat die Akte ausgegeben, Prüfsumme {note}.",
    ),
)
