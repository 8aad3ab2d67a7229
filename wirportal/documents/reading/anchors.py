"""Find the printed prompts of a form in a text.

Every place that may be a prompt is a candidate: its number and words at the start of a line.
A prompt may also be quoted in an answer, so what counts is the best chain of candidates in the
order of the paper. Where several chains are about as good, nothing between them is certain.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wirportal.documents.reading.align import Words, after_tail, similarity
from wirportal.documents.reading.prompts import SHORT, Prompt
from wirportal.documents.reading.source import fields

_NUMBER = r"(?P<number>[0-9](?:\.[0-9]){0,2}+)[.):]*+(?![0-9,])"
_LINE = re.compile(rf"^[ \t\u2002\u2003\u00a0·•*#-]*(?:{_NUMBER})?[^\S\n]*", re.MULTILINE)
_CELL = re.compile(rf"\t[^\S\n]{{0,9}}{_NUMBER}[^\S\n]*")

_NUMBERED, _WEAK, _UNNUMBERED = 0.6, 0.34, 0.85
"""How much of a label must stand there: behind its number, to fill a gap, without a number."""
_WEAK_SCORE, _NUMBER_SCORE = 0.3, 0.25
_WITHOUT_NUMBER = 0.8
GUESS = 0.28
"""Below a prompt with a lower score nobody knows whose text stands: only its number was there."""
_LEVEL = 0.2
"""Chains whose scores differ by less are equally likely."""
_HINT = 0.6
_FEW_WORDS = 8


@dataclass(frozen=True)
class Candidate:
    """A place that may be prompt `index`: text[start:end], the more likely the higher the score."""

    index: int
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Region:
    """text[start:end] stands below prompt `index`; None: nobody knows below which."""

    index: int | None
    start: int
    end: int
    score: float = 0.0


def regions(text: str, prompts: Sequence[Prompt]) -> list[Region]:
    """The text cut at its prompts, top to bottom; the first piece stands above all of them."""
    found = sorted(_likely(_distinct(candidates(text, prompts))), key=lambda c: (c.start, c.end))
    best: dict[int, float] = {}
    for candidate in found:
        best[candidate.index] = max(best.get(candidate.index, 0.0), candidate.score)
    pieces: list[Region] = []
    before, place, doubtful = -1, 0, False
    later = _lowest_from(found)
    for position, candidate in enumerate(found):
        if candidate.start >= place:
            pieces.append(
                Region(None if doubtful else before, place, candidate.start, best.get(before, 0.0))
            )
        before = max(before, candidate.index)
        doubtful = before >= later[position + 1]
        place = max(place, candidate.start if doubtful else candidate.end)
    pieces.append(Region(before, place, len(text), best.get(before, 0.0)))
    return _joined(pieces)


def _distinct(found: Iterable[Candidate]) -> list[Candidate]:
    """Of those that end alike the best: an answer above may begin with the prompt's first word."""
    best: dict[tuple[int, int], Candidate] = {}
    for candidate in found:
        key = candidate.index, candidate.end
        if key not in best or candidate.score > best[key].score:
            best[key] = candidate
    return list(best.values())


def candidates(text: str, prompts: Sequence[Prompt]) -> Iterator[Candidate]:
    """Every place outside of form fields where a prompt may stand."""
    spans = list(fields(text))
    yield from _outside(spans, _in_words(text, prompts))
    yield from _outside(spans, _literal(text, prompts))


def _outside(spans: list[tuple[int, int]], found: Iterable[Candidate]) -> Iterator[Candidate]:
    starts = [start for start, _ in spans]
    for candidate in found:
        before = bisect_right(starts, candidate.start)
        if not before or candidate.start >= spans[before - 1][1]:
            yield candidate


def _literal(text: str, prompts: Sequence[Prompt]) -> Iterator[Candidate]:
    for index, prompt in enumerate(prompts):
        if prompt.is_short:
            for match in prompt.literal.finditer(text):
                yield Candidate(index, match.start(1), match.end(1), 1.0)


