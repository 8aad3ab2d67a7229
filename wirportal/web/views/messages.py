"""What municipality and authority write to one another about a case."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept
from wirportal.documents.attached import LABELS
from wirportal.documents.errors import UnreadableFile
from wirportal.people.proof import user_of
from wirportal.review import corresponding
from wirportal.review.both_sides import messages_of
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view, other_writer
from wirportal.web.beside_forms import FILES, WriteMessage
from wirportal.web.language import said
from wirportal.web.summary import lines
from wirportal.web.text_blocks import inserted
from wirportal.web.uploads import MEGABYTES


@concept_view(GET=Action.READ_MESSAGES, POST=Action.WRITE_MESSAGE)
def messages_page(request: HttpRequest, concept: Concept) -> HttpResponse:
    """Everything that was written, the newest above; write to the other side."""
    if foreign := other_writer(request):
        return foreign
    actor = concept.actor(user_of(request))
    uses_blocks = decide(Action.SEE_TEXT_BLOCKS, concept.case, actor)
    form = _form(request, with_blocks=bool(uses_blocks))
    if form.is_valid() and _written(request, concept, form):
        return redirect("messages", concept=concept.pk)
    context = {
        "concept": concept,
        "thread": messages_of(concept),
        "may_write": decide(Action.WRITE_MESSAGE, concept.case, actor),
        "uses_blocks": uses_blocks,
        "form": form,
        "key": uuid4(),
        "summary": lines(form),
        "kinds": LABELS,
        "most": FILES,
        "megabytes": MEGABYTES,
    }
    return render(request, "beside/messages.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, *, with_blocks: bool) -> WriteMessage:
    """As sent, or as typed with a text block put in."""
    if request.method != "POST":
        return WriteMessage()
    if with_blocks and (typed := inserted(request)):
        if request.FILES:  # no page can choose files for the reader
            messages.warning(request, _("Bitte wählen Sie Ihre Dateien noch einmal aus."))
        return WriteMessage(initial=typed)
    return WriteMessage(request.POST, request.FILES)


def _written(request: HttpRequest, concept: Concept, form: WriteMessage) -> bool:
    """Whether it was sent; the form says why not."""
    try:
        corresponding.write(concept_id=concept.pk, by=user_of(request), **form.facts)
    except UnreadableFile as problem:
        form.add_error("uploads", said(problem.sentence))
        return False
    messages.success(request, _("Ihre Nachricht ist gesendet."))
    return True
