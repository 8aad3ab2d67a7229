"""Our own JSON."""

from pathlib import Path

from wirportal.documents.paper import Paper, from_json
from wirportal.documents.reading.source import Source
from wirportal.editions.model import Edition


def read(path: Path, edition: Edition) -> Source:
    """The answers of a concept file. Raises UnreadableFile."""
    return source_of(from_json(path.read_bytes()), "json", edition)


def source_of(paper: Paper, origin: str, edition: Edition) -> Source:
    """A paper's answers, as far as the edition asks for them."""
    known = {q: value for q, value in paper.answers.items() if q in edition.questions}
    return Source(
        tagged=known,
        origin=origin,
        body=paper.body,
        revision=paper.revision,
        edition=paper.edition.id,
    )
