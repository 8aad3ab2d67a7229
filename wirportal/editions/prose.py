"""Milestones and indicators written as prose, offered as table rows to accept or leave.

„Meilenstein 1 (31.03.2027): Ergebnisse liegen vor.“ · „Bis 30. Juni 2027: …“ · „… (30.06.2027)“
„Anteil geschulter Beschäftigter: von 22 auf 60 Prozent.“ · „Kontakte: mindestens 600.“
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from wirportal.editions.kinds import Table
from wirportal.editions.model import Edition
from wirportal.editions.rows import own_id

Cells = dict[str, str]

_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
_MONTH = dict(zip(_MONTHS.split(), range(1, 13), strict=True))
_DATE = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}}\.|{'|'.join(_MONTH)})\s?(\d{{4}})(?!\d)")
_NUMBER = r"\d+(?:\.\d{3})*(?:,\d+)?(?![\d.,]*\d)"
_UNIT = r"%|[A-ZÄÖÜ][\w-]*(?:\s(?:pro|je)\s\w+)?|(?:pro|je)\s\w+"

# --- sentences ------------------------------------------------------------------------------------

_END = re.compile(r"[.!?;]\s+|\n")
_ABBREVIATION = re.compile(r"\b(?:Nr|ca|bzw|inkl|z|B|u|a|d|h|Abs|Art|St|Dr)\.\s+$")
_DAY_AND_MONTH = re.compile(rf"\d\.\s+(?:{'|'.join(_MONTH)})\b")


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        is_abbreviation = _ABBREVIATION.search(text, max(start, end.end() - 12), end.end())
        if not is_abbreviation and not _DAY_AND_MONTH.match(text, end.start() - 1):
            yield _tidy(text[start : end.end()])
            start = end.end()
    yield _tidy(text[start:])


def _tidy(words: str) -> str:
    return words.strip().lstrip("-–•· ").rstrip(" .;:,–-")


# --- milestones -----------------------------------------------------------------------------------

_BEFORE_DATE = re.compile(r"(?:Meilenstein\b[^:(]{0,12}:?)?\s*\(?\s*(?:bis zum|bis|am|zum)?", re.I)
_AFTER_DATE = re.compile(r"\)?\s*[:–-]\s*(.+)", re.DOTALL)
_TITLE_FIRST = re.compile(
    r"(?:Meilenstein\b[^:(]{0,12}:\s*)?(.+?)\s*(?:[(:–-]|\bbis)\s*(?:bis zum|bis|zum|am)?", re.I
)


def _milestone(sentence: str) -> Cells | None:
    found = _DATE.search(sentence)
    if not found:
        return None
    before, after = sentence[: found.start()].strip(), sentence[found.end() :].strip()
    titled = _AFTER_DATE.fullmatch(after) if _BEFORE_DATE.fullmatch(before) else None
    if not titled and after in ("", ")"):
        titled = _TITLE_FIRST.fullmatch(before)
    return {"title": _tidy(titled[1]), "due": _numeric(found)} if titled else None


def _numeric(found: re.Match[str]) -> str:
    day, month, year = found.groups()
    return f"{day}.{_MONTH.get(month) or month.rstrip('.')}.{year}"


# --- indicators -----------------------------------------------------------------------------------

_VERB = r"(?:steig|sink|wächst|wachsen|erhöh|verringer|soll)\w*(?:\s(?:sich|soll\w*))?"
_FROM_TO = re.compile(
    rf"(?P<title>[^\n]{{3,300}}?)(?::|\s{_VERB})\s*"
    rf"(?:von\s+(?P<baseline>{_NUMBER})\s?(?:{_UNIT})?\s+auf|(?:neu|(?P<start>{_NUMBER}))\s?→)\s*"
    rf"(?:mindestens\s|höchstens\s)?(?P<target>{_NUMBER})(?:\s?(?P<unit>{_UNIT}))?"
)
_AT_LEAST = re.compile(
    rf"(?P<title>[^\n:]{{3,300}}):\s*(?:mindestens|wenigstens|höchstens|maximal)\s+"
    rf"(?P<target>{_NUMBER})(?:\s?(?P<unit>{_UNIT}))?"
)
_SOURCE = re.compile(r"\(?Quelle:\s*([^)]+)\)?")


def _indicator(sentence: str) -> Cells | None:
    found = _FROM_TO.match(sentence) or _AT_LEAST.match(sentence)
    if not found:
        return None
    parts, rest = found.groupdict(), sentence[found.end() :]
    due, source = _DATE.search(rest), _SOURCE.search(rest)
    return {
        "title": _tidy(parts["title"]),
        "unit": _unit(parts["unit"] or ""),
        "baseline": parts.get("baseline") or parts.get("start") or "",
        "target": parts["target"],
        "due": _numeric(due) if due else "",
        "source": source[1] if source else "",
    }


def _unit(words: str) -> str:
    if words.startswith(("pro ", "je ")):
        return f"Anzahl {words}"
    return {"": "Anzahl", "%": "Prozent"}.get(words, words)


# --- the table ------------------------------------------------------------------------------------

_PROSE: dict[str, tuple[str, Callable[[str], Cells | None]]] = {
    "schedule": ("milestones", _milestone),
    "indicators_note": ("indicators", _indicator),
}
"""Question of prose → the table beside it and what reads a sentence as a row of it."""


def _capitalized(title: str) -> str:
    return title[:1].upper() + title[1:]


def suggest_rows(question_id: str, text: str, edition: Edition) -> dict[str, list[dict[str, Any]]]:
    """Table id → rows found in the prose, with values as `clean_answers` gives them.

    The same sentence always gets the same row id. Nothing found, or nothing to look for: {}.
    """
    table_id, read = _PROSE.get(question_id, ("", lambda sentence: None))
    table = edition.questions.get(table_id)
    if table is None:
        return {}
    seen: set[str] = set()
    found = [
        cells | {"id": own_id(sentence, table.id, seen), "title": _capitalized(cells["title"])}
        for sentence in _sentences(text)
        if (cells := read(sentence)) and cells["title"]
    ]
    return {table.id: Table().parse(found, table)} if found else {}
