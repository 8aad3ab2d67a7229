"""Text as our fonts can print it. Typst refuses a whole document for one unknown character."""

import re
import unicodedata
from functools import cache
from pathlib import Path

UNKNOWN = "\ufffd"
"""Stands for a character that no font of ours shows."""

# shown as nothing, needed for what stands beside them: soft hyphens, joiners, directions, emoji
_INVISIBLE = "\u00ad\u200c\u200d\u200e\u200f\ufe0e\ufe0f"
# what Word's symbol fonts keep in the private-use area
_SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0e0": "→", "\uf0fc": "✓"}
BREAK = "\u200b"
"""Where a line may end inside a word; nothing is printed there."""
_LONG_WORD = re.compile(r"\S{20,}")
_SIGNS = re.compile(r"(?<=[@._/\\-])(?=\w)")
_ENDLESS = re.compile(r"[^\s\u200b]{46,}")
_STRETCH = re.compile(r"(\S{12})(?=[\w.=*#~+-])")


def printable(text: str) -> str:
    """The text with composed letters and without characters that no font of ours shows.

    `\n` stays. Control and format characters go, unknown ones become UNKNOWN, long words get
    BREAKs.
    """
    composed = unicodedata.normalize("NFC", text)
    strange = set(composed) - _shown()
    if strange:
        composed = composed.translate(
            {ord(character): _instead(character) for character in strange}
        )
    return _LONG_WORD.sub(_broken, composed)


def _broken(word: re.Match[str]) -> str:
    """An address may break behind its signs; what is longer than any German word, anywhere."""
    return _ENDLESS.sub(
        lambda part: _STRETCH.sub(rf"\1{BREAK}", part[0]), _SIGNS.sub(BREAK, word[0])
    )


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
