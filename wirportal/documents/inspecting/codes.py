"""The short codes of versions that a printed page carries, looked for in a scan's text."""

import re
from pathlib import Path

from pypdf import PdfReader, apply_configuration
from pypdf.errors import PyPdfError

from wirportal.documents.reading.pdf import LIMITS

_PAGES, _MOST = 60, 50
_CODE = re.compile(r"Fassung\s+([0-9A-F]{4})\s*[-–—\u2010\u2011]\s*([0-9A-F]{4})\b")
"""As `concept.typ` prints it; recognised text has other hyphens and spaces sometimes."""


def codes(path: Path) -> list[str]:
    """Every code that stands behind the word „Fassung“, in order; none where nothing can be
    read."""
    found: dict[str, None] = {}
    try:
        with path.open("rb") as file, apply_configuration(LIMITS):
            for page in PdfReader(file, strict=False).pages[:_PAGES]:
                for first, second in _CODE.findall(page.extract_text()):
                    found[f"{first}-{second}"] = None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        pass  # a scan need not have a text, and whoever sends it has compared it by eye
    return list(found)[:_MOST]
