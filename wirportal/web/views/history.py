"""Earlier texts of a question: seen, compared word by word, brought back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wirportal.concepts.actions import Conflict, restore_version
from wirportal.concepts.models import AnswerVersion, Concept
from wirportal.concepts.queries import answers_of, versions_of
from wirportal.editions.compare import Piece, word_diff
from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Answers, Question
from wirportal.people.models import User
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view
from wirportal.web.fields import seen_version
from wirportal.web.views.section import section_url


@dataclass(frozen=True)
class Earlier:
    """One text of the question and what it changed in the one before."""

    version: AnswerVersion
    text: str
    changes: tuple[Piece, ...]
    is_present: bool

    @property
    def is_compared(self) -> bool:
        """Whether the changes show more than the text itself."""
        return any(piece.op != "same" for piece in self.changes)


@dataclass(frozen=True)
class Span:
    """What several people made of an earlier text (`since`; None: of none) until an instant."""

    names: tuple[str, ...]
    since: datetime | None
    until: datetime
    changes: tuple[Piece, ...]


@concept_view(GET=Action.READ_HISTORY, POST=Action.SAVE)
def history(request: HttpRequest, concept: Concept, question: str) -> HttpResponse:
    asked = concept.edition.questions.get(question)
    if asked is None or asked.given:
        raise Http404
    if request.method == "POST":
        return _restore(request, concept, asked)
    versions = versions_of(concept.pk, asked.id)
    section = concept.edition.section_of[asked.id]
    answers = answers_of(concept)
    context = {
        "concept": concept,
        "edition": concept.edition,
        "section": section,
        "span": _span(versions, asked, answers, request.GET),
        "question": asked,
        "earlier": _compared(versions, asked, answers),
        "present": versions[0].version if versions else 0,
        "section_url": section_url(concept, section, asked.id),
    }
    return render(request, "concepts/history.html", context)


def _compared(
    versions: Sequence[AnswerVersion], question: Question, answers: Answers
) -> list[Earlier]:
    """Newest first, each against the one before it; the first text has nothing to compare."""
    show = KINDS[question.kind].show
    texts = [show(version.value, question, answers) for version in versions]
    before = [*texts[1:], texts[-1]] if texts else []
    return [
        Earlier(version, text, word_diff(old, text), is_present=place == 0)
        for place, (version, text, old) in enumerate(zip(versions, texts, before, strict=True))
    ]


def _span(
    versions: Sequence[AnswerVersion], question: Question, answers: Answers, chosen: QueryDict
) -> Span | None:
    """From the text of version `von` (0: none) to that of `bis` (else the newest), if asked for."""
    if "von" not in chosen or not versions:
        return None
    start, end = (seen_version(chosen.get(name, "")) for name in ("von", "bis"))
    within = [v for v in versions if start < v.version <= (end or versions[0].version)]
    before = [v for v in versions if v.version <= start]
    if not within:
        return None
    show = KINDS[question.kind].show
    old = show(before[0].value, question, answers) if before else ""
    names = tuple(dict.fromkeys(version.author.name for version in within))
    new = show(within[0].value, question, answers)
    return Span(names, before[0].at if before else None, within[0].at, word_diff(old, new))


def _restore(request: HttpRequest, concept: Concept, question: Question) -> HttpResponse:
    assert isinstance(request.user, User)
    try:
        restore_version(
            concept_id=concept.pk,
            question_id=question.id,
            restored=seen_version(request.POST.get("restored", "")),
            version=seen_version(request.POST.get("present", "")),
            by=request.user,
        )
    except AnswerVersion.DoesNotExist:
        raise Http404 from None
    except Conflict as conflict:
        text = _("%(name)s hat inzwischen gespeichert. Bitte sehen Sie sich den neuen Text an.")
        messages.warning(request, text % {"name": conflict.theirs.edited_by})
        return redirect("history", concept=concept.pk, question=question.id)
    messages.success(request, _("Der frühere Text ist wieder da. Der letzte bleibt im Verlauf."))
    return redirect(section_url(concept, concept.edition.section_of[question.id], question.id))
