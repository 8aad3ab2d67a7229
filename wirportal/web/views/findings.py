"""What the authority remarks on questions, and its notes; never shown to the municipality."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept
from wirportal.people.proof import user_of
from wirportal.review import checking
from wirportal.review.findings import file_of, notes_of, remarks_of
from wirportal.review.models import CaseFile
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view, other_writer
from wirportal.web.checking_forms import NoteForm, RemarkForm
from wirportal.web.summary import lines
from wirportal.web.together import official_question


def opened(concept: Concept) -> CaseFile:
    """Its file; Http404 before there is one."""
    if (file := file_of(concept)) is None:
        raise Http404
    return file


@concept_view(GET=Action.REMARK, POST=Action.REMARK)
def remark(request: HttpRequest, concept: Concept, question: str) -> HttpResponse:
    """What was remarked on a question; say more."""
    asked, file = official_question(concept, question), opened(concept)
    if foreign := other_writer(request):
        return foreign
    form = RemarkForm(request.POST or None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        checking.remark(concept_id=concept.pk, question_id=asked.id, text=text, by=user_of(request))
        messages.success(request, _("Die Bemerkung ist gespeichert."))
        return redirect(_place(concept, asked.id))
    context = {
        "concept": concept,
        "question": asked,
        "remarks": remarks_of(file).get(asked.id, ()),
        "back": _place(concept, asked.id),
        "form": form,
        "summary": lines(form),
    }
    return render(request, "review/remark.html", context, status=422 if form.errors else 200)


@concept_view(POST=Action.REMARK)
def take_back(request: HttpRequest, concept: Concept, remark: int) -> HttpResponse:
    """Take a remark out; what it said is shown once more."""
    said = opened(concept).remarks.filter(pk=remark).first()
    if said is None:
        raise Http404
    checking.take_back(concept_id=concept.pk, remark_id=said.pk, by=user_of(request))
    messages.success(request, _("Entfernt: „%(text)s“") % {"text": said.text})
    return redirect(_place(concept, said.question))


def _place(concept: Concept, question_id: str) -> str:
    return f"{reverse('case', args=[concept.pk])}#frage-{question_id}"


@concept_view(GET=Action.READ_NOTES, POST=Action.WRITE_NOTE)
def notes(request: HttpRequest, concept: Concept) -> HttpResponse:
    """What people of the authority note for one another."""
    file = opened(concept) if request.method == "POST" else file_of(concept)
    if foreign := other_writer(request):
        return foreign
    form = NoteForm(request.POST or None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        checking.note(concept_id=concept.pk, text=text, by=user_of(request))
        messages.success(request, _("Die Notiz ist gespeichert."))
        return redirect("notes", concept=concept.pk)
    context = {
        "concept": concept,
        "file": file,
        "notes": notes_of(file) if file else [],
        "may_write": file
        and decide(Action.WRITE_NOTE, concept.case, concept.actor(user_of(request))),
        "form": form,
        "summary": lines(form),
    }
    return render(request, "review/notes.html", context, status=422 if form.errors else 200)
