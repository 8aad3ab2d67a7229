"""What every typed text goes through before it is kept."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Word writes bullets of its symbol fonts as private-use characters U+F020–F0FF.
_SYMBOL_BULLET = re.compile(r"^[^\S\n]*[\uf020-\uf0ff]+[^\S\n]*", re.MULTILINE)
# Nobody sees them: zero-width space, word joiner, byte order mark. Nobody reads what is typed
# behind the overrides of writing direction, and what is signed must be what is read.
_UNSEEN = "\u200b\u2060\ufeff\u202d\u202e"
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_NO_CHARACTERS = "\ud800-\udfff\ufdd0-\ufdef" + "".join(
    chr(plane | 0xFFFE) + chr(plane | 0xFFFF) for plane in range(0, 0x110000, 0x10000)
)
_DROPPED = re.compile(f"[{_UNSEEN}{_CONTROLS}{_NO_CHARACTERS}]")


def clean_text(raw: str) -> str:
    """The same text as people see it: composed letters, `\\n` line ends, no control characters.

    Idempotent. Emoji, right-to-left text and joiners stay; outer blanks go.
    """
    text = _LINE_ENDS.sub("\n", raw)
    text = _DROPPED.sub("", text)
    text = _SYMBOL_BULLET.sub("- ", text)
    return unicodedata.normalize("NFC", text).strip()


def clean_line(raw: str) -> str:
    """`clean_text` on one line."""
    return " ".join(clean_text(raw).split())


def excerpt(value: object) -> str:
    """A value as quoted in a sentence: somebody may have pasted a page into a date."""
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
