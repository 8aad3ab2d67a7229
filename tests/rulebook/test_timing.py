from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from wirportal.rulebook.timing import Timing, timing

BERLIN = ZoneInfo("Europe/Berlin")
OPENS = datetime(2026, 7, 1, tzinfo=BERLIN)
SECOND = timedelta(seconds=1)
DEADLINES = [
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=BERLIN),  # the year ends an hour earlier than in UTC
    datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=0),  # this half past two comes twice
    datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1),
    datetime(2027, 3, 28, 3, 0, tzinfo=BERLIN),  # the hour before it does not exist
    datetime(2028, 2, 29, 12, 0, tzinfo=BERLIN),
]


@pytest.mark.parametrize("closes", DEADLINES)
@pytest.mark.parametrize("takes_late", [True, False])
def test_deadline_turns_at_the_second(closes: datetime, takes_late: bool):
    deadline = closes.astimezone(UTC)
    over = Timing.LATE if takes_late else Timing.CLOSED
    for now, expected in ((-SECOND, Timing.OPEN), (0 * SECOND, Timing.OPEN), (SECOND, over)):
        assert timing(deadline + now, OPENS, closes, takes_late=takes_late) == expected


def test_opening_turns_at_the_second():
    closes = DEADLINES[0]
    assert timing(OPENS - SECOND, OPENS, closes, takes_late=True) == Timing.EARLY
    assert timing(OPENS, OPENS, closes, takes_late=True) == Timing.OPEN


def test_the_clock_of_another_zone_does_not_matter():
    closes = DEADLINES[0]
    honolulu = (closes + SECOND).astimezone(ZoneInfo("Pacific/Honolulu"))
    assert honolulu.year == 2026
    assert timing(honolulu, OPENS, closes, takes_late=True) == Timing.LATE
