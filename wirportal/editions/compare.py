"""Two texts word by word, and two changes of one text put together."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from merge3 import Merge3

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_SENTENCES = re.compile(r"[^\n]*?[.!?][^\S\n]+|[^\n]*\n|[^\n]+")
# A word takes the blanks behind it along: on their own they would match everywhere.
_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")

_MOST_PAIRS = 150_000
"""Pairs of equal words that may be looked at: difflib's time grows with them."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text. Same and added ones joined give the new text, same and removed the old."""

    op: Literal["same", "added", "removed"]
    text: str


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """The changes from `old` to `new`: first by line, then by sentence, then by word."""
    return tuple(_joined(_diff(old, new, (_LINES, _SENTENCES, _WORDS))))


def _diff(old: str, new: str, grains: Sequence[re.Pattern[str]]) -> Iterator[Piece]:
    if not (grains and old and new):
        yield from (Piece("removed", old), Piece("added", new))
        return
    a, b = grains[0].findall(old), grains[0].findall(new)
    if _pairs(a, b) > _MOST_PAIRS:
        yield from _diff(old, new, grains[1:])
        return
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    for op, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        was, becomes = "".join(a[a_from:a_to]), "".join(b[b_from:b_to])
        if op == "equal":
            yield Piece("same", was)
        else:
            yield from _diff(was, becomes, grains[1:])


def _pairs(a: Iterable[str], b: Iterable[str]) -> int:
    counts = Counter(b)
    return sum(counts[token] for token in a)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours put together: between two same pieces at most one removed and one added."""
    for is_same, group in groupby(pieces, key=lambda piece: piece.op == "same"):
        stretch = list(group)
        ops: tuple[Literal["same", "added", "removed"], ...] = (
            ("same",) if is_same else ("removed", "added")
        )
        for op in ops:
            if text := "".join(piece.text for piece in stretch if piece.op == op):
                yield Piece(op, text)


def merge3_text(base: str, mine: str, theirs: str) -> str | None:
    """Both changes of `base` in one text; None where both changed the same place.

    Sentences are merged, not words: two changes inside one sentence are for a person to decide.
    """
    before, a, b = (_SENTENCES.findall(text) for text in (base, mine, theirs))
    groups = list(Merge3(before, a, b).merge_groups())
    if any(group[0] == "conflict" for group in groups):
        return None
    return "".join(sentence for group in groups for sentence in group[1])
