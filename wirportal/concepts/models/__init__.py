"""The tables of this room: `calls` says until when, `drafting` holds the concept, `together` what
people say about it, `sealing` what is signed and handed in."""

from wirportal.concepts.models.calls import AskedPaper, Call, Directive, Provision
from wirportal.concepts.models.drafting import (
    Answer,
    AnswerVersion,
    Assignment,
    Concept,
    ImportedFile,
    Revision,
    actor_in,
    held_towards,
)
from wirportal.concepts.models.sealing import Scan, Seal, Signature, SignedFile, Submission
from wirportal.concepts.models.together import Comment, GuestQuestion, Presence, Visit

__all__ = [
    "Answer",
    "AnswerVersion",
    "AskedPaper",
    "Assignment",
    "Call",
    "Comment",
    "Concept",
    "Directive",
    "GuestQuestion",
    "ImportedFile",
    "Presence",
    "Provision",
    "Revision",
    "Scan",
    "Seal",
    "Signature",
    "SignedFile",
    "Submission",
    "Visit",
    "actor_in",
    "held_towards",
]
