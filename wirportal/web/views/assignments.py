"""„Mitzeichnung“: ask a person for one question, hand it back, see who owes what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wirportal.concepts import assignments
from wirportal.concepts.models import Assignment, Concept
from wirportal.concepts.queries import assignments_of, guests_of, members_of
from wirportal.editions.model import Question
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.roles import ROLE_LABELS, Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import AssignmentState
from wirportal.sentence import listed
from wirportal.web.access import concept_view, other_writer
from wirportal.web.forms import Ask, AskAgain
from wirportal.web.invited import invited_now
from wirportal.web.language import said
from wirportal.web.saving import save_posted
from wirportal.web.summary import lines
from wirportal.web.together import Awaited, Owed, official_question
from wirportal.web.views.section import page, section_url


@concept_view(GET=Action.SEE_ASSIGNMENTS)
def overview(request: HttpRequest, concept: Concept) -> HttpResponse:
    """Who owes what until when."""
    assert isinstance(request.user, User)
    asked = assignments_of(concept)
    order = list(AssignmentState)
    context = {
        "concept": concept,
        "owed": [
            Owed.of(concept, one)
            for one in sorted(asked, key=lambda one: order.index(AssignmentState(one.state)))
        ],
        "guests": [Awaited.of(concept, one) for one in guests_of(concept)],
        "invited": invited_now(request),
        "may_ask": decide(Action.ASK, concept.case, concept.actor(request.user)),
    }
    return render(request, "together/overview.html", context)


@concept_view(GET=Action.ASK, POST=Action.ASK)
def ask(request: HttpRequest, concept: Concept, question: str) -> HttpResponse:
    assert isinstance(request.user, User)
    asked = official_question(concept, question)
    people = {
        user: said(listed(ROLE_LABELS[role] for role in Role if role in roles))
        for user, roles in members_of(concept).items()
        if user != request.user
    }
    form = Ask(request.POST or None, people=people)
    if form.is_valid():
        made = assignments.ask(
            concept_id=concept.pk, question_id=asked.id, by=request.user, **form.cleaned_data
        )
        return _told(request, _("%(name)s ist gebeten, bis %(day)s zu schreiben."), made)
    return _form(request, concept, asked, form, people=people)


@concept_view(GET=Action.ASK_AGAIN, POST=Action.ASK_AGAIN)
def ask_again(request: HttpRequest, concept: Concept, assignment: int) -> HttpResponse:
    assert isinstance(request.user, User)
    again = _assignment(concept, assignment)
    form = AskAgain(request.POST or None)
    if form.is_valid():
        made = assignments.ask_again(assignment_id=again.pk, by=request.user, **form.cleaned_data)
        return _told(request, _("%(name)s ist noch einmal gebeten, bis %(day)s."), made)
    return _form(request, concept, concept.edition.official[again.question], form, again=again)


@concept_view(POST=Action.ACCEPT)
def accept(request: HttpRequest, concept: Concept, assignment: int) -> HttpResponse:
    assert isinstance(request.user, User)
    made = assignments.accept(assignment_id=_assignment(concept, assignment).pk, by=request.user)
    return _told(request, _("Angenommen, was %(name)s zurückgegeben hat."), made)


@concept_view(POST=Action.CANCEL)
def cancel(request: HttpRequest, concept: Concept, assignment: int) -> HttpResponse:
    assert isinstance(request.user, User)
    made = assignments.cancel(assignment_id=_assignment(concept, assignment).pk, by=request.user)
    return _told(request, _("Die Bitte an %(name)s ist zurückgezogen. Der Text bleibt."), made)


@concept_view(POST=Action.HAND_BACK)
def hand_back(request: HttpRequest, concept: Concept, question: str) -> HttpResponse:
    """Save what is on the page, then give the question back; a clash is settled first."""
    if foreign := other_writer(request):
        return foreign
    assert isinstance(request.user, User)
    asked = get_object_or_404(
        concept.assignments, question=question, person=request.user, closed_at=None
    )
    section = concept.edition.section_of[asked.question]
    if clashes := save_posted(concept, section, request.POST, request.user):
        return page(request, concept, section, clashes)
    remark = request.POST.get(f"remark-{question}", "")
    assignments.hand_back(assignment_id=asked.pk, by=request.user, remark=remark)
    messages.success(
        request, _("Zurückgegeben. %(name)s sieht es jetzt.") % {"name": asked.asked_by}
    )
    return redirect(_after_handing_back(concept, request.user))


def _after_handing_back(concept: Concept, user: User) -> str:
    """To what else is owed here, or home; who may write everything stays with the concept."""
    actor = concept.actor(user)
    if decide(Action.READ, concept.case, actor):
        return reverse("concept", kwargs={"concept": concept.pk})
    owed = [q for q in concept.edition.official if q in actor.questions]
    if not owed:
        return reverse("start")
    return section_url(concept, concept.edition.section_of[owed[0]], f"{owed[0]}-frage")


def _assignment(concept: Concept, assignment_id: int) -> Assignment:
    return get_object_or_404(concept.assignments, pk=assignment_id)


def _told(request: HttpRequest, sentence: str, made: Assignment) -> HttpResponse:
    """Back to who owes what, with a sentence about what was done."""
    facts = {"name": made.person, "day": date_format(made.due, "d.m.Y")}
    messages.success(request, sentence % facts)
    return redirect("assignments", concept=made.concept_id)


def _form(
    request: HttpRequest, concept: Concept, question: Question, form: AskAgain, **facts: object
) -> HttpResponse:
    section = concept.edition.section_of[question.id]
    context = {
        "concept": concept,
        "question": question,
        "companions": concept.edition.companions[question.id][1:],
        "back": section_url(concept, section, f"{question.id}-frage"),
        "form": form,
        "summary": lines(form),
        **facts,
    }
    return render(request, "together/ask.html", context, status=422 if form.errors else 200)
