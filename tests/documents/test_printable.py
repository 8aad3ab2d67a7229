"""What may be handed to Typst: everything our fonts show, and nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.contents import DIFFICULT
from tools.coverage import TARGET, covered, ranges
from wirportal.documents.printable import BREAK, UNKNOWN, _shown, printable
from wirportal.editions.load import edition_ids, load
from wirportal.editions.model import Edition

pytestmark = pytest.mark.documents


def test_coverage_is_that_of_our_fonts() -> None:
    assert TARGET.read_text().split() == list(ranges(covered())), "run tools/coverage.py"


@given(st.one_of(st.text(), st.sampled_from(DIFFICULT)))
def test_result_is_made_of_what_our_fonts_show(text: str) -> None:
    assert set(printable(text)) <= _shown() | {BREAK}


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=80))
def test_nothing_but_the_unknown_is_lost(text: str) -> None:
    """Each letter and sign stands there still, or UNKNOWN in its place."""
    composed = unicodedata.normalize("NFC", text)
    pairs = zip(composed, printable(text).replace(BREAK, ""), strict=True)
    assert not [pair for pair in pairs if pair[1] not in (pair[0], UNKNOWN)]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Mu\u0308ller", "Müller"),
        ("a\x00b\ufeffc\u200bd\u202ee", "abcde"),
        ("mitten \uf0b7 drin", "mitten • drin"),
        ("漢 \ue000", "\ufffd \ufffd"),
        ("1\u00a0\u2009 2\t3\n 4", "1 2 3\n 4"),
        ("\U0001f468\u200d\U0001f469 👍🏽 مرحبا", "\U0001f468\u200d\U0001f469 👍🏽 مرحبا"),
        ("a" + "\u0301" * 50, "á" + "\u0301" * 8),
    ],
)
def test_text_is_shown_like_this(typed: str, shown: str) -> None:
    assert printable(typed) == shown


def test_only_long_words_may_break() -> None:
    assert BREAK not in printable("Aufenthaltserlaubnisverlängerung a@b.de 3.1/3.2")
    assert printable("alex.beispiel@musterland.example").split(BREAK) == [
        "alex.", "beispiel@", "musterland.", "example"
    ]  # fmt: skip
    assert max(map(len, printable("x" * 999).split(BREAK))) <= 12


def test_emoji_sequence_is_never_cut() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert all(piece.count("\u200d") % 2 == 0 for piece in printable(family * 40).split(BREAK))


@pytest.mark.parametrize("edition", [*map(load, edition_ids())], ids=edition_ids())
def test_official_wording_needs_no_change(edition: Edition) -> None:
    wording = [edition.title, edition.programme, edition.budget_item]
    for section in edition.sections:
        wording += [section.heading, section.hint]
        for question in section.questions:
            wording += [question.heading, question.hint, question.preface, question.printed]
            wording += [column.label for column in question.columns]
    assert [text for text in wording if printable(text).replace(BREAK, "") != text] == []
