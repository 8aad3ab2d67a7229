"""Rules of the authority's file: take it on, look into it."""

from wirportal.rulebook.rule import ANY, OFFICER, STATE, Action, Rule
from wirportal.rulebook.states import State

ROWS = (
    Rule(Action.SEE_CASE, "Akte ansehen", STATE, ANY, writes=False),
    Rule(
        Action.OPEN_CASE,
        "Prüfung beginnen",
        OFFICER,
        frozenset({State.SUBMITTED}),
        to=State.IN_REVIEW,
        told="{who} hat die Prüfung begonnen, Aktenzeichen {note}.",
    ),
)
