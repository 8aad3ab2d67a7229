"""Text as our fonts can print it. Typst refuses a whole document for one unknown character."""

import re
import unicodedata
from functools import cache
from pathlib import Path

UNKNOWN = "\ufffd"
"""Stands for a character that no font of ours shows."""

# shown as nothing, needed for what stands beside them: soft hyphens, joiners, directions, emoji
_JOINER = "\u200d"
_INVISIBLE = "\u00ad\u200c\u200d\u200e\u200f\ufe0e\ufe0f"
# what Word's symbol fonts keep in the private-use area
_SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0e0": "→", "\uf0fc": "✓"}
BREAK = "\u200b"
"""Where a line may end inside a word; nothing is printed there."""
_PILE = 8
_BLANKS = re.compile(r"[^\S\n]{2,}")
_LONG_WORD = re.compile(r"\S{20,}")
_SIGNS = re.compile(r"(?<=[@._/\\-])(?=\w)")
_ENDLESS = re.compile(r"[^\s\u200b]{46,}")
_STRETCH = 12


def printable(text: str) -> str:
    """The text with composed letters and without characters that no font of ours shows.

    `\\n` stays, other white space becomes one blank. Control and format characters go, unknown
    ones become UNKNOWN, long words get BREAKs.
    """
    composed = _BLANKS.sub(" ", unicodedata.normalize("NFC", text))
    if not composed.isascii():
        composed = _without_piles(composed)
    strange = set(composed) - _shown()
    if strange:
        composed = composed.translate(
            {ord(character): _instead(character) for character in strange}
        )
    return _LONG_WORD.sub(_broken, composed)


def _without_piles(text: str) -> str:
    """At most so many marks and joiners in a row: a line of PDF text has an end."""
    thin = "".join(c for c in set(text) if unicodedata.category(c) in ("Mn", "Mc", "Me", "Cf"))
    if not thin:
        return text
    pile = f"[{re.escape(thin)}]"
    return re.sub(f"({pile}{{{_PILE}}}){pile}+", r"\1", text)


def _broken(word: re.Match[str]) -> str:
    """An address may break behind its signs; what is longer than any German word, anywhere."""
    return _ENDLESS.sub(_chopped, _SIGNS.sub(BREAK, word[0]))


def _chopped(part: re.Match[str]) -> str:
    pieces = [""]
    for character in part[0]:
        if len(pieces[-1]) >= _STRETCH and _begins(character) and pieces[-1][-1] != _JOINER:
            pieces.append("")
        pieces[-1] += character
    return BREAK.join(pieces)


def _begins(character: str) -> bool:
    """Whether it stands for itself and does not change the one before."""
    return unicodedata.category(character) not in ("Mn", "Mc", "Me", "Cf", "Sk")


def _instead(character: str) -> str:
    if character == "\t" or unicodedata.category(character)[0] == "Z":
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return ""
    return _SYMBOLS.get(character, UNKNOWN)


@cache
def _shown() -> frozenset[str]:
    """Every character that may be handed to Typst."""
    lines = Path(__file__).with_name("coverage.txt").read_text().split()
    bounds = ([int(code, 16) for code in line.split("-")] for line in lines)
    drawn = (chr(code) for first, last in bounds for code in range(first, last + 1))
    # private-use glyphs mean nothing to a reader, and PDF/A forbids them
    return frozenset(c for c in drawn if unicodedata.category(c)[0] != "C") | {"\n", *_INVISIBLE}
