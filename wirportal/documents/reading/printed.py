"""The texts that a form prints by itself: no answer consists of them."""

import io
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from wirportal.documents.paper import Paper
from wirportal.documents.reading.prompts import foot_labels, normal
from wirportal.editions.load import load
from wirportal.editions.model import Edition

PLACEHOLDERS = (
    "Klicken, um Text einzugeben", "Zahl", "Betrag", "TT.MM.JJJJ", "JJJJ", "Bitte wählen",
    "Ziel wählen", "Nummer", "Adresse",
)  # fmt: skip
"""What empty fields of our Word form show; LibreOffice saves it as if it had been typed."""
_EMPTY_FIELDS = re.compile(rf"\s*(?:(?:{'|'.join(map(re.escape, PLACEHOLDERS))})\s*)+")
_EMPTY_WORDS = frozenset(re.findall(r"\w+", " ".join(PLACEHOLDERS).casefold()))
_PIECE = 3
"""So many words tell a line of a printed text that runs over several."""


def is_placeholder(text: str) -> bool:
    """Whether it is only what empty fields show."""
    return _EMPTY_FIELDS.fullmatch(text) is not None


class Printed:
    """Tells the form's own lines from written ones."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._known = {_words(text) for text in _texts(edition)}

    def without(self, text: str, *, wrapped: bool) -> str:
        """The text without the form's lines; `wrapped`: also without parts of them."""
        return "\n".join(line for line in text.split("\n") if not self._has(line, wrapped))

    def _has(self, line: str, wrapped: bool) -> bool:
        words = _words(line)
        if not words:
            return bool(line.strip()) and not re.search(r"[^\s·•_.…☐-]", line)
        if words in self._known or is_placeholder(line):
            return True
        if not wrapped:
            return words in self._running
        is_piece = words.count(" ") >= _PIECE - 1
        return _EMPTY_WORDS.issuperset(words.split()) or any(
            words == text or (is_piece and f" {words} " in f" {text} ") for text in self._running
        )

    @cached_property
    def _running(self) -> frozenset[str]:
        """Also what our own empty Word form says besides the paper's wording."""
        from wirportal.documents import docx as writer
        from wirportal.documents.reading.docx import paragraphs

        form = writer.write(Paper(self._edition, {}))
        return frozenset(self._known | {_words(text) for text in paragraphs(io.BytesIO(form))})


@lru_cache(4)
def printed(edition_id: str) -> Printed:
    """The one for an edition."""
    return Printed(load(edition_id))


def _words(text: str) -> str:
    return " ".join(normal(word) for word in re.findall(r"\w+", text))


def _texts(edition: Edition) -> Iterator[str]:
    yield from (edition.title, edition.programme, edition.budget_item, edition.name_label)
    yield from foot_labels(edition)
    yield from (option.label for option in edition.body_types)
    for section in edition.sections:
        yield from (section.label, section.heading, section.hint)
        for question in section.questions:
            yield from (question.label, question.heading, question.hint, question.preface)
            yield f"{question.heading} {question.hint}"
            yield question.printed.replace("{}", "")
            yield " ".join(column.label for column in question.columns)
