"""The concept as a document: PDF and its preview, files to work on elsewhere, the empty form."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response

from wirportal.concepts.actions import export
from wirportal.concepts.models import Concept
from wirportal.concepts.queries import paper_of_revision
from wirportal.documents import docx, pdf
from wirportal.documents.paper import Paper
from wirportal.editions.load import load
from wirportal.editions.schema import concept_schema
from wirportal.people.models import User
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view, public
from wirportal.web.papers import (
    FORMATS,
    PDF,
    WORD,
    concept_file_name,
    download,
    file_name,
    readable,
)
from wirportal.web.preview import Look, look_of, pages_of


@concept_view(GET=Action.READ)
def concept_pdf(request: HttpRequest, concept: Concept) -> HttpResponse:
    """The draft as a PDF: shown by the browser, or saved with `?speichern`."""
    paper = readable(request, concept)
    name = concept_file_name(paper, "pdf")
    return download(pdf.render(paper), PDF, name, inline="speichern" not in request.GET)


@concept_view(GET=Action.READ, POST=Action.EXPORT)
def give_out(request: HttpRequest, concept: Concept, ending: str) -> HttpResponse:
    """A file that can be changed and brought back: it carries the revision that it says."""
    if ending not in FORMATS:
        raise Http404
    if request.method != "POST":
        return redirect("concept", concept=concept.pk)  # a sign-in in between leads here
    assert isinstance(request.user, User)
    revision = export(concept_id=concept.pk, by=request.user)
    paper = paper_of_revision(concept, revision)
    chosen = FORMATS[ending]
    return download(chosen.write(paper), chosen.content_type, concept_file_name(paper, ending))


@concept_view(GET=Action.READ)
def preview(request: HttpRequest, concept: Concept) -> HttpResponse:
    """The PDF's pages as pictures, with the ways to read them otherwise."""
    look = look_of(readable(request, concept))
    context = {"concept": concept, "pages": pages_of(look), "edition": concept.edition}
    return render(request, "papers/preview.html", context)


@concept_view(GET=Action.READ)
def preview_page(request: HttpRequest, concept: Concept, page: int) -> HttpResponse:
    """One page; a browser that has it asks whether it is still the same, and nothing is drawn."""
    look = look_of(readable(request, concept))
    etag = f'"{look.digest[:32]}-{page}"'
    answer: HttpResponse = get_conditional_response(request, etag=etag) or _drawn(look, page)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _drawn(look: Look, page: int) -> HttpResponse:
    pages = pages_of(look)
    if not 1 <= page <= len(pages):
        raise Http404
    return HttpResponse(pages[page - 1].png, content_type="image/png")


# --- for everybody --------------------------------------------------------------------------------


@public("GET")
def empty_form(request: HttpRequest) -> HttpResponse:
    """The empty form as a Word file, on the edition in force."""
    name = file_name("WIR-Konzept leeres Formular", ending="docx")
    return download(docx.write(Paper(load(), {})), WORD, name)


@public("GET")
def schema(request: HttpRequest, edition: str) -> HttpResponse:
    """The JSON Schema of an edition's concept file."""
    try:
        described = concept_schema(load(edition))
    except KeyError:
        raise Http404 from None
    text = json.dumps(described, ensure_ascii=False, indent=2)
    headers = {"Cache-Control": "public, max-age=3600"}
    return HttpResponse(text, content_type="application/schema+json", headers=headers)
