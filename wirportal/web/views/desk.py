"""„Eingang“: every body of a call and whose turn it is; search; who sees to a file."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wirportal.concepts.models import Call, Concept
from wirportal.concepts.queries import calls_near
from wirportal.documents import xlsx
from wirportal.people.models import User
from wirportal.people.proof import user_of
from wirportal.people.seen import Stale, digest
from wirportal.review import desk as verbs
from wirportal.review.desk import Arrangement
from wirportal.review.models import CaseFile, SavedView, SearchText
from wirportal.review.queries import desk_call, desk_of, officers, views_of
from wirportal.review.searching import MOST_HITS, count_hits, found_in, hit
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view, held_role
from wirportal.web.desk import (
    COLUMNS,
    Arrange,
    DeskFilter,
    Search,
    ViewName,
    cells,
    heads,
    labels,
    turns,
)
from wirportal.web.language import said
from wirportal.web.numbers import whole_number
from wirportal.web.papers import download, file_name
from wirportal.web.summary import lines

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HITS = 20
"""On a page."""


@held_role(GET=Action.SEE_DESK, POST=Action.SEE_DESK)
def desk(request: HttpRequest, call: int | None = None) -> HttpResponse:
    """All bodies of a call, without one of the latest; POST keeps the filters as a view."""
    if (wanted := call or desk_call()) is None:
        return render(request, "review/no_desk.html")
    shown = get_object_or_404(Call, pk=wanted)
    rows = desk_of(shown, user_of(request))
    form = DeskFilter(request.GET, rows=rows)
    name = ViewName(request.POST or None)
    if name.is_valid():
        verbs.save_view(**name.cleaned_data, query=form.query, by=user_of(request))
        messages.success(request, _("Die Ansicht ist gespeichert."))
        return redirect(f"{reverse('desk-call', args=[shown.pk])}?{form.query}")
    calls = calls_near(shown.pk)
    context = {
        "call": shown,
        "calls": calls,
        "rows": cells(form.shown(rows)),
        "all": len(rows),
        "form": form,
        "heads": heads(form),
        "labels": labels(),
        "turns": turns(rows),
        "views": views_of(user_of(request)),
        "name": name,
        "search": Search({"aufruf": shown.pk}, calls=calls),
        "summary": lines(name),
    }
    return render(request, "review/desk.html", context, status=422 if name.errors else 200)


@held_role(GET=Action.SEE_DESK)
def export(request: HttpRequest, call: int) -> HttpResponse:
    """The list as it is narrowed down and sorted, as a spreadsheet."""
    shown = get_object_or_404(Call, pk=call)
    rows = desk_of(shown, user_of(request))
    table = xlsx.write(
        f"{_('Eingang')} {shown.budget_year}",
        [said(column.head) for column in COLUMNS.values()],
        [
            [column.says(row) for column in COLUMNS.values()]
            for row in DeskFilter(request.GET, rows=rows).shown(rows)
        ],
    )
    return download(table, XLSX, file_name(_("Eingang"), shown.budget_year, ending="xlsx"))


@held_role(POST=Action.SEE_DESK)
def delete_view(request: HttpRequest, view: int) -> HttpResponse:
    """One of the person's own views."""
    mine = get_object_or_404(SavedView, pk=view, person=user_of(request))
    verbs.delete_view(view_id=mine.pk, by=user_of(request))
    messages.success(request, _("Die Ansicht „%(name)s“ ist gelöscht.") % {"name": mine.name})
    return redirect("desk")


class Hits(Paginator[SearchText]):
    """Pages of what is found, as far as it is counted."""

    object_list: QuerySet[SearchText]

    @cached_property
    def found(self) -> int:
        return count_hits(self.object_list)

    @cached_property
    def count(self) -> int:
        return min(self.found, MOST_HITS)

    @property
    def has_more(self) -> bool:
        """Whether there is more than is shown."""
        return self.found > MOST_HITS


@held_role(GET=Action.SEE_DESK)
def search(request: HttpRequest) -> HttpResponse:
    """What was handed in with all of the words, newest first."""
    near = calls_near(whole_number(request.GET.get("aufruf", "")))
    form = Search(request.GET, calls=near)
    typed, call = form.cleaned_data.get("suche", ""), form.cleaned_data.get("aufruf")
    page = Hits(found_in(user_of(request), typed, call), HITS).get_page(request.GET.get("seite"))
    context = {
        "form": form,
        "typed": typed,
        "page": page,
        "hits": [hit(text, typed) for text in page],
        "query": urlencode({"suche": typed, "aufruf": call or ""}),
    }
    return render(request, "review/search.html", context)


# --- who sees to a file -----------------------------------------------------------------------


@concept_view(GET=Action.ARRANGE, POST=Action.ARRANGE)
def arrange(request: HttpRequest, concept: Concept) -> HttpResponse:
    """Another officer, another day."""
    file = get_object_or_404(CaseFile.objects.select_related("officer"), concept=concept)
    there = Arrangement.of(file)
    initial = {"officer": there.officer_id, "due": there.due}
    form = Arrange(request.POST or None, initial=initial, officers=_choices(file))
    context: dict[str, Any] = {"concept": concept, "file": file, "form": form}
    context |= {"seen": digest(asdict(there)), "summary": lines(form)}
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "review/arrange.html", context, status=status)
    try:
        verbs.arrange(
            concept_id=concept.pk,
            wanted=Arrangement(form.cleaned_data["officer"], form.cleaned_data["due"]),
            seen=request.POST.get("seen", ""),
            by=user_of(request),
        )
    except Stale:
        return render(request, "review/arrange.html", context | {"is_stale": True}, status=409)
    messages.success(request, _("Gespeichert."))
    return redirect("case", concept=concept.pk)


def _choices(file: CaseFile) -> list[User]:
    """All officers, and whoever has the file now."""
    everybody = list(officers())
    return everybody if file.officer in everybody else [file.officer, *everybody]
