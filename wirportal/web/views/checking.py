"""„Prüfen“: all errors and hints of a concept at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wirportal.concepts.models import Concept
from wirportal.concepts.queries import answers_by_question
from wirportal.people.models import User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view
from wirportal.web.stand import Stand
from wirportal.web.summary import problem_lines


@concept_view(GET=Action.READ)
def check(request: HttpRequest, concept: Concept) -> HttpResponse:
    assert isinstance(request.user, User)
    stand = Stand.of(concept, answers_by_question(concept))
    found = [
        (section, problem_lines(stand.in_section(section), stand.edition))
        for section in stand.edition.sections
    ]
    context = {
        "concept": concept,
        "edition": concept.edition,
        "found": [(section, lines) for section, lines in found if lines],
        "errors": sum(problem.severity == "error" for problem in stand.problems),
        "hints": sum(problem.severity == "hint" for problem in stand.problems),
        "may_write": decide(Action.SAVE, concept.case, concept.actor(request.user)),
    }
    return render(request, "concepts/check.html", context)
