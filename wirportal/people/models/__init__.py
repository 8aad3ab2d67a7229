"""The tables of this room: `organisations`, `persons` with their roles in them, `invitations`."""

from wirportal.people.models.invitations import Invitation
from wirportal.people.models.organisations import (
    BODY_TYPES,
    BodyList,
    BodyStatus,
    Organisation,
    OrganisationKind,
)
from wirportal.people.models.persons import Membership, User

__all__ = [
    "BODY_TYPES",
    "BodyList",
    "BodyStatus",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "User",
]
