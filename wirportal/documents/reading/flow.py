"""Text of printed pages without the line ends that only the page's width made."""

import re
from itertools import pairwise

_FULL = 0.8
"""Of a page's width: where the next word would have reached that far, the line goes on."""
_STRETCHED = re.compile(r"[ \u00a0]{2,}")
_BULLET = re.compile(r"^\s*[–•▪‣]\s+")
_BEGINNING = re.compile(r"\s*([(„\"]?\w\S*)")
_HYPHENATED = re.compile(r"\w-$")
_AND = re.compile(r"\s*(und|oder|bzw|sowie)\b")


def flowing(text: str, width: int) -> str:
    """The text with its lines joined to paragraphs, lists as we write them.

    `width`: characters of a full line; 0: the lines are the writer's own.
    """
    if not width:
        return text
    lines = [_BULLET.sub("- ", _STRETCHED.sub(" ", line)) for line in text.split("\n")]
    return lines[0] + "".join(
        _between(before, line, width) + line for before, line in pairwise(lines)
    )


def _between(before: str, line: str, width: int) -> str:
    word = _BEGINNING.match(line)
    if not word or not before or len(before) + 1 + len(word[1]) < _FULL * width:
        return "\n"
    return "" if _HYPHENATED.search(before) and not _AND.match(line) else " "
