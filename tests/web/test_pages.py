"""Pages about the portal itself, and the one for what is too much."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db

LEGAL = {
    "accessibility": ("Erklärung zur Barrierefreiheit", "Durchsetzungsstelle", "axe"),
    "privacy": ("Datenschutz", "Cookies", "gelöscht, sobald sie gelesen ist"),
    "imprint": ("Impressum", "EUPL-1.2"),
}


@pytest.mark.parametrize("name", LEGAL)
def test_everybody_reads_them_and_reads_that_they_are_unfilled(client: Client, name: str):
    page = client.get(reverse(name)).content.decode()
    for says in (*LEGAL[name], "Noch ein Muster"):
        assert says in page


@pytest.mark.parametrize("name", LEGAL)
def test_every_page_leads_to_them(client: Client, name: str):
    assert f'href="{reverse(name)}"' in client.get(reverse("sign-in")).content.decode()


def test_too_much_text_is_refused_with_a_page_that_comforts(client: Client):
    person = make.user()
    concept = make.concept(person)
    client.force_login(person)
    url = reverse("section", kwargs={"concept": concept.pk, "section": "other"})
    for fields in ({"other": "x" * 9_000_000}, {f"f{n}": "x" for n in range(10_001)}):
        answer = client.post(
            url,
            "&".join(f"{k}={v}" for k, v in fields.items()),
            "application/x-www-form-urlencoded",
        )
        assert answer.status_code == 413
        assert "nichts verloren" in answer.content.decode()


def test_nonsense_is_answered_with_a_page(client: Client):
    answer = client.post(
        reverse("sign-in"), b"x", content_type="multipart/form-data; boundary=" + "\x80"
    )
    assert answer.status_code == 400
    assert "Das hat nicht geklappt" in answer.content.decode()
