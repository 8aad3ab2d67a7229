"""The tables of this room: `calls` says until when, `drafting` holds the concept, `together` what
people say about it, `sealing` what is signed and handed in, `uploads` the files beside it,
`previews` what is seen of them."""

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
from wirportal.concepts.models.previews import Preview, PreviewPage
from wirportal.concepts.models.sealing import Scan, Seal, Signature, SignedFile, Submission
from wirportal.concepts.models.together import Comment, GuestQuestion, Presence, Visit
from wirportal.concepts.models.uploads import Attachment, Upload

__all__ = [
    "Answer",
    "AnswerVersion",
    "AskedPaper",
    "Assignment",
    "Attachment",
    "Call",
    "Comment",
    "Concept",
    "Directive",
    "GuestQuestion",
    "ImportedFile",
    "Presence",
    "Preview",
    "PreviewPage",
    "Provision",
    "Revision",
    "Scan",
    "Seal",
    "Signature",
    "SignedFile",
    "Submission",
    "Upload",
    "Visit",
    "actor_in",
    "held_towards",
]
