"""What rules look at: who acts, and how the matter stands. No database behind it."""

from dataclasses import dataclass
from decimal import Decimal

from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import AssignmentState, InvitationState, OpinionState, State, Way
from wirportal.rulebook.timing import Timing


@dataclass(frozen=True)
class Actor:
    """Who acts: the user's id and the roles that count towards the object at hand."""

    user_id: int
    roles: frozenset[Role]
    questions: frozenset[str] = frozenset()
    """The questions assigned to a contributor."""


@dataclass(frozen=True)
class Grant:
    """An amount to be granted for so many of a thing; cap: of one of it, None where not known."""

    label: str
    quantity: Decimal
    amount: Decimal
    cap: Decimal | None

    @property
    def most(self) -> Decimal | None:
        """What can be granted at most, to the cent."""
        return None if self.cap is None else (self.quantity * self.cap).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Case:
    """The facts at hand; state None: there is no concept, or it does not matter.

    None elsewhere: it is not known yet, and guards let it pass until the action asks again.
    """

    state: State | None = None
    timing: Timing | None = None
    """How the call's time stands."""
    question: str = ""
    asked_for: frozenset[str] | None = None
    """The questions that the authority wants answered anew; None: it has asked for nothing."""
    asked: int | None = None
    """The user who owes an assigned question."""
    asked_roles: frozenset[Role] | None = None
    """What the user to be asked is in the concept's organisation."""
    asks_beside: bool = False
    """Whether a Nachforderung names what neither the form nor the call asks for."""
    items: int | None = None
    """How many items a Nachforderung has."""
    day_ahead: bool | None = None
    """Whether the day until which an answer is wanted is still to come."""
    unanswered: int | None = None
    """How many required items of the Nachforderung have neither a changed text nor a reply."""
    errors: int | None = None
    """How many errors of the check are left."""
    ways: frozenset[Way] | None = None
    """How the call lets a concept be signed."""
    papers_missing: tuple[str, ...] | None = None
    """Names of the papers that the call asks for and that are not beside the concept."""
    files_waiting: int | None = None
    """How many of the files at hand nobody has checked yet."""
    files_refused: int | None = None
    """How many of them are refused."""
    other_code: str = ""
    """The code of another version that stands in the scan at hand, where its own does not."""
    paper_in_use: bool = False
    """Whether a paper that the call is to ask for no longer was handed in or asked for already."""
    row_in_use: bool = False
    """Whether something was found already for a row that the checklist is to lose."""
    unsigned: int | None = None
    """How many signatures are missing."""
    named: bool | None = None
    """Whether the next signature is the actor's by name."""
    this_version: bool | None = None
    """Whether what the person looks at is what is being signed now."""
    grants: tuple[Grant, ...] = ()
    """What a decision grants."""
    given: bool | None = None
    """Whether the decision waits for the second person, or has been countersigned."""
    issued: bool | None = None
    """Whether the decision at hand has been issued."""
    countersigned: bool | None = None
    """Whether the second person has signed the decision."""
    own_words: bool | None = None
    """Whether the actor has written in the decision."""
    lacking: str = ""
    """What the decision's text ought to say and does not."""
    request: AssignmentState | None = None
    """How the request for Mitzeichnung at hand stands."""
    has_file: bool | None = None
    """Whether the authority has begun a file about it."""
    is_officer: bool | None = None
    """Whether the person who is to see to the file is a case officer."""
    opinion: OpinionState | None = None
    """How the request for a Stellungnahme at hand stands; before one is made: OPEN where the
    ministry has not answered another."""
    role: Role | None = None
    """The role to be given, taken away or offered."""
    kind: str = ""
    """What the organisation is that it is given in."""
    represented: frozenset[Role] | None = None
    """What the person is there for whom a deputy is to stand in."""
    last_administrator: bool = False
    """Whether nobody else administers the portal but the person whom it is about."""
    invitation: InvitationState | None = None
    """How the invitation at hand stands."""
    invited: bool | None = None
    """Whether it was meant for the address of the user."""
    eligible: bool | None = None
    """Whether the organisation counts as a body that may apply on the call's day."""
    concepts: int | None = None
    """How many concepts hang on the call at hand."""
    year_taken: bool | None = None
    """Whether another call has the Haushaltsjahr already."""
