"""Rules of the authority's inbox: see all bodies of a call, say who sees to which file."""

from wirportal.rulebook.guards import once_opened, only_officers
from wirportal.rulebook.rule import OFFICER, STATE, Action, Rule
from wirportal.rulebook.states import HANDED_IN

ROWS = (
    Rule(Action.SEE_DESK, "Eingang ansehen", STATE, None, writes=False),
    Rule(
        Action.ARRANGE,
        "Zuständigkeit und Frist festlegen",
        OFFICER,
        HANDED_IN,
        guards=(only_officers,),
        when=(once_opened,),
        told="{who} hat festgelegt: zuständig ist {person}, {note}.",
    ),
)
