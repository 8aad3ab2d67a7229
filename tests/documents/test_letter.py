"""A letter of the authority: conforming whatever is written in it."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.conformance import failures
from tests.documents.contents import DIFFICULT
from wirportal.documents import letter
from wirportal.documents.letter import Head, Heading, Letter, Point, Points, Table, Text

pytestmark = pytest.mark.documents

LETTER = Letter(
    head=Head(
        authority="Regierungspräsidium Musterbezirk",
        department="Dezernat 99",
        address="Musterplatz 1\n01234 Musterstadt",
        place="Musterstadt",
        phone="01234 5678-0",
        email="post@rp.example",
    ),
    recipient="Kreisausschuss des Landkreises Musterland\nMusterstadt",
    reference="WIR-2027-001",
    date=date(2027, 3, 1),
    subject="1. Nachforderung zu Ihrem Konzept 2027",
    blocks=(
        Text("Sehr geehrte Damen und Herren,\n\nbitte ergänzen Sie:\n\n- eins\n- zwei"),
        Heading("Was fehlt"),
        Points((Point("Bitte nennen Sie Zahlen.", "5.1. Ziele", "erforderlich"), Point("Kurz."))),
        Table(
            "Bewilligte Beträge",
            ("Gegenstand", "Betrag"),
            (("Volle Stelle", "60.000,00 Euro"), ("Summe", "60.000,00 Euro")),
            right=frozenset({1}),
            total=True,
        ),
    ),
    signed="Im Auftrag\nRobin Amt",
    note="erstellt vom WIR-Portal",
)


def text_of(data: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(data))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_letter_says_who_writes_to_whom_about_what() -> None:
    said = text_of(letter.render(LETTER))
    for part in (
        "Regierungspräsidium Musterbezirk",
        "Kreisausschuss des Landkreises Musterland",
        "Aktenzeichen: WIR-2027-001",
        "Datum: Musterstadt, 01.03.2027",
        "1. Nachforderung zu Ihrem Konzept 2027",
        "5.1. Ziele (erforderlich)",
        "Im Auftrag Robin Amt",
        "Seite 1 von 1",
    ):
        assert part in said


def test_letter_conforms_and_repeats_byte_for_byte() -> None:
    made = letter.render(LETTER)
    assert failures(made) == set()
    assert made == letter.render(LETTER)


def test_bare_letter_conforms() -> None:
    bare = Letter(Head("Amt"), "", "", date(2027, 3, 1), "Betreff", ())
    assert failures(letter.render(bare)) == set()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(max_size=200) | st.sampled_from(DIFFICULT),
    count=st.integers(0, 30),
)
def test_every_letter_conforms(text: str, count: int) -> None:
    blocks = (
        Heading(text),
        Text(text),
        Points((Point(text, text, text),) * count),
        Table(text, (text, "Betrag"), ((text, text),) * count, right=frozenset({1})),
    )
    head = Head(text, text, text, text, text, text)
    made = replace(LETTER, head=head, recipient=text, subject=text, signed=text, blocks=blocks)
    assert failures(letter.render(made)) == set()
