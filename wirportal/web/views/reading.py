"""The whole concept to read and to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wirportal.concepts.models import Concept
from wirportal.editions.outline import outline
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view
from wirportal.web.papers import readable


@concept_view(GET=Action.READ)
def read(request: HttpRequest, concept: Concept) -> HttpResponse:
    paper = readable(request, concept)
    context = {
        "concept": concept,
        "edition": paper.edition,
        "stamp": paper.stamp,
        "outline": outline(paper.edition, paper.answers, paper.body),
    }
    return render(request, "concepts/read.html", context)
