"""The tables of this room: `files` says whose file it is, `checking` what was found in it,
`requesting` what was asked back, `deciding` what came of it, `corresponding` what was written,
`searching` what can be found."""

from wirportal.review.models.checking import CheckRow, Finding, Note, Opinion, Remark, TextBlock
from wirportal.review.models.corresponding import Message, MessageUpload
from wirportal.review.models.deciding import (
    Amount,
    Condition,
    Decision,
    Letterhead,
    Objection,
)
from wirportal.review.models.files import CaseFile, SavedView
from wirportal.review.models.requesting import ItemState, Request, RequestItem
from wirportal.review.models.searching import SearchText

__all__ = [
    "Amount",
    "CaseFile",
    "CheckRow",
    "Condition",
    "Decision",
    "Finding",
    "ItemState",
    "Letterhead",
    "Message",
    "MessageUpload",
    "Note",
    "Objection",
    "Opinion",
    "Remark",
    "Request",
    "RequestItem",
    "SavedView",
    "SearchText",
    "TextBlock",
]
