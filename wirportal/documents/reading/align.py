"""Where a known prompt ends in a text, word by word."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from wirportal.documents.reading.prompts import normal

_ALIKE = 0.8
_SIGNS = 2


@dataclass(frozen=True)
class Words:
    """The words of a text with their places."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Words":
        found = list(re.finditer(r"\w+", text))
        return cls(
            text,
            tuple(normal(match[0]) for match in found),
            tuple(match.start() for match in found),
            tuple(match.end() for match in found),
        )

    def first_from(self, place: int) -> int:
        """The index of the first word that starts at the place or behind it."""
        return bisect_left(self.starts, place)

    def word_at(self, index: int, place: int) -> str:
        """The word of that index, if only a few signs on its line lie between place and it."""
        if index >= len(self.words):
            return ""
        between = self.text[place : self.starts[index]]
        return self.words[index] if len(between.strip()) <= _SIGNS and "\n" not in between else ""


def similarity(label: Sequence[str], words: Sequence[str]) -> tuple[float, int]:
    """How well the text's beginning is the label (0..1), and how many of its words that takes.

    The shortest such beginning wins, so that an answer keeps words that the label also has.
    """
    if tuple(words[: len(label)]) == tuple(label):
        return 1.0, len(label)
    window = words[: len(label) + 3 + len(label) // 3]
    costs = [float(taken) for taken in range(len(window) + 1)]
    for row, wanted in enumerate(label, 1):
        above, costs = costs, [float(row)]
        for column, word in enumerate(window, 1):
            costs.append(
                min(
                    above[column - 1] + _difference(wanted, word),
                    above[column] + 1,
                    costs[column - 1] + 1,
                )
            )
    taken = min(range(len(costs)), key=lambda count: (costs[count], count))
    return max(0.0, 1 - costs[taken] / len(label)), taken


@lru_cache(8192)
def _difference(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if min(len(one), len(other)) < 4:
        return 1.0
    return 0.25 if SequenceMatcher(None, one, other).ratio() >= _ALIKE else 1.0


def after_tail(text: str, place: int, label: str) -> int:
    """The place behind the punctuation with which the label ends, as far as it stands there."""
    tail = re.sub(r".*\w", "", label, flags=re.DOTALL) or ":?"
    for sign in tail.replace(" ", ""):
        if match := re.compile(r"\s*" + _any_quote(sign)).match(text, place):
            place = match.end()
    return place


def _any_quote(sign: str) -> str:
    return '[„“”"]' if sign in '„“”"' else re.escape(sign)
