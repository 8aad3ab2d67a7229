"""What the lower floors say, in the language of whoever reads it."""

from django.utils.translation import gettext as _

from wirportal.sentence import Sentence


def said(sentence: str) -> str:
    """A sentence in the language that is active here."""
    if not isinstance(sentence, Sentence):
        return sentence
    here = _(sentence.template)
    values = {name: said(value) for name, value in sentence.values.items()}
    return here.format(**values) if values else here
