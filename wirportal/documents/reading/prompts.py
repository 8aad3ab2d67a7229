"""The printed prompts of an edition in the order of the paper, as the matcher looks for them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from wirportal.editions.model import Edition, Question, Section

SHORT = 4
"""Labels of fewer words, and without a number, count only letter for letter."""


@dataclass(frozen=True)
class Prompt:
    """A printed prompt; what stands below it answers `target` (a question id; "": nobody's)."""

    label: str
    target: str = ""
    number: str = ""
    hint: str = ""
    inline: bool = False
    """The answer is one line, right behind the label; `rest` owns what stands below it."""
    rest: str = ""
    body_type: str = ""
    """The label introduces the applicant's name, of this type."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(normal(word) for word in re.findall(r"\w+", self.label))

    @property
    def is_short(self) -> bool:
        return not self.number and len(self.words) < SHORT

    @cached_property
    def literal(self) -> re.Pattern[str]:
        """The label at the start of a line or column, blanks and case aside."""
        pieces = re.findall(r"\w+|[^\w\s]", self.label)
        return re.compile(
            r"(?:^|(?<![ \t])(?:\t|[ ]{2}))[ \t\u2002\u00a0·•☐☒*-]{0,40}("
            + r"\s*".join(map(re.escape, pieces))
            + ")",
            re.MULTILINE | re.IGNORECASE,
        )


@lru_cache(4096)
def normal(word: str) -> str:
    """A word as it is compared: without case and ligatures."""
    return unicodedata.normalize("NFKC", word).casefold()


def prompts(edition: Edition) -> tuple[Prompt, ...]:
    """Every prompt of the edition, top to bottom."""
    return tuple(_all(edition))


def _all(edition: Edition) -> Iterator[Prompt]:
    for section in edition.sections:
        if section.part == "body":
            yield Prompt(section.label, section.lead, section.number, section.hint)
        if section.part == "foot":
            yield from (Prompt(label) for label in foot_labels(edition))
        else:
            for question in section.questions:
                yield from _of(question, section)
        if section.part == "head":
            for option in edition.body_types:
                yield Prompt(option.label + ":", inline=True, body_type=option.id)


def _of(question: Question, section: Section) -> Iterator[Prompt]:
    if question.preface:
        yield Prompt(question.preface)
    if question.beside or question.id == section.lead:
        return
    if question.printed:
        before = question.printed.partition("{}")[0]
        yield Prompt(before, question.id, inline=True, rest=section.lead)
    else:
        yield Prompt(
            question.label,
            question.id,
            question.number,
            question.hint,
            inline=section.part == "head",
        )


def foot_labels(edition: Edition) -> tuple[str, str, str]:
    """The labels that stand below what they name."""
    return edition.applicant_label, edition.place_date_label, edition.signature_label
