"""Keep what was handed in ready to be searched, and search it.

Words are compared by their stems (`stemming`), which are written here and looked up by either
database in the same way. Only what was handed in last is kept: drafts are never read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

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
MOST_HITS = 1_000
"""Counted and shown: thirty years of all bodies. Counting further would cost more and more."""
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
    SearchText.objects.filter(concept=concept).exclude(submission=submission).delete()
    facts = {"concept": concept, "text": text, "words": " ".join(stems)}
    SearchText.objects.update_or_create(submission=submission, defaults=facts)


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


_OF_HITS = {
    "concept__organisation": "concept__organisation__name",
    "concept__call": "concept__call__budget_year",
    "concept__file": "concept__file__file_number",
}
"""What is shown of each hit beside its text."""


def found_in(user: User, typed: str, call_id: int | None = None) -> QuerySet[SearchText]:
    """What the user sees of it, of all calls or one, newest first; no query yet.

    Whether the user sees it is asked of each hit: the databases begin with the words then, and
    not with all concepts that there are.
    """
    stems = wanted_stems(typed)
    if not stems:
        return SearchText.objects.none()
    seen = Concept.objects.visible_to(user).filter(pk=OuterRef("concept"))
    if call_id:
        seen = seen.filter(call=call_id)
    texts = SearchText.objects.filter(Exists(seen), words__has_words=" ".join(stems))
    return texts.select_related(*_OF_HITS).only("text", *_OF_HITS.values()).order_by("-pk")


def count_hits(texts: QuerySet[SearchText]) -> int:
    """How many are found, one more than `MOST_HITS` at most; one query."""
    return texts.order_by()[: MOST_HITS + 1].count()


def hit(text: SearchText, typed: str) -> Hit:
    """With an excerpt around the first of the words; no query."""
    stems = wanted_stems(typed)
    whole = {wanted for wanted in stems if not wanted.endswith("*")}
    begun = tuple(wanted[:-1] for wanted in stems if wanted.endswith("*"))
    place = next(
        (
            word
            for word in words_of(text.text)
            if (own := stem(word[0])) in whole or own.startswith(begun)
        ),
        None,
    )
    if place is None:
        return Hit(text.concept, "", "", "")
    before = text.text[: place.start()].rpartition("\n")[2]
    after = text.text[place.end() :].partition("\n")[0]
    if len(before) > _EXCERPT:
        before = "… " + before[-_EXCERPT:].partition(" ")[2]
    if len(after) > _EXCERPT:
        after = after[:_EXCERPT].rpartition(" ")[0] + " …"
    return Hit(text.concept, before, place[0], after)
