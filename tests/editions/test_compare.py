from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirportal.editions.compare import merge3_text, word_diff

WORDS = ("Bus", "Kurs", "der", "und", "22", "60", ".", ", ", "\n", " ", "ä", "zehn Formulare. ")
texts = st.lists(st.sampled_from(WORDS), max_size=40).map("".join) | st.text(max_size=40)
plain = st.text("abc", min_size=1, max_size=5)


def joined(old: str, new: str, without: str) -> str:
    return "".join(piece.text for piece in word_diff(old, new) if piece.op != without)


@given(texts, texts)
def test_diff_keeps_every_character(old: str, new: str) -> None:
    assert joined(old, new, without="removed") == new
    assert joined(old, new, without="added") == old


@given(texts, texts)
def test_diff_pieces_are_whole_and_never_empty(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert all(piece.text for piece in pieces)
    assert all(
        (a.op, b.op) not in {("added", "removed")} and a.op != b.op for a, b in pairwise(pieces)
    )


@given(texts)
def test_equal_texts_have_no_changes(text: str) -> None:
    assert [piece.op for piece in word_diff(text, text)] == ["same"] * bool(text)


def test_diff_shows_the_changed_words_only() -> None:
    old = "Anteil: von 22 auf 60 Prozent.\nDer Bus fährt."
    new = "Anteil: von 25 auf 60 Prozent.\nDer Kleinbus fährt."
    assert [(piece.op, piece.text) for piece in word_diff(old, new)] == [
        ("same", "Anteil: von "),
        ("removed", "22 "),
        ("added", "25 "),
        ("same", "auf 60 Prozent.\nDer "),
        ("removed", "Bus "),
        ("added", "Kleinbus "),
        ("same", "fährt."),
    ]


def test_diff_of_a_sentence_leaves_what_stayed() -> None:
    old = "Das Thema ist derzeit im Fachbereich 5 angesiedelt, dort im Dienst 5.4."
    new = "Das Thema ist seit Januar im Fachbereich 6 angesiedelt, dort im Dienst 5.4."
    same = [piece.text for piece in word_diff(old, new) if piece.op == "same"]
    assert same == ["Das Thema ist ", "im Fachbereich ", "angesiedelt, dort im Dienst 5.4."]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n" * 20_000, "\n" * 19_000 + "x"),
        ("a " * 10_000, "b " + "a " * 9_000),
        (" ".join(str(n % 90) for n in range(7_000)), " ".join(str(n % 89) for n in range(7_000))),
    ],
)
def test_diff_of_endless_repetition_ends(old: str, new: str) -> None:
    assert joined(old, new, without="removed") == new
    assert joined(old, new, without="added") == old


@given(texts, texts)
def test_merge_with_one_change_is_that_change(base: str, changed: str) -> None:
    assert merge3_text(base, changed, base) == changed
    assert merge3_text(base, base, changed) == changed
    assert merge3_text(base, changed, changed) == changed


@given(texts, texts, texts)
def test_merge_does_not_care_who_comes_first(base: str, mine: str, theirs: str) -> None:
    assert merge3_text(base, mine, theirs) == merge3_text(base, theirs, mine)


@given(st.lists(plain, min_size=3, max_size=9, unique=True), st.data())
def test_merge_joins_changes_in_different_sentences(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 3))
    second = data.draw(st.integers(first + 2, len(words) - 1))

    def text(*changed: int) -> str:
        return " ".join(f"{w}!." if n in changed else f"{w}." for n, w in enumerate(words))

    assert merge3_text(text(), text(first), text(second)) == text(first, second)


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("Eins. Zwei. Drei.", "Eins. Zwo. Drei.", "Eins. Zwie. Drei."),
        ("Von 22 auf 60 Prozent.", "Von 25 auf 60 Prozent.", "Von 22 auf 70 Prozent."),
        ("Eins. Zwei. Drei.", "Eins. Drei.", "Eins. Zwei! Drei."),
        ("", "Mein Text.", "Ihr Text."),
    ],
)
def test_merge_leaves_changes_of_one_place_to_a_person(base: str, mine: str, theirs: str) -> None:
    assert merge3_text(base, mine, theirs) is None


def test_merge_keeps_paragraphs_added_and_removed() -> None:
    base = "Eins.\n\nZwei.\n\nDrei.\n\nVier.\n"
    assert (
        merge3_text(base, base + "\nFünf.\n", base.replace("Zwei.\n\n", ""))
        == "Eins.\n\nDrei.\n\nVier.\n\nFünf.\n"
    )
