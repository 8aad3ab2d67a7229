"""What the take-over page shows of a file: each offer as two sides, in groups, with its choices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wirportal.concepts.takeover import Offer, Standing
from wirportal.editions.answers import is_empty
from wirportal.editions.compare import Piece, word_diff
from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Answers, Column, Question
from wirportal.editions.rows import row_title
from wirportal.web.language import said


@dataclass(frozen=True)
class Line:
    """A text with its changes; of a table's row one cell with its label."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Part:
    """A whole answer, or one row of a table; `mark` says what sets the row apart."""

    title: str
    mark: str
    lines: tuple[Line, ...]
    is_changed: bool = True


Side = tuple[Part, ...]
"""One of the two texts; empty where nothing stands."""


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    checked: bool


@dataclass(frozen=True)
class Shown:
    """An offer as drawn; `sureness` and `place` say how sure we are and where it was found."""

    offer: Offer
    sureness: str
    place: str
    present: Side
    found: Side
    merged: Side
    choices: tuple[Choice, ...]


# --- words ----------------------------------------------------------------------------------------

_SURENESS: tuple[tuple[float, Any], ...] = (
    (0.9, gettext_lazy("sicher")),
    (0.7, gettext_lazy("wahrscheinlich")),
    (0.0, gettext_lazy("bitte prüfen")),
)
"""From which confidence on we say so."""

_PLACES: Mapping[str, Any] = {
    "content-control": gettext_lazy("im Feld der Word-Datei"),
    "form-field": gettext_lazy("im Formularfeld der Datei"),
    "heading": gettext_lazy("unter der Überschrift"),
    "json": gettext_lazy("in der Datendatei"),
    "attachment": gettext_lazy("in den Daten, die der PDF-Datei beiliegen"),
}

_CHOICES: Mapping[str, Any] = {
    "keep": gettext_lazy("Im Entwurf lassen"),
    "take": gettext_lazy("Aus der Datei übernehmen"),
    "merge": gettext_lazy("Zusammenführen"),
}


def _choices(offer: Offer) -> tuple[Choice, ...]:
    empties = {"take": _("Wie in der Datei: leer")} if is_empty(offer.found) else {}
    labels = {**_CHOICES, **empties}
    return tuple(Choice(v, str(labels[v]), v == offer.proposal) for v in offer.values)


# --- groups ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """`id`: its place on the page."""

    id: str
    title: Any
    lead: Any
    standings: frozenset[Standing]


_GROUPS = (
    Group(
        "neu",
        gettext_lazy("Neu"),
        gettext_lazy("Im Entwurf steht hier noch nichts."),
        frozenset({Standing.NEW}),
    ),
    Group(
        "geaendert",
        gettext_lazy("Geändert"),
        gettext_lazy("Seit der Ausgabe nur in der Datei geändert."),
        frozenset({Standing.OFFLINE}),
    ),
    Group(
        "beide",
        gettext_lazy("Beide geändert"),
        gettext_lazy("Seit der Ausgabe in der Datei und im Entwurf geändert."),
        frozenset({Standing.MERGED, Standing.BOTH}),
    ),
)
_DIFFERENT = Group(
    "anders",
    gettext_lazy("Anders als im Entwurf"),
    gettext_lazy("Welcher Text neuer ist, sagt die Datei nicht. Bitte entscheiden Sie."),
    frozenset({Standing.BOTH}),
)
"""In place of the last one, where the file is no copy that was given out here."""


def grouped(
    offered: Sequence[Offer], present: Answers, found: Answers, *, is_copy: bool
) -> list[tuple[Group, list[Shown]]]:
    """The offers that ask for a decision; `is_copy`: the file was given out from this concept."""
    groups = _GROUPS if is_copy else (*_GROUPS[:-1], _DIFFERENT)
    drawn = (
        (group, [_shown(o, present, found) for o in offered if o.standing in group.standings])
        for group in groups
    )
    return [(group, shown) for group, shown in drawn if shown]


def _shown(offer: Offer, present: Answers, found: Answers) -> Shown:
    sides = _tables if offer.question.kind == "table" else _texts
    here, there = sides(offer.question, offer.present, offer.found, present, found)
    merged: Side = ()
    if offer.merged is not None:
        both = {**found, **present}
        merged = sides(offer.question, offer.present, offer.merged, present, both)[1]
    return Shown(
        offer,
        str(next(word for least, word in _SURENESS if offer.confidence >= least)),
        str(_PLACES.get(offer.source, "")),
        here,
        there,
        merged,
        _choices(offer),
    )


# --- two sides ------------------------------------------------------------------------------------


def _texts(
    question: Question, here: Any, there: Any, present: Answers, found: Answers
) -> tuple[Side, Side]:
    left, right = _compared(_show(question, here, present), _show(question, there, found))
    return _whole(left), _whole(right)


def _whole(pieces: tuple[Piece, ...]) -> Side:
    return (Part("", "", (Line("", pieces),)),) if pieces else ()


def _tables(
    question: Question, here: Any, there: Any, present: Answers, found: Answers
) -> tuple[Side, Side]:
    """The rows that differ; how many there are besides stands below them."""
    ours, theirs = ({row["id"]: row for row in rows} for rows in (here, there))
    left = [
        _row(question, row, theirs.get(row["id"]), present, found, _("nicht in der Datei"))
        for row in here
    ]
    right = [
        _row(question, row, ours.get(row["id"]), found, present, _("neu"), is_newer=True)
        for row in there
    ]
    return _without_same_rows(left), _without_same_rows(right)


def _without_same_rows(rows: Sequence[Part]) -> Side:
    changed = tuple(row for row in rows if row.is_changed)
    count = len(rows) - len(changed)
    text = ngettext("%d Zeile ist gleich", "%d Zeilen sind gleich", count) % count
    return (*changed, Part(text, "", ())) if count else changed


Row = Mapping[str, Any]


def _row(
    question: Question,
    row: Row,
    other: Row | None,
    answers: Answers,
    others: Answers,
    mark: str,
    *,
    is_newer: bool = False,
) -> Part:
    """One row with what the other side's row of that id has changed; without one it is marked."""
    lines = []
    for column in question.columns:
        cell = _show(column, row.get(column.id), answers)
        against = cell if other is None else _show(column, other.get(column.id), others)
        old, new = (against, cell) if is_newer else (cell, against)
        if pieces := _compared(old, new)[int(is_newer)]:
            lines.append(Line(column.label, pieces))
    changed = other is None or row != other
    return Part(said(row_title(row)), "" if other else mark, tuple(lines), changed)


def _show(field: Column, value: Any, answers: Answers) -> str:
    return "" if is_empty(value) else KINDS[field.kind].show(value, field, answers)


def _compared(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The old text with what went, the new one with what came; one that is alone is not marked."""
    if not (old and new):
        return tuple(_plain(old)), tuple(_plain(new))
    pieces = word_diff(old, new)
    return (
        tuple(piece for piece in pieces if piece.op != "added"),
        tuple(piece for piece in pieces if piece.op != "removed"),
    )


def _plain(text: str) -> Iterable[Piece]:
    return [Piece("same", text)] if text else []


def plain_row(question: Question, row: Row, answers: Answers) -> Part:
    """A row with its cells, compared with nothing."""
    return _row(question, row, None, answers, answers, "")
