"""German words are brought to one form."""

import doctest

import pytest
from django.db import connection

from wirportal.review import stemming
from wirportal.review.stemming import stem

FORMS = [
    ("Netzwerk", "Netzwerke", "Netzwerken", "Netzwerks"),
    ("Verein", "Vereine", "Vereinen", "Vereins"),
    ("Haus", "Häuser", "Hauses", "Häusern"),
    ("Maßnahme", "Massnahmen", "MASSNAHMEN", "Maßnahmen"),
    ("kommunal", "kommunale", "kommunalen", "kommunalem"),
    ("Beratung", "Beratungen", "beraten"),
    ("Ehrenamtliche", "ehrenamtlich", "Ehrenamtlichen"),
    ("Café", "Cafés", "cafe"),
]


@pytest.mark.parametrize("forms", FORMS, ids=lambda forms: forms[0])
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]):
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Rat", "Rad"), ("Konzept", "Konzert"), ("2026", "2027"), ("Ämter", "Amok")]
)
def test_other_words_have_other_stems(one: str, other: str):
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "word", ["žena", "Łódź", "помощь", "مساعدة", "ﬁnanziert", "帮助", "ẞ", "²"]
)
def test_stems_are_small_ascii_letters_and_digits(word: str):
    assert stem(word).isascii() and stem(word).isalnum() and stem(word) == stem(word).lower()


def test_the_longest_word_is_cut():
    assert len(stem("x" * 10_000)) == stemming.MOST_LETTERS


def test_examples_are_true():
    assert not doctest.testmod(stemming).failed


ENDINGS = (
    "", "e", "en", "ern", "es", "s", "er", "est", "st", "ung", "ungen", "igung", "eigung", "isch",
    "ischen", "ig", "igkeit", "igkeiten", "lichkeit", "erlich", "enheit", "ends", "nis", "nissen",
)  # fmt: skip
BEGINNINGS = (
    "berat", "förder", "integr", "bürg", "migrant", "fachkräft", "quartier", "beteil", "sprach",
    "öffn", "willkomm", "anerk", "gleich", "haush", "bau", "treu", "kommun", "jugend", "ein", "ab",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL knows Snowball's stems")
def test_stems_are_those_of_snowball():
    words = [start + end for start in BEGINNINGS for end in ENDINGS]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEXT SEARCH DICTIONARY snow (TEMPLATE=snowball, LANGUAGE=german)")
        for word in words:
            cursor.execute("SELECT (ts_lexize('snow', %s))[1]", [word])
            assert stemming._german(word) == cursor.fetchone()[0], word
