"""Rules of the Nachforderung: ask back, answer, judge the answers."""

from wirportal.rulebook.guards import only_what_is_asked_for, with_a_day_ahead, with_items
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rule import ANY, COORDINATOR, OFFICER, STATE, Action, Rule
from wirportal.rulebook.states import State

ROWS = (
    Rule(
        Action.SEE_REQUESTS,
        "Nachforderungen ansehen",
        COORDINATOR | {Role.SIGNATORY} | STATE,
        ANY,
        writes=False,
    ),
    Rule(
        Action.WRITE_REQUEST,
        "Nachforderung schreiben",
        OFFICER,
        frozenset({State.IN_REVIEW}),
        when=(only_what_is_asked_for,),
        told="{who} hat an einer Nachforderung geschrieben.",
    ),
    Rule(
        Action.SEND_REQUEST,
        "Nachforderung senden",
        OFFICER,
        frozenset({State.IN_REVIEW}),
        to=State.RETURNED,
        when=(only_what_is_asked_for, with_items, with_a_day_ahead),
        told="{who} hat eine Nachforderung gesendet, Antwort erbeten bis {note}.",
    ),
    Rule(
        Action.REPLY,
        "Auf Nachforderung antworten",
        COORDINATOR,
        frozenset({State.RETURNED}),
        told="{who} hat eine Antwort auf die Nachforderung geschrieben.",
    ),
    Rule(
        Action.JUDGE_REPLY,
        "Antwort beurteilen",
        OFFICER,
        frozenset({State.IN_REVIEW}),
        told="{who} hat die Antwort auf einen Punkt einer Nachforderung beurteilt.",
    ),
)
