"""Milestones on the axis of their year, laid out so that none hides another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from wirportal.editions.kinds import iso_date
from wirportal.editions.outline import Item
from wirportal.editions.rows import row_title

_LANES = 5  # with more of them the months are counted instead
_LISTED, _TITLE = 60, 80  # milestones and letters of each: a PDF string has an end
_SIGN_WIDTH, _PADDING = 0.011, 0.018  # of a label, as a share of the axis


@dataclass(frozen=True)
class Marker:
    """A label with the milestones of one day (or month). `at` and `left`: shares of the axis."""

    at: float
    left: float
    width: float
    lane: int
    label: str


@dataclass(frozen=True)
class Timeline:
    year: int
    markers: tuple[Marker, ...]
    outside: str
    """The numbers of the milestones before or after the year."""
    description: str
    """All dated milestones in words."""


@dataclass(frozen=True)
class _Point:
    number: int
    title: str
    due: date


def timeline(item: Item, year: int | None) -> Timeline | None:
    """The timeline of a table's rows with a readable date in "due"; None if there are none.

    Rows are numbered from 1 as in the table. Without a year it is that of the first date.
    """
    points = [
        _Point(number, row_title(row), due)
        for number, row in enumerate(item.value or (), start=1)
        if (due := iso_date(row.get("due")))
    ]
    if not points:
        return None
    points.sort(key=lambda point: (point.due, point.number))
    year = year or points[0].due.year
    inside = [point for point in points if point.due.year == year]
    outside = [point.number for point in points if point.due.year != year]
    return Timeline(year, _markers(inside), _numbers(outside), _in_words(points, year))


def _markers(points: Sequence[_Point]) -> tuple[Marker, ...]:
    days = groupby(points, key=lambda point: point.due)
    placed = tuple(_placed((_share(day), _numbers([p.number for p in on])) for day, on in days))
    if all(marker.lane < _LANES for marker in placed):
        return placed
    months = groupby(points, key=lambda point: point.due.month)
    return tuple(_placed(((month - 0.5) / 12, f"{len(list(on))} ×") for month, on in months))


def _placed(labels: Iterator[tuple[float, str]]) -> Iterator[Marker]:
    """Each label over its place, in the lowest lane that has room for it."""
    ends: list[float] = []
    for at, label in labels:
        width = len(label) * _SIGN_WIDTH + _PADDING
        left = min(max(at - width / 2, 0.0), 1 - width)
        lane = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        ends[lane : lane + 1] = [left + width + _SIGN_WIDTH / 2]
        yield Marker(at, left, width, lane, label)


def _share(day: date) -> float:
    """Where in its year a day is, months being equally wide."""
    days = (date(day.year + day.month // 12, day.month % 12 + 1, 1) - day.replace(day=1)).days
    return (day.month - 1 + (day.day - 0.5) / days) / 12


def _numbers(numbers: Sequence[int]) -> str:
    """ "1–3, 7"; what goes beyond three parts is cut off."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    parts = [f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]
    return ", ".join(parts[:3]) + (" …" if len(parts) > 3 else "")


def _in_words(points: Sequence[_Point], year: int) -> str:
    listed = "; ".join(
        f"{p.number}. {p.title[:_TITLE]}, {p.due:%d.%m}.{p.due.year}" for p in points[:_LISTED]
    )
    rest = len(points) - _LISTED
    more = f"; und {rest} weitere, siehe Tabelle" if rest > 0 else ""
    return f"Zeitstrahl für das Haushaltsjahr {year}. Meilensteine: {listed}{more}."
