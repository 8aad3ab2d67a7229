"""The tables of this room: `drafting` holds the concept, `together` what people say about it."""

from wirportal.concepts.models.drafting import (
    Answer,
    AnswerVersion,
    Assignment,
    Call,
    Concept,
    ImportedFile,
    Revision,
    actor_in,
)
from wirportal.concepts.models.together import Comment, Presence, Visit

__all__ = [
    "Answer",
    "AnswerVersion",
    "Assignment",
    "Call",
    "Comment",
    "Concept",
    "ImportedFile",
    "Presence",
    "Revision",
    "Visit",
    "actor_in",
]
