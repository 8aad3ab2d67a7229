"""The lines of a form that are not prose: dates, the applicant, the signature block."""

import re
from dataclasses import dataclass

_MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "dezember",
)  # fmt: skip
_DATE = re.compile(
    r"([0-9]{1,2})\s*\.\s*([0-9]{1,2}\s*\.|[^\W\d_]+)\s*([0-9]{4}|[0-9]{2})(?![0-9])"
)
_APPLICANT = re.compile(
    r"(?:(?:der|die|das)\s+)?(?:kreisausschuss|kreisverwaltung|landkreis|landrätin|landrat|magistrat"
    r"|stadtverwaltung|universitätsstadt|(?:landeshaupt|wissenschafts|brüder-grimm-)?stadt"
    r"|oberbürgermeister(?:in)?)\b",
    re.IGNORECASE,
)
_SMALL_WORDS = {
    "der", "die", "das", "des", "den", "dem", "von", "vom", "zu", "zur", "im", "in", "am", "an",
    "und", "für", "a", "d",
}  # fmt: skip
"""A name has no other words in lower case: with a verb it is a sentence."""
_SENTENCE_END = (".", "!", "?", ":", ";")
_LINE_LIMIT = 160
_GAP = 3
"""So many blank lines stand on the paper between the last answer and the applicant."""
_EMPTY_FIELD = re.compile(r"[\u2002]{5,}")
"""What Word leaves in a text field that nobody filled."""


@dataclass(frozen=True)
class LastAnswer:
    """The text between the last prompt and the applicant's label, taken apart."""

    answer: str
    applicant: str = ""
    doubtful: str = ""


def german_date(text: str) -> tuple[str, str]:
    """(date as "20.11.2026", the text before it); ("", text) where there is none.

    >>> german_date("Musterstadt, den 3. März 2027")
    ('3.3.2027', 'Musterstadt, den')
    """
    for match in _DATE.finditer(text):
        day, month, year = match.groups()
        number = _month(month)
        if number:
            return f"{day}.{number}.{year}", text[: match.start()].strip()
    return "", text.strip()


def _month(text: str) -> str:
    text = text.rstrip(".").strip().casefold()
    if text.isdigit():
        return text
    found = [n for n, name in enumerate(_MONTHS, 1) if len(text) > 2 and name.startswith(text)]
    return str(found[0]) if found else ""


def place_and_date(text: str) -> tuple[str, str]:
    """Both of a line such as "Musterstadt, den 20.11.2026"; what is not there is empty."""
    date, place = german_date(" ".join(text.split()))
    return re.sub(r"(,|\bden|\bam)*\s*$", "", place.strip(" ,")).strip(" ,"), date


def last_answer(text: str) -> LastAnswer:
    """Part the applicant's lines from the last answer; no prompt stands between the two."""
    lines = text.split("\n")
    filled = [n for n, line in enumerate(lines) if line.strip() or _EMPTY_FIELD.search(line)]
    if not filled or _is_empty_field(lines[filled[-1]]) or len(lines) - filled[-1] > _GAP + 1:
        return LastAnswer(text)
    start = filled[-1]
    while start - 1 in filled and not _is_empty_field(lines[start - 1]):
        start -= 1
    above = [n for n in filled if n < start]
    gap = start - (above[-1] if above else -1) - 1
    if gap >= _GAP or (above and _is_empty_field(lines[above[-1]])):
        return _parted(lines, start)
    return _by_words(lines, start, filled[-1])


def _by_words(lines: list[str], start: int, last: int) -> LastAnswer:
    """The same where no gap helps: by how applicants are called."""
    for n in range(max(start, last - 2), last + 1):
        if _is_applicant(" ".join(lines[n : last + 1])):
            return _parted(lines, n)
    if lines[last].strip().endswith(_SENTENCE_END) or len(lines[last]) > _LINE_LIMIT:
        return LastAnswer("\n".join(lines))
    return LastAnswer("\n".join(lines[:last]), doubtful=lines[last])


def _parted(lines: list[str], place: int) -> LastAnswer:
    return LastAnswer("\n".join(lines[:place]), " ".join(" ".join(lines[place:]).split()))


def _is_applicant(text: str) -> bool:
    words = set(re.findall(r"\b[a-zäöüß]\w*", text))
    return bool(
        len(text) <= _LINE_LIMIT
        and _APPLICANT.match(text.strip())
        and words <= _SMALL_WORDS
        and not text.strip().endswith(_SENTENCE_END)
    )


def _is_empty_field(line: str) -> bool:
    return bool(_EMPTY_FIELD.fullmatch(line.strip("\t ")))