def _in_words(text: str, prompts: Sequence[Prompt]) -> Iterator[Candidate]:
    words = Words.of(text)
    by_number: dict[str, list[int]] = defaultdict(list)
    by_word: dict[str, list[int]] = defaultdict(list)
    for index, prompt in enumerate(prompts):
        if not prompt.is_short:
            by_number[prompt.number].append(index)
            by_word[prompt.words[0]].append(index)
    for pattern in (_LINE, _CELL):
        for match in pattern.finditer(text):
            first = words.first_from(match.end())
            numbered = by_number[match["number"]] if match["number"] else []
            named = by_word.get(words.word_at(first, match.end()), [])
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            for index in {*numbered, *named}:
                by_its_number = index in numbered
                found = _compared(prompts[index], words, first, by_its_number)
                if found:
                    yield Candidate(index, start, *found)
                elif by_its_number:
                    yield Candidate(index, start, match.end(), _NUMBER_SCORE)


def _compared(
    prompt: Prompt, words: Words, first: int, by_its_number: bool
) -> tuple[int, float] | None:
    """End and score of the prompt whose label begins with that word; None: it doesn't."""
    alike, taken = similarity(prompt.words, words.words[first : first + 2 * len(prompt.words) + 4])
    if not taken or alike < (_WEAK if by_its_number else _UNNUMBERED):
        return None
    last = words.ends[first + taken - 1]
    end = after_tail(words.text, last, prompt.label)
    if not by_its_number and _is_bare(prompt) and words.text[end : end + 1] not in ("", "\n"):
        return None
    if alike < 1 and end == last:
        end = _heading_end(words.text, end)
    score = _WEAK_SCORE if alike < _NUMBERED else alike
    weight = 1.0 if by_its_number or not prompt.number else _WITHOUT_NUMBER
    return _after_hint(prompt.hint, words, end), score * weight


def _is_bare(prompt: Prompt) -> bool:
    """So short that without its number it counts only on a line of its own."""
    return bool(prompt.number) and len(prompt.words) < SHORT


def _heading_end(text: str, place: int) -> int:
    """Where the rest of a reworded heading ends: with the line, if it ends like a heading."""
    rest = text[place:].partition("\n")[0] if place < len(text) else ""
    is_heading = len(rest.split()) <= _FEW_WORDS and rest.rstrip().endswith(("?", ":", "!"))
    return place + len(rest) if is_heading else place


def _after_hint(hint: str, words: Words, place: int) -> int:
    if not hint:
        return place
    wanted = Words.of(hint).words
    first = words.first_from(place)
    alike, taken = similarity(wanted, words.words[first : first + 2 * len(wanted) + 4])
    if alike < _HINT or not taken:
        return place
    return after_tail(words.text, words.ends[first + taken - 1], hint)


def _likely(found: list[Candidate]) -> list[Candidate]:
    """Those that stand on the best chain, or on one that is about as good."""
    forward = _best_ends(found)
    mirrored = [Candidate(-c.index, -c.end, -c.start, c.score) for c in found]
    backward = _best_ends(mirrored)
    through = [
        ahead + behind - c.score for c, ahead, behind in zip(found, forward, backward, strict=True)
    ]
    limit = max(through, default=0.0) - _LEVEL
    return [c for c, score in zip(found, through, strict=True) if score > limit]


def _best_ends(found: list[Candidate]) -> list[float]:
    """For each candidate the score of the best chain that ends with it."""
    starts = sorted(range(len(found)), key=lambda i: (found[i].start, found[i].end))
    ends = sorted(range(len(found)), key=lambda i: (found[i].end, found[i].start))
    scores = [0.0] * len(found)
    best: dict[int, float] = {}
    passed = 0
    for i in starts:
        while found[ends[passed]].end <= found[i].start:
            ended = ends[passed]
            index = found[ended].index
            best[index] = max(best.get(index, 0.0), scores[ended])
            passed += 1
        scores[i] = found[i].score + max(
            (score for index, score in best.items() if index < found[i].index), default=0.0
        )
    return scores


def _lowest_from(found: list[Candidate]) -> list[float]:
    """The lowest prompt index at or behind each position; infinite behind the last."""
    lowest: list[float] = [float("inf")]
    for candidate in reversed(found):
        lowest.append(min(lowest[-1], candidate.index))
    return lowest[::-1]


def _joined(pieces: list[Region]) -> list[Region]:
    """Neighbours of which nobody knows where they belong, as one."""
    joined: list[Region] = []
    for piece in pieces:
        if joined and piece.index is None and joined[-1].index is None:
            joined[-1] = Region(None, joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return joined
