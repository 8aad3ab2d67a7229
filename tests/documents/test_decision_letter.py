"""The Bescheid: conforming whatever people write in it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.conformance import failures
from tests.documents.contents import DIFFICULT
from wirportal.documents import letter
from wirportal.documents.letter import Head, Heading, Letter, Text
from wirportal.review.decision_letter import pieces

pytestmark = pytest.mark.documents

WORDS = st.text(min_size=1, max_size=200) | st.sampled_from(DIFFICULT)
LINES = st.builds("{}{}".format, st.sampled_from(["", "# ", "## ", "- ", "#", "\n\n"]), WORDS)
TEXTS = st.lists(LINES, max_size=12).map("\n".join)


def bescheid(text: str, name: str = "Robin Amt") -> bytes:
    made = Letter(
        head=Head(authority=name, department=name, address=name, place=name),
        recipient=name,
        reference="WIR-2027-001",
        date=date(2026, 11, 22),
        subject=f"Zuwendungsbescheid\n{name}",
        blocks=tuple(pieces(text)),
        signed=f"Im Auftrag\n{name}",
    )
    return letter.render(made)


def test_a_line_with_a_hash_is_a_heading_and_nothing_else_is() -> None:
    found = list(pieces("Vorweg\n\n# Bewilligung\n\nText #1\n#keine\n## Auflagen\n- Eins"))
    assert found == [
        Text("Vorweg\n\n"),
        Heading("Bewilligung"),
        Text("\n\nText #1\n#keine\n"),
        Heading("Auflagen"),
        Text("\n- Eins"),
    ]


def test_a_bescheid_repeats_byte_for_byte() -> None:
    assert bescheid("# Eins\n\nText") == bescheid("# Eins\n\nText")


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(text=TEXTS, name=WORDS)
def test_every_bescheid_conforms(text: str, name: str) -> None:
    assert failures(bescheid(text, name)) == set()
