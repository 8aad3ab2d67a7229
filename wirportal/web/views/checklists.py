"""„Prüflisten“: what the authority checks under each directive."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wirportal.concepts.models import Directive
from wirportal.editions.load import load
from wirportal.people.proof import user_of
from wirportal.people.seen import Stale, digest
from wirportal.review import checklists
from wirportal.review.models.checking import Part
from wirportal.rulebook.decide import decide
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action
from wirportal.web.access import held_role, other_writer
from wirportal.web.checklist_forms import CheckRows
from wirportal.web.summary import row_lines


@held_role(GET=Action.SEE_CHECKLISTS)
def all_checklists(request: HttpRequest) -> HttpResponse:
    """The directives, newest first."""
    return render(request, "checklists/list.html", {"directives": Directive.objects.all()})


@held_role(GET=Action.SEE_CHECKLISTS)
def checklist(request: HttpRequest, directive: int) -> HttpResponse:
    """What is checked, by part, and on which number of the directive each row rests."""
    shown = get_object_or_404(Directive, pk=directive)
    questions, rows = load().questions, checklists.rows_of(shown)
    context = {
        "directive": shown,
        "parts": [
            (part, [(row, questions.get(row.question)) for row in rows if row.part == part])
            for part in Part
        ],
        "may_change": decide(Action.CHANGE_CHECKLIST, Case(), user_of(request).everywhere),
    }
    return render(request, "checklists/checklist.html", context)


@held_role(GET=Action.CHANGE_CHECKLIST, POST=Action.CHANGE_CHECKLIST)
def change_checklist(request: HttpRequest, directive: int) -> HttpResponse:
    """All rows at once; an emptied one goes."""
    if foreign := other_writer(request):
        return foreign
    shown = get_object_or_404(Directive, pk=directive)
    rows, context = _form(request, shown)
    if not rows.is_valid():
        summary = row_lines(rows) if rows.is_bound else []
        status = 422 if summary else 200
        return render(request, _CHANGE, context | {"summary": summary}, status=status)
    seen, by = request.POST.get("seen", ""), user_of(request)
    try:
        checklists.change_checklist(directive_id=shown.pk, rows=rows.facts(), seen=seen, by=by)
    except Stale:
        return render(request, _CHANGE, context | {"is_stale": True}, status=409)
    messages.success(request, _("Die Prüfliste ist gespeichert."))
    return redirect("checklist", directive=shown.pk)


_CHANGE = "checklists/change.html"


def _form(request: HttpRequest, directive: Directive) -> tuple[CheckRows, dict[str, Any]]:
    """The rows as they stand, or as typed."""
    there, fast = checklists.rows_of(directive), checklists.texts_with_findings(directive)
    rows = CheckRows(
        request.POST or None,
        prefix="row",
        initial=[asdict(row) | {"was": row.text} for row in there],
        form_kwargs={"fast": {row.text: row for row in there if row.text in fast}},
    )
    seen = digest(checklists.seen_of(directive))
    return rows, {"directive": directive, "rows": rows, "seen": seen}
