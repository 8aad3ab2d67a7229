"""Who there is, and whose concepts each may reach."""

from dataclasses import dataclass
from enum import StrEnum

from wirportal.rulebook.states import HANDED_IN, RELEASED, State


class Role(StrEnum):
    """What a person is in an organisation; one person can be several things."""

    COORDINATOR = "coordinator"
    CONTRIBUTOR = "contributor"
    SIGNATORY = "signatory"
    LEADERSHIP = "leadership"
    OFFICER = "officer"
    APPROVER = "approver"
    MINISTRY = "ministry"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.COORDINATOR: "WIR-Koordination",
    Role.CONTRIBUTOR: "Mitzeichnung",
    Role.SIGNATORY: "Zeichnung",
    Role.LEADERSHIP: "Politische Spitze",
    Role.OFFICER: "Sachbearbeitung",
    Role.APPROVER: "Zweitzeichnung",
    Role.MINISTRY: "Ministerium",
    Role.ADMINISTRATOR: "Administration",
}

SECOND_FACTOR = frozenset({Role.OFFICER, Role.APPROVER, Role.MINISTRY, Role.ADMINISTRATOR})
"""Who reaches nothing before having signed in with a second factor."""


class Scope(StrEnum):
    OWN = "own"
    """Concepts of the organisation in which the person has the role."""
    ASSIGNED = "assigned"
    """Concepts in which a question was assigned to the person."""
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True)
class Reach:
    """Which concepts a role sees: of whom, and in which states."""

    scope: Scope
    states: frozenset[State]


REACH: dict[Role, Reach] = {
    Role.COORDINATOR: Reach(Scope.OWN, frozenset(State)),
    Role.CONTRIBUTOR: Reach(Scope.ASSIGNED, frozenset({State.DRAFT})),
    Role.SIGNATORY: Reach(Scope.OWN, frozenset(State)),
    Role.LEADERSHIP: Reach(Scope.OWN, RELEASED),
    Role.OFFICER: Reach(Scope.ALL, HANDED_IN),
    Role.APPROVER: Reach(Scope.ALL, HANDED_IN),
    Role.MINISTRY: Reach(Scope.ALL, HANDED_IN),
    Role.ADMINISTRATOR: Reach(Scope.NONE, frozenset()),
}

KIND_LABELS = {
    "body": "Gebietskörperschaft",
    "authority": "Bewilligungsbehörde",
    "ministry": "Ministerium",
}
ROLES_IN: dict[str, frozenset[Role]] = {
    "body": frozenset({Role.COORDINATOR, Role.CONTRIBUTOR, Role.SIGNATORY, Role.LEADERSHIP}),
    "authority": frozenset({Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR}),
    "ministry": frozenset({Role.MINISTRY, Role.ADMINISTRATOR}),
}
"""What a person can be in which kind of organisation."""


@dataclass(frozen=True)
class Care:
    """Whose people a role looks after, and which roles it gives and takes away there."""

    scope: Scope
    roles: frozenset[Role]


CARE: dict[Role, Care] = {
    Role.COORDINATOR: Care(Scope.OWN, frozenset({Role.CONTRIBUTOR})),
    Role.ADMINISTRATOR: Care(Scope.ALL, frozenset(Role)),
}
