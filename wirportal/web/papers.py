"""What people download: which formats there are, how the files are called and answered."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from wirportal.concepts.models import Concept
from wirportal.concepts.queries import paper_for
from wirportal.documents import docx
from wirportal.documents.paper import Paper, to_json
from wirportal.people.proof import user_of

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Format:
    """A format in which a revision is given out to be worked on elsewhere."""

    content_type: str
    write: Callable[[Paper], bytes]


FORMATS = {
    "docx": Format(WORD, docx.write),
    "json": Format("application/json", to_json),
}
"""By the ending of the file's name."""


_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)


def file_name(*parts: object, ending: str) -> str:
    """Letters, digits and hyphens that every system takes: "WIR-Konzept-Landkreis-Giessen.pdf"."""
    words = "-".join(str(part) for part in parts if part).translate(_SPELT_OUT)
    return f"{re.sub('[^A-Za-z0-9]+', '-', words).strip('-')[:120]}.{ending}"


def concept_file_name(paper: Paper, ending: str) -> str:
    """Whose, which year, and which state of it."""
    state = f"Fassung-{paper.revision}" if paper.revision else "Entwurf" if paper.draft else ""
    year = paper.answers.get("budget_year")
    return file_name("WIR-Konzept", paper.body.name, year, state, ending=ending)


def readable(request: HttpRequest, concept: Concept) -> Paper:
    """What the person may read of the concept; Http404 where that is nothing yet."""
    paper = paper_for(concept, concept.actor(user_of(request)))
    if paper is None:
        raise Http404
    return paper


def download(data: bytes, content_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """A file for one person: nobody on the way keeps it, nor does the browser."""
    disposition = content_disposition_header(as_attachment=not inline, filename=name)
    headers = {"Content-Disposition": disposition or "", "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=content_type, headers=headers)
