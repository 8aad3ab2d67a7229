"""A calendar is what RFC 5545 says, whatever stands in it."""

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from wirportal.notices.calendar import LINE, Entry, write

REVISED = datetime(2026, 9, 1, 8, tzinfo=UTC)


def entry(title: str = "Frist", at: date = date(2026, 12, 31)) -> Entry:
    return Entry("assignment-1@wir-portal", at, REVISED, title, "https://wir.example.org/konzepte/")


def lines(calendar: bytes) -> list[str]:
    """As a calendar program reads them: unfolded."""
    assert calendar.endswith(b"\r\n")
    return calendar.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n")))
def test_every_text_comes_through(title: str) -> None:
    (summary,) = [line for line in lines(write("x", [entry(title)])) if line.startswith("SUMMARY:")]
    assert unescaped(summary.removeprefix("SUMMARY:")) == title


@given(st.text(st.characters(codec="utf-8")))
def test_every_line_is_short_and_whole(title: str) -> None:
    calendar = write(title, [entry(title)])
    for line in calendar.split(b"\r\n"):
        assert len(line) <= LINE
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
        line.decode()  # no character is cut in two


@given(st.text(st.characters(codec="utf-8")))
def test_no_text_makes_a_line_of_its_own(title: str) -> None:
    names = [re.split("[:;]", line)[0] for line in lines(write("x", [entry(title)]))]
    assert names == [re.split("[:;]", line)[0] for line in lines(write("x", [entry("Frist")]))]


def test_a_day_ends_with_the_next_one() -> None:
    said = lines(write("x", [entry()]))
    assert "DTSTART;VALUE=DATE:20261231" in said
    assert "DTEND;VALUE=DATE:20270101" in said


def test_an_instant_is_told_in_utc() -> None:
    summer = datetime.fromisoformat("2026-07-01T23:59:59+02:00")
    said = lines(write("x", [entry(at=summer)]))
    assert "DTSTART:20260701T215959Z" in said
    assert not [line for line in said if line.startswith("DTEND")]


def test_a_calendar_begins_and_ends() -> None:
    said = lines(write("WIR-Portal", [entry(), entry()]))
    assert said[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert said[-1] == "END:VCALENDAR"
    assert said.count("BEGIN:VEVENT") == said.count("END:VEVENT") == 2
    assert "DTSTAMP:20260901T080000Z" in said
