"""A section of a concept: its page, its form without JavaScript, and autosave."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from wirportal.concepts.models import Answer, Concept
from wirportal.concepts.presence import look_in
from wirportal.concepts.queries import answers_by_question, answers_of
from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Answers, Edition, Question, Section
from wirportal.editions.outline import outline
from wirportal.people.models import User
from wirportal.review.rounds import asked_in, open_request
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State
from wirportal.web.access import concept_view, is_fragment, other_writer
from wirportal.web.company import surroundings, with_company, writable
from wirportal.web.fields import (
    Group,
    Remarks,
    closed_group,
    first_flaw,
    group,
    read,
    remarks_of,
    token,
)
from wirportal.web.saving import Clash, posted_questions, save_posted, save_question
from wirportal.web.stand import Stand
from wirportal.web.summary import clash_lines, problem_lines
from wirportal.web.together import may_read

NO_CLASHES: Mapping[str, Clash] = {}


@concept_view(GET=Action.SAVE, POST=Action.SAVE)
def section_page(request: HttpRequest, concept: Concept, section: str) -> HttpResponse:
    here = _section(concept.edition, section)
    if request.method != "POST":
        return page(request, concept, here)
    if foreign := other_writer(request):
        return foreign
    if is_fragment(request):
        return _autosave(request, concept, here)
    assert isinstance(request.user, User)
    if clashes := save_posted(concept, here, request.POST, request.user):
        return page(request, concept, here, clashes)
    return redirect(_after(concept, here, request.POST, request.user))


@concept_view(GET=Action.SAVE)
def who_is_here(request: HttpRequest, concept: Concept, section: str) -> HttpResponse:
    """The names of who else has the section open; asked for again and again while it is seen."""
    assert isinstance(request.user, User)
    here = _section(concept.edition, section)
    if not is_fragment(request):
        return redirect(section_url(concept, here))
    names = look_in(concept=concept, section_id=here.id, by=request.user)
    return render(request, "together/here.html", {"names": names})


def _section(edition: Edition, section_id: str) -> Section:
    try:
        return edition.section(section_id)
    except KeyError:
        raise Http404 from None


def section_url(concept: Concept, section: Section, anchor: str = "") -> str:
    """Address of a section's page, or of a place on it."""
    url = reverse("section", kwargs={"concept": concept.pk, "section": section.id})
    return f"{url}#{anchor}" if anchor else url


def _after(concept: Concept, section: Section, posted: QueryDict, by: User) -> str:
    """Where a saved form leads: on to the next section, or back to what is wrong in it."""
    if chosen := posted.get("theirs") or posted.get("mine", "").partition("=")[0]:
        return section_url(concept, section, f"{chosen}-status")
    if posted.get("then") != "next" or not may_read(concept, by):
        return f"{section_url(concept, section)}?zeigen=fehler"
    if following := _following(section, concept):
        return section_url(concept, following)
    return reverse("check", kwargs={"concept": concept.pk})


def _following(section: Section, concept: Concept) -> Section | None:
    """The next section; after a Nachforderung the next in which something is asked for."""
    sections, asked_for = concept.edition.sections, concept.case.asked_for
    for one in sections[sections.index(section) + 1 :]:
        if asked_for is None or any(question.id in asked_for for question in one.questions):
            return one
    return None


# --- autosave -------------------------------------------------------------------------------------


def _autosave(request: HttpRequest, concept: Concept, section: Section) -> HttpResponse:
    """One question; the answer is its status line and its next version, never a field."""
    assert isinstance(request.user, User)
    questions = posted_questions(section, request.POST)
    if len(questions) != 1:
        return HttpResponse(status=400)
    question = questions[0]
    outcome = save_question(concept, question, request.POST, request.user)
    if isinstance(outcome, Clash):
        context = {"question": question, "clash": outcome.shown(answers_of(concept))}
        return render(request, "concepts/clash_answer.html", context, status=409)
    value = read(question, request.POST)
    context = {
        "id": question.id,
        "at": outcome.at,
        "token": token(outcome.version, value),
        "flaw": first_flaw(question, value),
    }
    return render(request, "concepts/saved.html", context)


# --- the page -------------------------------------------------------------------------------------


def page(
    request: HttpRequest,
    concept: Concept,
    section: Section,
    clashes: Mapping[str, Clash] = NO_CLASHES,
) -> HttpResponse:
    """The section as it stands in the draft; after a clash with both texts, as 409."""
    assert isinstance(request.user, User)
    stand = Stand.of(concept, answers_by_question(concept))
    shown = request.GET.get("zeigen", "")
    questions = writable(concept, section, request.user)
    found = stand.in_section(section) if shown == "alles" else stand.while_drafting(section)
    problems = [problem for problem in found if problem.question in questions]
    groups = _groups(section, questions.values(), stand, remarks_of(problems), clashes)
    if concept.state == State.RETURNED:
        groups = _beside_closed(section, groups, stand)
    context = {
        "concept": concept,
        "edition": concept.edition,
        "section": section,
        "stand": stand,
        "groups": with_company(groups, concept, request.user),
        "names": look_in(concept=concept, section_id=section.id, by=request.user),
        "given": list(_given(section, stand.answers)),
        **surroundings(stand, request.user),
        "summary": clash_lines(clashes)
        or (problem_lines(problems, stand.edition) if shown else []),
        "all_saved": shown == "fehler" and not problems,
        "removed": _removed(request),
        "following": _following(section, concept),
        "may_write": bool(questions),
    }
    return render(request, "concepts/section.html", context, status=409 if clashes else 200)


def _given(section: Section, answers: Answers) -> Iterator[tuple[Question, str]]:
    """What the portal or the authority has set, as read."""
    for question in section.questions:
        if question.given:
            value = answers.get(question.id)
            yield question, KINDS[question.kind].show(value, question, answers)


def _removed(request: HttpRequest) -> dict[str, str] | None:
    """The row that was just removed, to be offered back once: its table, and itself as JSON."""
    removed = request.session.pop("removed", None)
    return removed and {"question": removed["question"], "row": json.dumps(removed)}


def _groups(
    section: Section,
    questions: Iterable[Question],
    stand: Stand,
    remarks: Mapping[str, Remarks],
    clashes: Mapping[str, Clash],
) -> Iterator[Group]:
    for question in questions:
        drawn = group(question, stand.rows[question.id], stand.answers, remarks)
        if clash := clashes.get(question.id):
            mine = Answer(question=question.id, value=clash.mine)
            drawn = replace(
                group(question, mine, stand.answers, remarks),
                token=clash.seen,
                clash=clash.shown(stand.answers),
            )
        yield replace(drawn, level=_level(question, section))


def _beside_closed(section: Section, groups: Iterable[Group], stand: Stand) -> Iterator[Group]:
    """What is asked for, with the words of the Nachforderung, and the rest to read; two queries."""
    concept = stand.concept
    asked = asked_in(open_request(concept))
    drawn = {one.question.id: one for one in groups}
    read = outline(concept.edition, stand.answers)
    for question in section.questions:
        if one := drawn.get(question.id):
            yield replace(one, asked=tuple(asked.get(question.id, ())))
        elif not question.given:
            closed = closed_group(read.item(question.id), stand.rows[question.id])
            yield replace(closed, level=_level(question, section))


def _level(question: Question, section: Section) -> int:
    """Of its heading: 1 where the page's own heading asks it already."""
    if question.id == section.lead:
        return 1
    return 3 if question.beside and question.beside != section.lead else 2
