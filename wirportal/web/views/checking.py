"""„Prüfen“: all errors and hints of a concept at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wirportal.concepts.models import Concept
from wirportal.concepts.queries import answers_by_question
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view
from wirportal.web.company import open_talk
from wirportal.web.stand import Stand
from wirportal.web.summary import problem_lines


@concept_view(GET=Action.READ_DRAFT)
def check(request: HttpRequest, concept: Concept) -> HttpResponse:
    assert isinstance(request.user, User)
    stand = Stand.of(concept, answers_by_question(concept))
    talk = open_talk(concept, request.user)
    found = [
        (section, problem_lines(stand.in_section(section), stand.edition) + talk[section.id])
        for section in stand.edition.sections
    ]
    context = {
        "concept": concept,
        "edition": concept.edition,
        "found": [(section, lines) for section, lines in found if lines],
        "errors": sum(problem.severity == "error" for problem in stand.problems),
        "hints": sum(line.severity == "hint" for _section, lines in found for line in lines),
        "may_write": decide(Action.SAVE, concept.case, concept.actor(request.user)),
    }
    return render(request, "concepts/check.html", context)
