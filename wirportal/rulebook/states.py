"""The states of a concept, each with the name that the applicant reads."""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SEALED = "sealed"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    RESEALED = "resealed"
    """What was asked for after handing in is answered, and waits for signatures."""
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    RUNNING = "running"
    REPORTED = "reported"
    CLOSED = "closed"


STATE_LABELS = {
    State.DRAFT: "Entwurf",
    State.SEALED: "zur Zeichnung",
    State.SUBMITTED: "eingereicht",
    State.IN_REVIEW: "in Prüfung",
    State.RETURNED: "Nachforderung",
    State.RESEALED: "Nachforderung, zur Zeichnung",
    State.APPROVED: "bewilligt",
    State.DECLINED: "abgelehnt",
    State.WITHDRAWN: "zurückgezogen",
    State.RUNNING: "in Umsetzung",
    State.REPORTED: "berichtet",
    State.CLOSED: "abgeschlossen",
}


class AssignmentState(StrEnum):
    """How a request to write a single question stands."""

    OPEN = "open"
    HANDED_BACK = "handed_back"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


ASSIGNMENT_LABELS = {
    AssignmentState.OPEN: "offen",
    AssignmentState.HANDED_BACK: "zurückgegeben",
    AssignmentState.ACCEPTED: "angenommen",
    AssignmentState.CANCELLED: "zurückgezogen",
}


class Way(StrEnum):
    """How a sealed concept is signed; a call says which ways it takes."""

    PORTAL = "portal"
    PAPER = "paper"
    FILE = "file"


WAY_LABELS = {
    Way.PORTAL: "Erklärung im Portal",
    Way.PAPER: "Unterschrift auf Papier",
    Way.FILE: "Signierte PDF-Datei",
}


class OpinionState(StrEnum):
    """How a request for a Stellungnahme stands."""

    OPEN = "open"
    GIVEN = "given"
    CANCELLED = "cancelled"


class InvitationState(StrEnum):
    """How an invitation stands."""

    OPEN = "open"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


INVITATION_LABELS = {
    InvitationState.OPEN: "offen",
    InvitationState.EXPIRED: "abgelaufen",
    InvitationState.ACCEPTED: "angenommen",
    InvitationState.WITHDRAWN: "zurückgezogen",
}

HANDED_IN = frozenset(State) - {State.DRAFT, State.SEALED}
"""The authority has it: the version handed in last, never what is being written."""
RELEASED = frozenset({State.APPROVED, State.RUNNING, State.REPORTED, State.CLOSED})
