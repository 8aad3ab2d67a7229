"""Comments on a question: threads, answers, settled or not."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wirportal.concepts import comments
from wirportal.concepts.models import Comment, Concept
from wirportal.concepts.queries import people_who_may, threads_of
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view
from wirportal.web.forms import Say
from wirportal.web.summary import Line
from wirportal.web.together import case_of, official_question
from wirportal.web.views.section import section_url


@concept_view(GET=Action.READ_COMMENTS, POST=Action.COMMENT)
def discussion(request: HttpRequest, concept: Concept, question: str) -> HttpResponse:
    """What was said about a question; say something, or answer."""
    assert isinstance(request.user, User)
    asked = official_question(concept, question)
    readers = people_who_may(Action.READ_COMMENTS, concept, asked.id)
    people = [person for person in readers if person != request.user]
    form = Say(request.POST or None, people=people)
    if form.is_valid():
        try:
            said = comments.comment(
                concept_id=concept.pk, question_id=asked.id, by=request.user, **form.cleaned_data
            )
        except Comment.DoesNotExist:
            raise Http404 from None
        return redirect(_address(concept, asked.id, said.root_id or said.pk))
    actor = concept.actor(request.user)
    threads = threads_of(concept, asked.id)
    context = {
        "concept": concept,
        "question": asked,
        "back": section_url(concept, concept.edition.section_of[asked.id], f"{asked.id}-frage"),
        "may_write": decide(Action.SAVE, case_of(concept, asked), actor),
        "may_say": decide(Action.COMMENT, case_of(concept, asked), actor),
        "open": [thread for thread in threads if thread.root.resolved_at is None],
        "settled": [thread for thread in threads if thread.root.resolved_at],
        "people": people,
        "form": form,
        "key": uuid4(),
        "summary": _lines(form),
    }
    return render(request, "together/comments.html", context, status=422 if form.errors else 200)


@concept_view(POST=Action.RESOLVE)
def resolve(request: HttpRequest, concept: Concept, question: str, comment: UUID) -> HttpResponse:
    assert isinstance(request.user, User)
    root = _root(concept, question, comment)
    comments.resolve(comment_id=root.pk, by=request.user)
    messages.success(request, _("Erledigt. Das Gespräch steht weiter unten zum Nachlesen."))
    return redirect(_address(concept, question))


@concept_view(POST=Action.REOPEN)
def reopen(request: HttpRequest, concept: Concept, question: str, comment: UUID) -> HttpResponse:
    assert isinstance(request.user, User)
    root = _root(concept, question, comment)
    comments.reopen(comment_id=root.pk, by=request.user)
    return redirect(_address(concept, question, root.pk))


def _root(concept: Concept, question: str, comment: UUID) -> Comment:
    """The comment that began a thread on this question."""
    root = concept.comments.filter(pk=comment, question=question, root=None).first()
    if root is None:
        raise Http404
    return root


def _address(concept: Concept, question: str, comment: UUID | None = None) -> str:
    url = reverse("comments", kwargs={"concept": concept.pk, "question": question})
    return f"{url}#kommentar-{comment}" if comment else url


def _lines(form: Say) -> list[Line]:
    """Errors, linked to the one text field that was sent: of the thread, or of a new one."""
    anchor = f"text-{form.place}"
    return [Line(anchor, str(said)) for errors in form.errors.values() for said in errors]
