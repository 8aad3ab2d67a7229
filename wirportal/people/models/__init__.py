"""The tables of this room: `organisations`, and `persons` with their roles in them."""

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
    "Membership",
    "Organisation",
    "OrganisationKind",
    "User",
]
