"""The tables of this room: `calls` says until when, `drafting` holds the concept, `together` what
people say about it."""

from wirportal.concepts.models.calls import AskedPaper, Call, Directive, Provision
from wirportal.concepts.models.drafting import (
    Answer,
    AnswerVersion,
    Assignment,
    Concept,
    ImportedFile,
    Revision,
    actor_in,
)
from wirportal.concepts.models.together import Comment, Presence, Visit

__all__ = [
    "Answer",
    "AnswerVersion",
    "AskedPaper",
    "Assignment",
    "Call",
    "Comment",
    "Concept",
    "Directive",
    "ImportedFile",
    "Presence",
    "Provision",
    "Revision",
    "Visit",
    "actor_in",
]
