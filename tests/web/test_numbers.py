"""Numbers that pages send back in hidden fields, from people who change them."""

import pytest
from django.urls import reverse

from tests import make
from wirportal.web.numbers import whole_number

ENDLESS = "9" * 5_000
"""Python refuses to read it as a number."""


@pytest.mark.parametrize(
    ("raw", "number"),
    [("0", 0), ("007", 7), ("999999999", 999_999_999), ("1000000000", -1), (ENDLESS, -1)]
    + [(raw, -1) for raw in ("", " 1", "-1", "1.0", "1e3", "²", "٣", "eins", "\0")],
)
def test_only_a_whole_number_is_one(raw: str, number: int) -> None:
    assert whole_number(raw, otherwise=-1) == number


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "field", "status"),
    [
        ("send-request", "number", {404}),
        ("write-request", "item-TOTAL_FORMS", {302, 422}),  # Django takes -1 for none
        ("write-request", "insert", {200}),
        ("propose", "saved", {422}),
    ],
)
@pytest.mark.parametrize("raw", [ENDLESS, "²", "-1"])
def test_none_of_them_brings_a_page_down(page: str, field: str, status: set[int], raw: str) -> None:
    file, robin = make.in_review(make.user()), make.officer()
    typed = {"writer": robin.pk, "item-TOTAL_FORMS": "0", "item-INITIAL_FORMS": "0"}
    path = reverse(page, args=[file.concept_id])
    sent = make.client(robin).post(
        path, typed | {field: f"text {raw}" if field == "insert" else raw}
    )
    assert sent.status_code in status


@pytest.mark.django_db
def test_nor_the_inbox_of_notices() -> None:
    sent = make.client(make.user()).post(reverse("notices-read"), {"upto": ENDLESS})
    assert sent.status_code == 302
