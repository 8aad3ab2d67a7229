"""What pages and verbs read of papers beside a concept; each function says what it costs."""

from typing import Any

from wirportal.concepts.models import Attachment, Concept, Seal
from wirportal.concepts.models.uploads import UploadState


def attachments_of(concept: Concept, seal: Seal | None = None) -> list[Attachment]:
    """The papers sealed with a version, else those beside the draft; one query."""
    beside = Attachment.objects.filter(concept=concept, seal=seal)
    return list(beside.select_related("upload__by", "paper").defer("upload__data"))


def facts_beside(concept: Concept) -> dict[str, Any]:
    """What the rulebook wants to know of them before a version is sealed; two queries."""
    beside = attachments_of(concept)
    states = [one.upload.state for one in beside]
    there = {one.paper_id for one in beside if one.upload.state != UploadState.REFUSED}
    required = concept.call.papers.filter(required=True)
    return {
        "papers_missing": tuple(paper.name for paper in required if paper.pk not in there),
        "files_waiting": states.count(UploadState.WAITING),
        "files_refused": states.count(UploadState.REFUSED),
    }
