"""Sentences for people that can be translated where they are shown."""

from typing import Any, Self


class Sentence(str):
    """A German sentence, already filled in; template and values stay at hand for other languages.

    >>> Sentence("Noch {count} Zeichen.", count=3)
    'Noch 3 Zeichen.'
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Self:
        sentence = super().__new__(cls, template.format(**values) if values else template)
        sentence.template, sentence.values = template, values
        return sentence
