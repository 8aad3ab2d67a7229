"""Papers beside the concept: which the call asks for, which are there, add and remove."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wirportal.concepts import attachments
from wirportal.concepts.beside import attachments_of
from wirportal.concepts.models import AskedPaper, Attachment, Concept
from wirportal.concepts.queries import submission_of
from wirportal.documents.attached import LABELS
from wirportal.documents.errors import UnreadableFile
from wirportal.people.proof import user_of
from wirportal.rulebook.decide import Ruling, decide
from wirportal.rulebook.facts import Actor
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view, other_writer
from wirportal.web.beside_forms import OTHER, Attach
from wirportal.web.language import said
from wirportal.web.summary import lines
from wirportal.web.uploads import MEGABYTES


@dataclass(frozen=True)
class Row:
    """A paper of the call, or something else (None), the file that lies there, what can be done."""

    paper: AskedPaper | None
    there: Attachment | None
    may_change: Ruling


@concept_view(GET=Action.SEE_ATTACHMENTS, POST=Action.ATTACH)
def attachments_page(request: HttpRequest, concept: Concept) -> HttpResponse:
    """What is asked for, and what lies beside the draft or came with the last submission."""
    actor = concept.actor(user_of(request))
    rows = _rows(concept, actor)
    form = Attach(
        request.POST or None,
        request.FILES or None,
        papers=_open_papers(concept, actor),
        initial={"paper": request.GET.get("unterlage", "")},
    )
    if foreign := other_writer(request):
        return foreign
    if form.is_valid() and _attached(request, concept, form):
        return redirect("attachments", concept=concept.pk)
    context = {
        "concept": concept,
        "rows": rows,
        "other": OTHER,
        "form": form,
        "may_add": len(form.fields["paper"].choices) > 1,  # type: ignore[attr-defined]
        "summary": lines(form),
        "kinds": LABELS,
        "megabytes": MEGABYTES,
    }
    status = 422 if form.errors else 200
    return render(request, "beside/attachments.html", context, status=status)


def _attached(request: HttpRequest, concept: Concept, form: Attach) -> bool:
    """Whether the file was taken; the form says why not."""
    try:
        made = attachments.attach(concept_id=concept.pk, by=user_of(request), **form.facts)
    except UnreadableFile as problem:
        form.add_error("file", said(problem.sentence))
        return False
    text = _("„%(name)s“ ist hinzugefügt und wird jetzt geprüft.") % {"name": made.upload.name}
    messages.success(request, text)
    return True


def _rows(concept: Concept, actor: Actor) -> list[Row]:
    """The call's papers in order, each with its file or without, then everything else."""
    inside = decide(Action.READ_DRAFT, concept.case, actor)
    handed_in = None if inside else submission_of(concept)
    seal = handed_in.seal if handed_in else None
    there = attachments_of(concept, seal) if inside or seal else []
    of_paper = {one.paper_id: one for one in there if one.paper_id}
    rows: list[tuple[AskedPaper | None, Attachment | None]]
    rows = [(paper, of_paper.get(paper.pk)) for paper in concept.call.papers.all()]
    rows += [(None, one) for one in there if one.paper_id is None]
    return [Row(paper, one, _may(Action.DETACH, concept, actor, paper)) for paper, one in rows]


def _open_papers(concept: Concept, actor: Actor) -> list[AskedPaper | None]:
    """What can be added now."""
    papers = [*concept.call.papers.all(), None]
    return [paper for paper in papers if _may(Action.ATTACH, concept, actor, paper)]


def _may(action: Action, concept: Concept, actor: Actor, paper: AskedPaper | None) -> Ruling:
    return decide(action, attachments.paper_case(concept, paper.pk if paper else None), actor)


@concept_view(POST=Action.DETACH)
def detach(request: HttpRequest, concept: Concept, attachment: int) -> HttpResponse:
    """Take it away; a second click finds it gone."""
    attachments.detach(concept_id=concept.pk, attachment_id=attachment, by=user_of(request))
    messages.success(request, _("Die Anlage ist entfernt."))
    return redirect("attachments", concept=concept.pk)
