"""The Bescheid as a letter: its text as people have edited it, under the authority's head."""

import re
from collections.abc import Iterator

from django.utils import timezone

from wirportal.concepts.models import Concept
from wirportal.documents import letter
from wirportal.documents.letter import Head, Heading, Letter, Text
from wirportal.review.letters import recipient_of
from wirportal.review.models import Decision
from wirportal.review.wording import about, subject

_HEADING = re.compile(r"^#+[^\S\n]+(.+)$", re.MULTILINE)
DRAFT = "Entwurf, nicht erlassen"


def render(concept: Concept, decision: Decision, head: Head) -> bytes:
    """The PDF; one that is not issued says so on each page."""
    issued = decision.issued_at
    signed = f"Im Auftrag\n{decision.issued_by}" if decision.issued_by else ""
    made = Letter(
        head=head,
        recipient=recipient_of(concept),
        reference=decision.file.file_number,
        date=timezone.localdate(issued) if issued else timezone.localdate(),
        subject=f"{subject(decision)}\n{about(concept)}",
        blocks=tuple(pieces(decision.text)),
        signed=signed,
        note="" if issued else DRAFT,
    )
    return letter.render(made)


def pieces(text: str) -> Iterator[Heading | Text]:
    """The text with its headings: lines that begin with "# "."""
    before, *rest = _HEADING.split(text)
    yield Text(before)
    for heading, said in zip(rest[::2], rest[1::2], strict=True):
        yield Heading(heading)
        yield Text(said)
