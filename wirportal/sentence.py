"""Sentences for people that can be translated where they are shown."""

from collections.abc import Iterable
from typing import Any, Self


class Sentence(str):
    """A German sentence, already filled in; template and values stay at hand for other languages.

    A value that is a Sentence itself is a word of ours and is translated with it; every other one
    stands as somebody has written it, in the form's own notation.

    >>> Sentence("Noch {count} Zeichen.", count=3)
    'Noch 3 Zeichen.'
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Self:
        sentence = super().__new__(cls, template.format(**values) if values else template)
        sentence.template, sentence.values = template, values
        return sentence


def listed(words: Iterable[str]) -> Sentence:
    """Words of ours with commas between them, each to be translated by itself.

    >>> listed(["Zeichnung", "Ministerium"])
    'Zeichnung, Ministerium'
    """
    values = {f"word{place}": Sentence(word) for place, word in enumerate(words)}
    return Sentence(", ".join(f"{{{name}}}" for name in values), **values)
