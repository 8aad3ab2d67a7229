"""The official form as people fill it: as plain text, and as the old Word form with its fields."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

OFFICIAL = (Path(__file__).parents[2] / "data" / "formular-2014.txt").read_text()

_BLANK = re.compile("\u2002+(?:\\.\u2002+){2}|\u2002{5,}")
_PLACES = (
    "application_date", "landkreis", "kreisfreie_stadt", "sonderstatusstadt", "budget_year",
    "contacts_note", "anchoring", "reporting_line", "posts_note", "status", "understanding",
    "crosscutting", "annual_plan", "opening", "welcome", "schedule", "indicators_note", "steering",
    "tasks", "other", "applicant", "place", "date",
)  # fmt: skip
PROSE = (*_PLACES[5:-3], "measure_note", "cooperation")
_UNDER = {"measure_note": "für das Haushaltsjahr:", "cooperation": "Kooperationsstruktur mit der"}
"""Questions without a blank on the paper: people write under the line that begins so."""


def filled_lines(answers: Mapping[str, str], mark: str = "{}") -> Iterator[str]:
    """The form line by line, with what was filled in put into `mark`; empty blanks stay."""
    places = iter(_PLACES)

    def fill(blank: re.Match[str]) -> str:
        place = next(places)
        return mark.format(answers.get(place, blank[0]))

    for line in OFFICIAL.split("\n"):
        yield _BLANK.sub(fill, line)
        for question, words in _UNDER.items():
            if words in line and question in answers:
                yield answers[question]


def as_text(answers: Mapping[str, str]) -> str:
    """The form as a text file."""
    return "\n".join(filled_lines(answers))
