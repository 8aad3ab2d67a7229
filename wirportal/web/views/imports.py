"""A file comes back: sent, read in the background, taken over question by question."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from textwrap import shorten
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wirportal.concepts.actions import Conflict, receive_file, take_over
from wirportal.concepts.models import Concept, ImportedFile
from wirportal.editions.model import Edition
from wirportal.people.models import User
from wirportal.rulebook.rules import Action
from wirportal.sentence import Sentence
from wirportal.web.access import concept_view, is_fragment, other_writer
from wirportal.web.language import moment
from wirportal.web.summary import Line, lines
from wirportal.web.takeover_page import TakeOver
from wirportal.web.uploads import MEGABYTES, FileToRead

PATIENCE = timedelta(seconds=60)
"""So long the page looks again by itself; then it says what helps."""


@concept_view(GET=Action.IMPORT, POST=Action.IMPORT)
def bring_file(request: HttpRequest, concept: Concept) -> HttpResponse:
    """The page on which a file is chosen; the last ones are listed."""
    is_sent = request.method == "POST"
    form = FileToRead(request.POST, request.FILES) if is_sent else FileToRead()
    if form.is_valid():
        return _receive(request, concept, form)
    context = {
        "concept": concept,
        "edition": concept.edition,
        "form": form,
        "summary": lines(form),
        "megabytes": MEGABYTES,
        "earlier": concept.imports.defer("data", "content").select_related("author")[:10],
    }
    return render(request, "imports/bring.html", context, status=422 if form.errors else 200)


def _receive(request: HttpRequest, concept: Concept, form: FileToRead) -> HttpResponse:
    if foreign := other_writer(request):
        return foreign
    assert isinstance(request.user, User)
    sent = form.cleaned_data["file"]
    data = sent.read()
    received = receive_file(concept_id=concept.pk, name=sent.name, data=data, by=request.user)
    return redirect("imported", concept=concept.pk, imported=received.pk)


@concept_view(GET=Action.IMPORT, POST=Action.IMPORT)
def imported_file(request: HttpRequest, concept: Concept, imported: UUID) -> HttpResponse:
    """What was found in a file, beside the draft, and what of it is taken over."""
    files = concept.imports.defer("data").select_related("base", "author")
    received = files.filter(pk=imported).first()
    if received is None:
        raise Http404
    if not received.is_read:
        return _waiting(request, concept, received)
    if received.error:
        return _answer(request, "imports/unreadable.html", concept, received)
    if request.method == "POST":
        return _take_over(request, TakeOver.of(concept, received))
    return _page(request, TakeOver.of(concept, received))


def _waiting(request: HttpRequest, concept: Concept, received: ImportedFile) -> HttpResponse:
    """„Die Datei wird gelesen …“; htmx asks again until there is something to load."""
    too_long = timezone.now() - received.at > PATIENCE
    if is_fragment(request) and not too_long:
        return HttpResponse(status=204)
    return _answer(request, "imports/waiting.html", concept, received, too_long=too_long)


def _answer(
    request: HttpRequest,
    template: str,
    concept: Concept,
    received: ImportedFile,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """A page about a file; to htmx, which has only asked whether there is one, that it is there."""
    if is_fragment(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"concept": concept, "edition": concept.edition, "received": received, **more}
    return render(request, template, context, status=status)


def _page(
    request: HttpRequest, page: TakeOver, conflicts: Mapping[str, Conflict] | None = None
) -> HttpResponse:
    shown = {"page": page, "summary": list(_clash_lines(page, conflicts or {}))}
    status = 409 if conflicts else 200
    return _answer(request, "imports/take_over.html", page.concept, page.received, status, **shown)


# --- taking over ----------------------------------------------------------------------------------


def _take_over(request: HttpRequest, page: TakeOver) -> HttpResponse:
    if foreign := other_writer(request):
        return foreign
    assert isinstance(request.user, User)
    values = page.chosen_values(request.POST)
    outcomes = take_over(imported=page.received, values=values, by=request.user)
    conflicts = {q: outcome for q, outcome in outcomes.items() if isinstance(outcome, Conflict)}
    _tell(request, page.edition, [q for q in outcomes if q not in conflicts], bool(conflicts))
    if conflicts:
        return _page(request, TakeOver.of(page.concept, page.received), conflicts)
    if not outcomes:
        return redirect("imported", concept=page.concept.pk, imported=page.received.pk)
    return redirect("concept", concept=page.concept.pk)


def _tell(request: HttpRequest, edition: Edition, taken: list[str], has_conflicts: bool) -> None:
    """How many answers were taken over, and which."""
    questions = [edition.questions[question] for question in taken]
    names = ", ".join(dict.fromkeys(q.number or shorten(q.label, 40) for q in questions))
    text = ngettext(
        "%(count)d Angabe übernommen: %(names)s.",
        "%(count)d Angaben übernommen: %(names)s.",
        len(taken),
    )
    if taken:
        messages.success(request, text % {"count": len(taken), "names": names})
    elif not has_conflicts:
        messages.info(request, _("Der Entwurf bleibt, wie er ist: Es war nichts ausgewählt."))


def _clash_lines(page: TakeOver, conflicts: Mapping[str, Conflict]) -> Iterator[Line]:
    """What was not taken over, by whose doing, with a link to both texts."""
    offered = {offer.question.id for offer in page.offers}
    for question, conflict in conflicts.items():
        text = Sentence(
            "„{question}“: {name} hat um {at} gespeichert, während Sie ausgewählt haben. "
            "Nicht übernommen; bitte wählen Sie noch einmal.",
            question=page.edition.questions[question].heading,
            name=conflict.theirs.edited_by,
            at=moment(conflict.theirs.edited_at),
        )
        yield Line(f"angabe-{question}" if question in offered else "reste", text)
