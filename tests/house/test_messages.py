"""Whatever the portal says, it can say in English."""

import re

import polib
import pytest

from tools import messages

PO = polib.pofile(str(messages.CATALOGUE))
TEXTS = [
    pytest.param(entry.msgid_plural or entry.msgid, english, id=entry.msgid[:60])
    for entry in PO
    for english in [*entry.msgstr_plural.values(), entry.msgstr]
    if english
]
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%[sd]|\{\w+\}")
TAG = re.compile(r"<[^>]+>")


def test_every_sentence_is_in_the_catalogue_and_nothing_else() -> None:
    found = messages.messages()
    assert {entry.msgid for entry in PO} == set(found), "run `make messages`"
    assert {e.msgid: e.msgid_plural for e in PO} == {m: found[m].plural for m in found}


def test_every_sentence_has_an_english_text() -> None:
    assert not [entry.msgid for entry in PO if not entry.translated() or entry.fuzzy]


@pytest.mark.parametrize(("german", "english"), TEXTS)
def test_the_english_text_fills_in_the_same(german: str, english: str) -> None:
    for part in (PLACEHOLDER, TAG):
        assert sorted(part.findall(german)) == sorted(part.findall(english))


@pytest.mark.parametrize(("german", "english"), TEXTS)
def test_the_english_text_is_typeset_in_english(german: str, english: str) -> None:
    assert "„" not in english
    assert german[-1:] not in ".…:" or english[-1] == german[-1]


def test_the_compiled_catalogue_is_the_written_one() -> None:
    assert messages.CATALOGUE.with_suffix(".mo").read_bytes() == PO.to_binary(), "make messages"


# --- what finds the sentences ---------------------------------------------------------------------


def test_a_template_is_read_as_django_looks_it_up() -> None:
    source = """{% translate "Zur „Übersicht“" %}{% include "x" with title=_("Neu") %}
    {{ at|date:_("d.m.Y") }}{% blocktranslate count n=all with by=x %}{{ n }} Wort, 5 %{% plural %}
    {{ n }} Wörter{% endblocktranslate %}{# {% translate "weg" %} #}{% translate label as text %}"""
    assert list(messages.in_template(source, "x.html")) == [
        ("Zur „Übersicht“", ""),
        ("Neu", ""),
        ("d.m.Y", ""),
        ("%(n)s Wort, 5 %%", "\n    %(n)s Wörter"),
    ]


def test_wording_is_found_wherever_python_keeps_it() -> None:
    source = """
def hint(long):
    return "Zu lang." if long else "Zu kurz."
class Kind:
    says = "Falsch: {value}."
    def flaws(self):
        text = "Erst so."
        if self.odd:
            text = "Dann so."
        yield Sentence(text), Sentence(self.says, value=1), ngettext("%d Tag", "%d Tage", 2)
        if template := hint(True):
            yield Sentence(template)
"""
    found = dict(messages.in_python(source, "x.py"))
    assert found.pop("%d Tag") == "%d Tage"
    assert set(found) == {"Erst so.", "Dann so.", "Falsch: {value}.", "Zu lang.", "Zu kurz."}


def test_wording_that_cannot_be_found_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"x\.py:1: which sentence\? _\(row\['title'\]\)"):
        list(messages.in_python("_(row['title'])", "x.py"))


def test_a_reworded_sentence_keeps_its_english_until_somebody_has_looked() -> None:
    known = [polib.POEntry(msgid="Meine Konzepte:", msgstr="My concepts:")]
    by_text = {entry.msgid: entry for entry in messages.catalogue(known)}
    assert by_text["Meine Konzepte"].msgstr == "My concepts:"
    assert by_text["Meine Konzepte"].fuzzy
    assert not by_text["Neues Konzept"].msgstr
