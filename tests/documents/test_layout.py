"""How wide columns are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirportal.documents.layout import around, shares
from wirportal.editions.load import load
from wirportal.editions.outline import Row

pytestmark = pytest.mark.documents

INDICATORS = load().questions["indicators"]


@given(st.lists(st.tuples(*[st.text(max_size=400)] * len(INDICATORS.columns)), max_size=5))
def test_shares_fill_the_page_and_leave_no_column_out(cells: list[tuple[str, ...]]) -> None:
    found = shares(INDICATORS, [Row("", row) for row in cells])
    assert len(found) == len(INDICATORS.columns)
    assert sum(found) == pytest.approx(1)
    assert min(found) > 0.03


def test_long_texts_get_more_room_than_numbers() -> None:
    row = Row(
        "",
        (
            "Ein Titel aus Wörtern",
            "Ein langes Ziel mit vielen Wörtern " * 4,
            "Anzahl",
            "1",
            "2",
            "",
            "Liste",
        ),
    )
    title, goal, _, baseline, *_ = shares(INDICATORS, [row])
    assert goal > title > baseline


def test_answer_stands_inside_its_printed_line() -> None:
    asked = load().questions
    assert around(asked["budget_year"]) == ("„WIR“-Koordination (für das Haushaltsjahr: ", ")")
    assert around(asked["application_date"]) == ("Zum Antrag vom: ", "")
