"""The confirmation of a submission: conforming whatever names stand in it."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.conformance import failures
from tests.documents.contents import DIFFICULT
from wirportal.documents import receipt
from wirportal.documents.receipt import Receipt, Signed

pytestmark = pytest.mark.documents

SUMMER = datetime(2026, 7, 1, 22, 30, 5, tzinfo=UTC)
RECEIPT = Receipt(
    programme="Landesprogramm „WIR“",
    body="Kreisausschuss des Landkreises Musterland",
    budget_year=2027,
    number="2027-0001",
    at=SUMMER,
    late=False,
    by="Alex Beispiel",
    revision="3F2A-90BC",
    sha256="ab" * 32,
    signatures=(Signed("Robin Vorlage", "Landrat", "Erklärung im Portal", SUMMER),),
)


def text_of(data: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(data))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_receipt_says_number_instant_in_berlin_and_checksum() -> None:
    said = text_of(receipt.render(RECEIPT))
    assert "Eingangsbestätigung 2027-0001" in said
    assert "02.07.2026, 00:30:05 Uhr" in said
    assert "abababab " * 7 in said
    assert "nach Ablauf der Frist" not in said


def test_late_is_said() -> None:
    assert "nach Ablauf der Frist" in text_of(receipt.render(replace(RECEIPT, late=True)))


def test_receipt_repeats_byte_for_byte() -> None:
    assert receipt.render(RECEIPT) == receipt.render(RECEIPT)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    name=st.text(min_size=1, max_size=200) | st.sampled_from(DIFFICULT),
    count=st.integers(0, 40),
)
def test_every_receipt_conforms(name: str, count: int) -> None:
    signed = (Signed(name, name, "Unterschrift auf Papier", SUMMER),) * count
    made = replace(RECEIPT, body=name, by=name, signatures=signed)
    assert failures(receipt.render(made)) == set()
