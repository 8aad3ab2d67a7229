"""The authority's file about a concept: what was handed in beside the checklist."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept
from wirportal.concepts.queries import paper_of_revision, submission_of
from wirportal.documents.html import body_html
from wirportal.people.proof import user_of
from wirportal.review import actions, checking
from wirportal.review.findings import (
    checked_rows,
    file_of,
    opinions_of,
    progress,
    remarks_of,
)
from wirportal.review.models import CaseFile
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view
from wirportal.web.checking_forms import RemarkForm, Sheet
from wirportal.web.views.findings import opened


@concept_view(GET=Action.SEE_CASE, POST=Action.SAVE_FINDINGS)
def case(request: HttpRequest, concept: Concept) -> HttpResponse:
    """What was handed in last, with the file's numbers and its checklist; officers fill it in."""
    if request.method == "POST":
        return _save(request, concept, opened(concept))
    return _page(request, concept, file_of(concept))


def _save(request: HttpRequest, concept: Concept, file: CaseFile) -> HttpResponse:
    sheet = Sheet(concept, checked_rows(file), request.POST)
    if not sheet.is_valid():
        return _page(request, concept, file, sheet, status=422)
    typed = sheet.typed(without=request.POST.get("theirs", ""))
    by = user_of(request)
    if clashes := checking.save_findings(concept_id=concept.pk, findings=typed, by=by):
        sheet.meet(clashes)
        return _page(request, concept, file, sheet, status=409)
    messages.success(request, _("Die Prüfliste ist gespeichert."))
    return redirect(reverse("case", args=[concept.pk]) + sheet.place)


def _page(
    request: HttpRequest,
    concept: Concept,
    file: CaseFile | None,
    sheet: Sheet | None = None,
    status: int = 200,
) -> HttpResponse:
    """Eleven queries at most, however much was found."""
    if (submission := submission_of(concept)) is None:
        raise Http404
    checked = checked_rows(file) if file else []
    actor = concept.actor(user_of(request))
    paper = paper_of_revision(concept, submission.seal.revision, draft=False)
    context = {
        "concept": concept,
        "file": file,
        "submission": submission,
        "document": body_html(paper.outline, _beside(request, concept, file) if file else None),
        "sheet": sheet or Sheet(concept, checked),
        "progress": progress(checked),
        "opinions": opinions_of(file) if file else [],
        "may_open": decide(Action.OPEN_CASE, concept.case, actor),
        "may_check": decide(Action.SAVE_FINDINGS, concept.case, actor),
        "summary": sheet.summary if sheet else [],
    }
    return render(request, "review/case.html", context, status=status)


def _beside(request: HttpRequest, concept: Concept, file: CaseFile) -> Mapping[str, SafeString]:
    """What was remarked on each question, and the form to say more, below all that answers it."""
    template, remarks = get_template("review/beside.html"), remarks_of(file)
    actor = concept.actor(user_of(request))
    may_remark = decide(Action.REMARK, concept.case, actor)
    return {
        concept.edition.companions[question.id][-1].id: SafeString(
            template.render(
                {
                    "concept": concept,
                    "question": question,
                    "remarks": remarks.get(question.id, ()),
                    "form": RemarkForm(auto_id=f"{question.id}-%s") if may_remark else None,
                },
                request,
            )
        )
        for question in concept.edition.official.values()
        if may_remark or question.id in remarks
    }


@concept_view(POST=Action.OPEN_CASE)
def open_case(request: HttpRequest, concept: Concept) -> HttpResponse:
    """The officer takes the submission on."""
    file = actions.open_case(concept_id=concept.pk, by=user_of(request))
    said = _("Die Prüfung hat begonnen. Aktenzeichen: %(number)s.") % {"number": file.file_number}
    messages.success(request, said)
    return redirect("case", concept=concept.pk)
