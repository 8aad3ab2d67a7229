"""Rows of a table: add, remove, take back, move. Every operation saves the whole page first."""

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from wirportal.concepts.actions import save_answer
from wirportal.concepts.models import Answer, Concept
from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Question
from wirportal.editions.rows import Rows, moved_row, new_row, with_row, without_row
from wirportal.people.models import User
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view, other_writer
from wirportal.web.saving import save_posted
from wirportal.web.views.section import page, section_url


@concept_view(POST=Action.SAVE)
def change_rows(request: HttpRequest, concept: Concept, question: str, op: str) -> HttpResponse:
    table = concept.edition.questions.get(question)
    if table is None or table.kind != "table":
        raise Http404
    if foreign := other_writer(request):
        return foreign
    assert isinstance(request.user, User)
    section = concept.edition.section_of[table.id]
    if clashes := save_posted(concept, section, request.POST, request.user):
        return page(request, concept, section, clashes)
    anchor = _change(request, concept, table, OPS[op], request.user)
    return redirect(section_url(concept, section, anchor))


def _change(
    request: HttpRequest, concept: Concept, table: Question, op: "Operation", by: User
) -> str:
    """Change the table as it stands now; returns the id of what to look at next."""
    answer = Answer.objects.get(concept=concept, question=table.id)
    before: Rows = answer.value or []
    after, anchor = op(before, request.POST, table)
    value = KINDS["table"].clean(after, table)
    save_answer(
        concept_id=concept.pk, question_id=table.id, value=value, version=answer.version, by=by
    )
    kept = {row["id"] for row in after}
    for place, row in enumerate(before):
        if row["id"] not in kept:
            request.session["removed"] = {"question": table.id, "row": row, "at": place}
    return anchor


# --- the operations: rows, what was posted, table -> rows, id of what to look at next -------------

Operation = Callable[[Rows, QueryDict, Question], tuple[Rows, str]]


def _add(rows: Rows, posted: QueryDict, table: Question) -> tuple[Rows, str]:
    row = new_row()
    return with_row(rows, row), f"{table.id}-{row['id']}-{table.columns[0].id}"


def _remove(rows: Rows, posted: QueryDict, table: Question) -> tuple[Rows, str]:
    return without_row(rows, posted.get("row", "")), f"{table.id}-removed"


def _take_back(rows: Rows, posted: QueryDict, table: Question) -> tuple[Rows, str]:
    try:
        removed: Any = json.loads(posted.get("removed", ""))
        row, place = KINDS["table"].clean([removed["row"]], table)[0], int(removed["at"])
    except (ValueError, TypeError, LookupError):
        raise Http404 from None
    return with_row(rows, row, place), f"{table.id}-{row['id']}-{table.columns[0].id}"


def _up(rows: Rows, posted: QueryDict, table: Question) -> tuple[Rows, str]:
    return _moved(rows, posted.get("row", ""), -1, table)


def _down(rows: Rows, posted: QueryDict, table: Question) -> tuple[Rows, str]:
    return _moved(rows, posted.get("row", ""), +1, table)


def _moved(rows: Rows, row_id: str, by: int, table: Question) -> tuple[Rows, str]:
    """Look at the same button again; at either end, where it is gone, at the other one."""
    moved = moved_row(rows, row_id, by)
    ends = {moved[0]["id"]: "down", moved[-1]["id"]: "up"} if moved else {}
    button = ends.get(row_id, "up" if by < 0 else "down")
    return moved, f"{table.id}-{row_id}-{button}"


OPS: dict[str, Operation] = {
    "add": _add,
    "remove": _remove,
    "return": _take_back,
    "up": _up,
    "down": _down,
}
