"""What a read file offers for each question, beside what stands in the draft; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wirportal.editions.answers import is_empty
from wirportal.editions.compare import merge3_text
from wirportal.editions.model import Answers, Question


class Standing(StrEnum):
    """How a file's text stands to the draft's."""

    SAME = "same"
    NEW = "new"
    """The draft has nothing yet."""
    OFFLINE = "offline"
    """Changed in the file only, since it was given out."""
    ONLINE = "online"
    """Changed in the draft only."""
    MERGED = "merged"
    """Changed in both, at different places."""
    BOTH = "both"
    """Changed in both at the same place, or nobody knows which is newer."""


@dataclass(frozen=True)
class Offer:
    """One question's choice: `found` in the file, `present` in the draft, `merged` of both."""

    question: Question
    standing: Standing
    found: Any
    present: Any
    version: int
    merged: Any = None
    confidence: float = 1.0
    source: str = ""

    @property
    def proposal(self) -> str:
        """Which choice is ticked before the person looks: "keep", "take" or "merge"."""
        if self.standing is Standing.MERGED:
            return "merge"
        sure = self.confidence >= SURE
        return "take" if sure and self.standing in (Standing.NEW, Standing.OFFLINE) else "keep"

    def value_of(self, choice: str) -> Any:
        """The value a choice stands for; KeyError for an unknown choice."""
        return {"keep": self.present, "take": self.found, "merge": self.merged}[choice]


SURE = 0.8


def offer(
    question: Question,
    found: Any,
    present: Any,
    base: Any | None,
    *,
    version: int,
    confidence: float = 1.0,
    source: str = "",
) -> Offer:
    """Compare three texts; `base` is what was given out, None where the file is not our copy."""
    standing, merged = _standing(question, found, present, base)
    return Offer(question, standing, found, present, version, merged, confidence, source)


def _standing(question: Question, found: Any, present: Any, base: Any) -> tuple[Standing, Any]:
    if found == present or (is_empty(found) and is_empty(present)):
        return Standing.SAME, None
    if base is not None and found == base:
        return Standing.ONLINE, None
    if base is not None and present == base:
        return Standing.OFFLINE, None
    if is_empty(present):
        return Standing.NEW, None
    merged = None if base is None else _merge(question, base, present, found)
    return (Standing.BOTH, None) if merged is None else (Standing.MERGED, merged)


def _merge(question: Question, base: Any, present: Any, found: Any) -> Any:
    if question.kind == "table":
        return merge_rows(base, present, found)
    if question.kind == "text":
        return merge3_text(base, present, found)
    return None


Rows = Sequence[Mapping[str, Any]]


def merge_rows(base: Rows, mine: Rows, theirs: Rows) -> list[dict[str, Any]] | None:
    """Three-way merge of table rows by their ids; None where both changed the same cell.

    Order is mine, rows that only they have come last. A row that one side removed goes,
    unless the other side changed it: then it stays.
    """
    old, ours, other = ({row["id"]: dict(row) for row in rows} for rows in (base, mine, theirs))
    merged: list[dict[str, Any]] = []
    for row_id in [*ours, *(row_id for row_id in other if row_id not in ours)]:
        row = _merge_row(old.get(row_id), ours.get(row_id), other.get(row_id))
        if row is None:
            return None
        if row:
            merged.append(row)
    return merged


def _merge_row(
    old: dict[str, Any] | None, mine: dict[str, Any] | None, theirs: dict[str, Any] | None
) -> dict[str, Any] | None:
    """The row; {} where it goes; None where both changed the same cell."""
    if mine is None or theirs is None:
        left = mine or theirs or {}
        return {} if left == old else left
    row = {}
    for column in {**mine, **theirs}:
        before, here, there = ((side or {}).get(column) for side in (old, mine, theirs))
        if here != there and before not in (here, there):
            return None
        value = there if here == before else here
        if value is not None:
            row[column] = value
    return row


def offers(
    questions: Mapping[str, Question],
    imported: Mapping[str, Any],
    present: Answers,
    base: Answers | None,
    versions: Mapping[str, int],
) -> list[Offer]:
    """An offer for each question the file says something about, in printed order.

    imported: `Imported` as JSON. With a base, a question that is empty in the file was emptied.
    """
    findings = {finding["id"]: finding for finding in imported["findings"]}
    found: Answers = imported["answers"]
    return [
        offer(
            question,
            found.get(question.id, _blank(question)),
            present.get(question.id, _blank(question)),
            None if base is None else base.get(question.id, _blank(question)),
            version=versions[question.id],
            confidence=findings.get(question.id, {}).get("confidence", 1.0),
            source=findings.get(question.id, {}).get("source", ""),
        )
        for question in questions.values()
        if question.id in versions and (question.id in found or (base and question.id in base))
    ]


def _blank(question: Question) -> Any:
    return [] if question.kind == "table" else ""
