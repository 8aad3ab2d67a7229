"""Concepts that come back as files: answers by question, how sure we are of them, and the rest.

Nothing that comes out of here may be taken over before a person has looked at it.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading import office
from wirportal.documents.reading.formats import BYTES, format_of
from wirportal.documents.reading.imported import Finding, Imported
from wirportal.documents.reading.packages import broken, too_large
from wirportal.documents.reading.place import placed
from wirportal.documents.reading.source import TEXT_LIMIT
from wirportal.documents.reading.suggest import suggestions
from wirportal.editions.model import Edition

__all__ = ["BYTES", "Finding", "Imported", "read"]


def read(path: Path, edition: Edition, before: Callable[[], None] | None = None) -> Imported:
    """Everything a file says about the edition's questions. Raises UnreadableFile.

    `before` is called once, right before this process parses what strangers wrote. Files from
    the web go through `sandbox.read_safely` instead.
    """
    form = format_of(path)
    if form.reader is None:
        with office.as_docx(path) as converted:
            return read(converted, edition, before)
    if before:
        before()
    try:
        source = form.reader(path, edition)
    except (UnreadableFile, MemoryError):
        raise
    except Exception as unexpected:  # libraries fail in many ways on files that are broken
        raise UnreadableFile(broken()) from unexpected
    if len(source.text) > TEXT_LIMIT:
        raise UnreadableFile(too_large())
    imported = placed(source, edition)
    return replace(imported, suggestions=suggestions(imported.answers, edition))
