"""What rules look at: who acts, and how the matter stands. No database behind it."""

from dataclasses import dataclass

from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import AssignmentState, State
from wirportal.rulebook.timing import Timing


@dataclass(frozen=True)
class Actor:
    """Who acts: the user's id and the roles that count towards the object at hand."""

    user_id: int
    roles: frozenset[Role]
    questions: frozenset[str] = frozenset()
    """The questions assigned to a contributor."""


@dataclass(frozen=True)
class Case:
    """The facts at hand; state None: there is no concept, or it does not matter.

    None elsewhere: it is not known yet, and guards let it pass until the action asks again.
    """

    state: State | None = None
    timing: Timing | None = None
    """How the call's time stands."""
    question: str = ""
    asked: int | None = None
    """The user who owes an assigned question."""
    asked_roles: frozenset[Role] | None = None
    """What the user to be asked is in the concept's organisation."""
    assignment: AssignmentState | None = None
    """How the request at hand stands."""
    eligible: bool | None = None
    """Whether the organisation counts as a body that may apply on the call's day."""
    concepts: int | None = None
    """How many concepts hang on the call at hand."""
    year_taken: bool | None = None
    """Whether another call has the Haushaltsjahr already."""
