"""Keep what was handed in ready to be searched, and search it.

Words are compared by their stems (`stemming`), which are written here and looked up by either
database in the same way. Only what was handed in last is kept: drafts are never read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from wirportal.concepts.models import Concept, Submission
from wirportal.concepts.queries import paper_of_revision, submission_of
from wirportal.editions.outline import Item, Outline
from wirportal.people.models import User
from wirportal.review.models import SearchText
from wirportal.review.stemming import stem, words_of

MOST_WORDS = 20
"""Of a search: what is typed beyond them is left out."""
_MOST_STEMS = 30_000
"""Of a concept: PostgreSQL takes a megabyte of them at most."""
_EXCERPT = 110
"""Letters to each side of the word that was found."""


# --- writing --------------------------------------------------------------------------------------


def not_indexed() -> QuerySet[Concept]:
    """Concepts whose last submission can't be searched yet; no query yet."""
    last = Submission.objects.filter(seal__concept=OuterRef("pk")).order_by("-at").values("pk")[:1]
    handed_in = Concept.objects.annotate(last=Subquery(last)).exclude(last=None)
    return handed_in.filter(Q(search_text=None) | ~Q(search_text__submission=F("last")))


@transaction.atomic
def index(*, concept_id: UUID) -> None:
    """Make what was handed in last findable; done again, nothing changes."""
    concept = Concept.objects.select_related("organisation", "call").get(pk=concept_id)
    if (submission := submission_of(concept)) is None:
        return
    paper = paper_of_revision(concept, submission.seal.revision, draft=False)
    text = "\n".join(_texts(paper.outline))
    stems = sorted({stem(word[0]) for word in words_of(text)})[:_MOST_STEMS]
    facts = {"submission": submission, "text": text, "words": " ".join(stems)}
    SearchText.objects.update_or_create(concept=concept, defaults=facts)


def _texts(outline: Outline) -> Iterator[str]:
    """The answers in printed order, without the form's own words."""
    for section in outline.sections:
        for item in section.items:
            if not item.question.given:
                yield from _texts_of(item)


def _texts_of(item: Item) -> Iterator[str]:
    if item.text:
        yield item.text
    for row in item.rows:
        yield " · ".join(filter(None, row.cells))


# --- searching ------------------------------------------------------------------------------------


def wanted_stems(typed: str) -> list[str]:
    """What to look for: the stem of each word, the beginning of one where a "*" follows it.

    >>> wanted_stems("die Netzwerke haus*")
    ['die', 'netzwerk', 'haus*']
    """
    stems = (
        stem(word[0]) + "*" * typed.startswith("*", word.end())
        for word in words_of(typed)[:MOST_WORDS]
    )
    return list(dict.fromkeys(stems))


@dataclass(frozen=True)
class Hit:
    """A concept in which all the words stand, and where the first of them does."""

    concept: Concept
    before: str
    found: str
    after: str


def found_in(user: User, typed: str, call_id: int | None = None) -> QuerySet[SearchText]:
    """What the user sees of it, of all calls or one, newest first; no query yet."""
    stems = wanted_stems(typed)
    if not stems:
        return SearchText.objects.none()
    seen = Concept.objects.visible_to(user)
    if call_id:
        seen = seen.filter(call=call_id)
    texts = SearchText.objects.filter(words__has_words=" ".join(stems), concept__in=seen)
    return texts.select_related("concept__organisation", "concept__call", "concept__file").order_by(
        "-submission__at", "pk"
    )


def hit(text: SearchText, typed: str) -> Hit:
    """With an excerpt around the first of the words; no query."""
    stems = wanted_stems(typed)
    place = next((word for word in words_of(text.text) if _is_wanted(word[0], stems)), None)
    if place is None:
        return Hit(text.concept, "", "", "")
    before = text.text[: place.start()].rpartition("\n")[2]
    after = text.text[place.end() :].partition("\n")[0]
    if len(before) > _EXCERPT:
        before = "… " + before[-_EXCERPT:].partition(" ")[2]
    if len(after) > _EXCERPT:
        after = after[:_EXCERPT].rpartition(" ")[0] + " …"
    return Hit(text.concept, before, place[0], after)


def _is_wanted(word: str, stems: list[str]) -> bool:
    own = stem(word)
    return any(own.startswith(s[:-1]) if s.endswith("*") else own == s for s in stems)
