"""The milestones on the axis of their year."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirportal.documents.timeline import Marker, timeline
from wirportal.editions.load import load
from wirportal.editions.outline import Item

pytestmark = pytest.mark.documents


def milestones(*dues: str) -> Item:
    rows = [{"id": f"{n}", "title": f"Stein {n}", "due": due} for n, due in enumerate(dues, 1)]
    return Item(load().questions["milestones"], rows)


def markers(*dues: str) -> tuple[Marker, ...]:
    made = timeline(milestones(*dues), 2027)
    assert made
    return made.markers


def test_no_dates_no_timeline() -> None:
    assert timeline(milestones(), 2027) is None
    assert timeline(milestones("", "im Frühjahr", "2027-02-30"), 2027) is None


def test_labels_are_the_numbers_of_the_table() -> None:
    found = markers("2027-09-30", "bald", "2027-03-31", "2027-09-30", "2027-09-30", "2027-09-30")
    assert [marker.label for marker in found] == ["3", "1, 4–6"]


def test_day_stands_at_its_place_in_the_month() -> None:
    first, middle, last = markers("2027-01-01", "2027-07-01", "2027-12-31")
    assert 0 < first.at < 0.01 < 0.99 < last.at < 1
    assert middle.at == pytest.approx(0.5, abs=0.002)


def test_other_years_are_named_but_not_drawn() -> None:
    made = timeline(milestones("2026-12-31", "2027-05-01", "2028-01-01"), 2027)
    assert made
    assert [marker.label for marker in made.markers] == ["2"]
    assert made.outside == "1, 3"
    assert "3. Stein 3, 01.01.2028" in made.description


def test_without_a_year_the_first_date_tells_it() -> None:
    made = timeline(milestones("2029-05-01", "2028-05-01"), None)
    assert made and made.year == 2028


def test_crowded_year_counts_by_month() -> None:
    found = markers(*(f"2027-06-{day:02}" for day in range(1, 31)), "2027-07-01")
    assert [(marker.label, marker.lane) for marker in found] == [("30 ×", 0), ("1 ×", 0)]


def test_description_has_an_end() -> None:
    made = timeline(milestones(*["2027-06-01"] * 300), 2027)
    assert made and made.description.endswith("; und 240 weitere, siehe Tabelle.")


@given(st.lists(st.dates().map(str), min_size=1, max_size=300))
def test_no_marker_hides_another_or_leaves_the_axis(dues: list[str]) -> None:
    made: Any = timeline(milestones(*dues), None)
    assert all(m.left >= 0 and m.left + m.width <= 1.000001 and m.lane < 5 for m in made.markers)
    for one, other in combinations(made.markers, 2):
        apart = one.left + one.width <= other.left or other.left + other.width <= one.left
        assert one.lane != other.lane or apart
