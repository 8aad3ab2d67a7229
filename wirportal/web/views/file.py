"""The file of a case, taken out of the portal."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wirportal.concepts.models import Concept
from wirportal.concepts.queries import submission_of
from wirportal.people.proof import user_of
from wirportal.review import filing
from wirportal.review.findings import file_of
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view
from wirportal.web.ledger import actions_in, topics_for
from wirportal.web.papers import file_name

ZIP = "application/zip"


@concept_view(GET=Action.GIVE_OUT_FILE, POST=Action.GIVE_OUT_FILE)
def give_out_file(request: HttpRequest, concept: Concept) -> HttpResponse:
    """What is in it and how it is proved; the button sends it."""
    if (submission := submission_of(concept)) is None:
        raise Http404
    file = file_of(concept)
    if request.method != "POST":
        context = {"concept": concept, "file": file, "submission": submission}
        return render(request, "review/file.html", context)
    officer = user_of(request)
    seen = actions_in(topics_for(concept, officer))
    packed = filing.give_out(concept_id=concept.pk, by=officer, seen=seen)
    name = file_name("Akte", file or submission.code, concept, ending="zip")
    sent = FileResponse(packed, as_attachment=True, filename=name, content_type=ZIP)
    return sent  # type: ignore[return-value]  # the others have their answer in memory
