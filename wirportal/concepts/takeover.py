"""What a read file offers for each question, beside what stands in the draft; pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from wirportal.editions.answers import is_empty
from wirportal.editions.compare import merge3_text
from wirportal.editions.kinds import KINDS, ROW_LIMIT
from wirportal.editions.model import Answers, Edition, Question
from wirportal.editions.outline import Body
from wirportal.editions.rows import with_row
from wirportal.editions.text import clean_line
from wirportal.sentence import Sentence


class Standing(StrEnum):
    """How a file's text stands to the draft's."""

    SAME = "same"
    NEW = "new"
    """The draft has nothing yet."""
    OFFLINE = "offline"
    """Changed in the file only, since it was given out."""
    ONLINE = "online"
    """Changed in the draft only, or in both and the draft holds the file's changes already."""
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
        # A text that is missing in the file may have been deleted, or not been recognised.
        sure = self.confidence >= SURE and not is_empty(self.found)
        return "take" if sure and self.standing in (Standing.NEW, Standing.OFFLINE) else "keep"

    @property
    def values(self) -> dict[str, Any]:
        """The value of each choice there is."""
        values = {"keep": self.present, "take": self.found}
        return values if self.merged is None else values | {"merge": self.merged}

    @property
    def is_settled(self) -> bool:
        """Whether the file brings nothing that the draft lacks."""
        return self.standing in (Standing.SAME, Standing.ONLINE)


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
    if merged == present:
        return Standing.ONLINE, None
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


# --- rows that lost their ids on the way ----------------------------------------------------------


def with_known_ids(
    found: Answers, questions: Mapping[str, Question], *known: Answers | None
) -> Answers:
    """The answers of a file, its table rows called as in the `known` answers; refs follow.

    Old Word files, OpenDocument and text cannot carry ids, and progress hangs on them: a row that
    says the same, is called the same or is mostly the same is the same row.
    """
    names: dict[str, str] = {}
    tables = [q for q in questions.values() if q.kind == "table" and q.id in found]
    for table in tables:
        rows = [_renamed(row, table, names) for row in found[table.id]]
        names |= _known_ids(rows, [r for a in known if a for r in a.get(table.id, ())])
    return found | {t.id: [_renamed(row, t, names) for row in found[t.id]] for t in tables}


def _renamed(row: Mapping[str, Any], table: Question, names: Mapping[str, str]) -> dict[str, Any]:
    """The row with its own id and those it points to replaced."""
    ids = {"id", *(column.id for column in table.columns if column.kind == "ref")}
    return {key: names.get(cell, cell) if key in ids else cell for key, cell in row.items()}


def _known_ids(rows: Rows, known: Rows) -> dict[str, str]:
    """The file's id → the known one; the surest likeness goes first, then the order."""
    there = {row["id"] for row in rows}
    known_ids = {row["id"] for row in known}
    left = [row for row in known if row["id"] not in there]
    names: dict[str, str] = {}
    for alike in _LIKENESSES:
        for row in rows[:ROW_LIMIT]:
            if row["id"] in known_ids or row["id"] in names:
                continue
            same = next((other for other in left if alike(_cells(row), _cells(other))), None)
            if same:
                names[row["id"]] = same["id"]
                left = [other for other in left if other["id"] != same["id"]]
    return names


Cells = set[tuple[str, Any]]


def _cells(row: Mapping[str, Any]) -> Cells:
    return {(column, cell) for column, cell in row.items() if cell and column != "id"}


def _is_called_same(one: Cells, other: Cells) -> bool:
    return any(column in ("title", "name", "holder") for column, _ in one & other)


def _is_mostly_same(one: Cells, other: Cells) -> bool:
    return 2 * len(one & other) > max(len(one), len(other))


_LIKENESSES = (set.__eq__, _is_called_same, _is_mostly_same)


# --- what the person chose --------------------------------------------------------------------


@dataclass(frozen=True)
class Chosen:
    """`choices`: question id → "keep", "take" or "merge"; `appended`: place of an unassigned text →
    question id; `rows`: table id → ids of the suggested rows."""

    choices: Mapping[str, str] = field(default_factory=dict)
    appended: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[str, Collection[str]] = field(default_factory=dict)


