"""German words brought to one form for all their endings, so that „Netzwerke“ finds „Netzwerk“.

The algorithm is Snowball's for German (https://snowballstem.org/algorithms/german/stemmer.html);
a test holds it against what PostgreSQL makes of the same words. What is left is written in ASCII:
every database then sees the same words, whatever it thinks of letters.
"""

import re
import unicodedata
from functools import lru_cache

MOST_LETTERS = 60
"""Of a word: what is longer is no word."""

_VOWELS = "aeiouyäöü"
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_VOWELS = re.compile(f"(?<=[{_VOWELS}])[uy](?=[{_VOWELS}])")
_REGION = re.compile(f"[{_VOWELS}][^{_VOWELS}]")
_OF_STEMS = str.maketrans("UYäöü", "uyaou")


def words_of(text: str) -> list[re.Match[str]]:
    """The words in it, each with its place."""
    return list(_WORD.finditer(text))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word of a text in the form that is searched, in small ASCII letters and digits.

    >>> stem("Häuser"), stem("Maßnahmen"), stem("Café")
    ('haus', 'massnahm', 'caf')
    """
    letters = unicodedata.normalize("NFC", word.lower())[:MOST_LETTERS]
    return _german("".join(map(_plain, letters)))


def _plain(letter: str) -> str:
    """Without its accents, but for the German ones; what is no Latin letter becomes its number."""
    if letter in "äöüß":
        return letter
    plain = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode().lower()
    return plain if plain.isalnum() else f"x{ord(letter):x}"


def _german(word: str) -> str:
    word = _BETWEEN_VOWELS.sub(lambda found: found[0].upper(), word.replace("ß", "ss"))
    first = _after_region(word, 0)
    second = _after_region(word, first)
    first = max(first, 3) if first < len(word) else first
    for shorten in (_without_case, _without_degree):
        word = shorten(word, first)
    return _without_suffix(word, first, second).translate(_OF_STEMS)


def _after_region(word: str, start: int) -> int:
    """Where Snowball's next region begins: after the first consonant that follows a vowel."""
    found = _REGION.search(word, start)
    return found.end() if found else len(word)


_CASE = re.compile(r"(?:(ern|em|er)|(en|es|e)|(?<=[bdfghklmnrt])(s))$")
_DEGREE = re.compile(r"(?:en|er|est|(?<=...[bdfghklmnt])st)$")


def _without_case(word: str, first: int) -> str:
    found = _CASE.search(word)
    if not found or found.start() < first:
        return word
    word = word[: found.start()]
    return word[:-1] if found[2] and word.endswith("niss") else word


def _without_degree(word: str, first: int) -> str:
    found = _DEGREE.search(word)
    return word[: found.start()] if found and found.start() >= first else word


_SUFFIX = re.compile(r"(end|ung|isch|ig|ik|lich|heit|keit)$")


def _without_suffix(word: str, first: int, second: int) -> str:
    found = _SUFFIX.search(word)
    if not found or found.start() < second:
        return word
    rest = word[: found.start()]
    if found[1] in ("isch", "ig", "ik"):
        return word if rest.endswith("e") else rest
    if found[1] in ("end", "ung"):
        return _cut(rest, second, "ig") if not rest.endswith("eig") else rest
    if found[1] in ("lich", "heit"):
        return _cut(rest, first, "er", "en")
    return _cut(rest, second, "lich", "ig")


def _cut(word: str, region: int, *endings: str) -> str:
    """Without one of the endings, where it stands in the region."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= region:
            return word[: -len(ending)]
    return word
