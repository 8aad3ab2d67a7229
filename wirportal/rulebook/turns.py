"""Whose turn it is: a row for each state, read by the inbox and by the line on both sides."""

from enum import StrEnum

from wirportal.rulebook.roles import Role
from wirportal.rulebook.rule import STATE
from wirportal.rulebook.states import STATE_LABELS, State


class Side(StrEnum):
    """Who goes on from here."""

    MUNICIPALITY = "municipality"
    AUTHORITY = "authority"
    MINISTRY = "ministry"
    NOBODY = "nobody"


SIDE_LABELS = {
    Side.MUNICIPALITY: "Kommune",
    Side.AUTHORITY: "Bewilligungsbehörde",
    Side.MINISTRY: "Ministerium",
    Side.NOBODY: "niemand",
}

SIDE_OF = {
    Role.COORDINATOR: Side.MUNICIPALITY,
    Role.SIGNATORY: Side.MUNICIPALITY,
    Role.OFFICER: Side.AUTHORITY,
    Role.APPROVER: Side.AUTHORITY,
    Role.MINISTRY: Side.MINISTRY,
}
"""For whom a role goes on; others only read."""

TURNS: dict[State, Side] = {
    State.DRAFT: Side.MUNICIPALITY,
    State.SEALED: Side.MUNICIPALITY,
    State.SUBMITTED: Side.AUTHORITY,
    State.IN_REVIEW: Side.AUTHORITY,
    State.RETURNED: Side.MUNICIPALITY,
    State.RESEALED: Side.MUNICIPALITY,
    State.APPROVED: Side.NOBODY,
    State.DECLINED: Side.NOBODY,
    State.WITHDRAWN: Side.NOBODY,
    State.RUNNING: Side.MUNICIPALITY,
    State.REPORTED: Side.AUTHORITY,
    State.CLOSED: Side.NOBODY,
}


FINISHED = frozenset(state for state, side in TURNS.items() if side is Side.NOBODY)
"""Nothing is due any more."""


def sides(state: State, *, opinion_asked: bool = False) -> tuple[Side, ...]:
    """Whose turn it is; beside them the ministry's where its Stellungnahme is awaited.

    Only the state's side is for the municipality: it never learns of Stellungnahmen.
    """
    if not opinion_asked:
        return (TURNS[state],)
    return tuple(side for side in (TURNS[state], Side.MINISTRY) if side is not Side.NOBODY)


NOT_HANDED_IN = "noch nicht eingereicht"
"""All that the authority reads of a body whose concept it does not have: whether there is a
draft is the municipality's own."""

DESK_LABELS: dict[State, str] = STATE_LABELS | {
    State.DRAFT: NOT_HANDED_IN,
    State.SEALED: NOT_HANDED_IN,
    State.RESEALED: STATE_LABELS[State.RETURNED],
}
"""What the authority reads of a state: how far the municipality is with signing is its own."""


def state_label(state: State, roles: frozenset[Role]) -> str:
    """What somebody with these roles towards a concept reads of its state."""
    return (DESK_LABELS if roles and roles <= STATE else STATE_LABELS)[state]
