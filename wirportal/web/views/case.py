"""The authority's file about a concept: what was handed in, and what is to be done with it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept
from wirportal.concepts.queries import paper_of_revision, submission_of
from wirportal.documents.html import body_html
from wirportal.people.proof import user_of
from wirportal.review import actions
from wirportal.review.models import CaseFile
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view


@concept_view(GET=Action.SEE_CASE)
def case(request: HttpRequest, concept: Concept) -> HttpResponse:
    """What was handed in last, with the file's numbers."""
    if (submission := submission_of(concept)) is None:
        raise Http404
    paper = paper_of_revision(concept, submission.seal.revision, draft=False)
    context = {
        "concept": concept,
        "file": CaseFile.objects.select_related("officer").filter(concept=concept).first(),
        "submission": submission,
        "document": body_html(paper.outline),
        "may_open": decide(Action.OPEN_CASE, concept.case, concept.actor(user_of(request))),
    }
    return render(request, "review/case.html", context)


@concept_view(POST=Action.OPEN_CASE)
def open_case(request: HttpRequest, concept: Concept) -> HttpResponse:
    """The officer takes the submission on."""
    file = actions.open_case(concept_id=concept.pk, by=user_of(request))
    said = _("Die Prüfung hat begonnen. Aktenzeichen: %(number)s.") % {"number": file.file_number}
    messages.success(request, said)
    return redirect("case", concept=concept.pk)