def chosen_values(
    chosen: Chosen,
    offered: Sequence[Offer],
    imported: Mapping[str, Any],
    edition: Edition,
    present: Answers,
) -> dict[str, Any]:
    """Question id → value to save, for what the choices change; unknown choices change nothing.

    Choosing the same again changes nothing: a text or row that stands there is not added twice.
    """
    values = present | {o.question.id: _chosen_value(o, chosen) for o in offered}
    for place, text in enumerate(imported["unassigned"]):
        question = edition.questions.get(chosen.appended.get(place, ""))
        if question and question.kind == "text":
            values[question.id] = _appended(values.get(question.id) or "", text, question)
    for table, rows in suggested_rows(imported, present).items():
        for row in rows:
            if row["id"] in chosen.rows.get(table, ()):
                values[table] = with_row(values.get(table) or [], row)
    return {key: value for key, value in values.items() if not _equal(value, present.get(key))}


def _chosen_value(offer: Offer, chosen: Chosen) -> Any:
    return offer.values.get(chosen.choices.get(offer.question.id, ""), offer.present)


def _appended(old: str, text: str, question: Question) -> str:
    joined: str = KINDS[question.kind].parse("\n\n".join(filter(None, (old, text))), question)
    return old if _holds(old, text) else joined


def _holds(whole: str, part: str) -> bool:
    """Whether the lines of `part` stand in `whole`, one below the other."""
    whole, part = ("\n".join(map(clean_line, text.split("\n"))) for text in (whole, part))
    return f"\n{part}\n" in f"\n{whole}\n"


def _equal(one: Any, other: Any) -> bool:
    return one == other or (is_empty(one) and is_empty(other))


def placed_at(text: str, edition: Edition, present: Answers) -> Question | None:
    """The first question whose answer holds this text already; None where there is none."""
    texts = (q for q in edition.questions.values() if q.kind == "text")
    return next((q for q in texts if _holds(present.get(q.id, ""), text)), None)


def suggested_rows(
    imported: Mapping[str, Any], present: Answers
) -> dict[str, list[dict[str, Any]]]:
    """Table id → rows made of prose that the draft's table does not have yet."""
    left = {
        table: [row for row in rows if not _has_row(present.get(table, []), row)]
        for table, rows in imported["suggestions"].items()
    }
    return {table: rows for table, rows in left.items() if rows}


def _has_row(rows: Rows, row: Mapping[str, Any]) -> bool:
    """Whether the row is there by its id, or another one that says all the same."""
    cells = {column: cell for column, cell in row.items() if column != "id"}
    return any(there["id"] == row["id"] or cells.items() <= there.items() for there in rows)


# --- is it this concept's file at all? ----------------------------------------------------------


def doubts(
    imported: Mapping[str, Any], edition_id: str, budget_year: int, body: Body, known_base: bool
) -> Iterator[Sentence]:
    """What speaks against this file being about this concept, as sentences."""
    year = imported["answers"].get("budget_year", budget_year)
    if year != budget_year:
        yield Sentence(
            "Die Datei nennt das Haushaltsjahr {year}; dieses Konzept ist für {ours}.",
            year=year,
            ours=budget_year,
        )
    if not _may_be_same(named := Body(**imported["body"]), body):
        yield Sentence(
            "Die Datei nennt als Antragsteller „{name}“; dieses Konzept gehört zu „{ours}“.",
            name=named.name,
            ours=body.name,
        )
    if imported["edition"] not in ("", edition_id):
        yield Sentence("Die Datei ist auf einer anderen Fassung des Formulars geschrieben.")
    if imported["revision"] and not known_base:
        yield Sentence(
            "Die Datei trägt die Fassung {revision}, die nicht aus diesem Konzept stammt. "
            "Deshalb ist nicht zu erkennen, was seither geändert wurde.",
            revision=imported["revision"],
        )


def _may_be_same(one: Body, other: Body) -> bool:
    """„Musterland“ and „Landkreis Musterland“ may be the same body, of one type or an unknown."""
    if one.name and one.type and other.type and one.type != other.type:
        return False
    names = [clean_line(body.name).casefold() for body in (one, other)]
    return names[0] in names[1] or names[1] in names[0]
