"""What people and programs type by accident or on purpose: it is saved, shown and printed."""

import io
import json
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests import make
from wirportal.concepts.models import Concept
from wirportal.web.fields import token

pytestmark = [pytest.mark.hostile, pytest.mark.django_db]

STRANGE = {
    "emoji": ("Willkommen 👋🏽 im Rathaus 🏛️", "Willkommen 👋🏽 im Rathaus 🏛️"),
    "NUL and other controls": ("vor\x00nach\x07\x1b[31m rot", "vornach[31m rot"),
    "bullets from Word": ("\uf0b7 Erster Punkt\r\n\uf0b7 Zweiter Punkt", "Zweiter Punkt"),
    "decomposed umlauts": ("Gru\u0308ße aus Ko\u0308nigstein", "Grüße aus Königstein"),
    "zero width": ("Inte\u200bgra\ufefftion", "Inte"),
    "right to left": ("مرحبا بكم und \u202eRückwärts\u202c", "مرحبا بكم"),
    "half a surrogate": ("halb \ud83d ganz", "halb"),
    "markup": ("<script>alert(1)</script> #import $x$ *fett* {{ 7 * 7 }}", "<script>alert(1)"),
    "one endless word": ("Donaudampfschiff" * 1_200, "Donaudampfschiff" * 1_200),
    "only blanks": (" \u00a0\u2003\t\r\n ", ""),
}
"""What is typed, and what of it must stand in the answer."""


def client(concept: Concept) -> Client:
    signed_in = Client()
    signed_in.force_login(concept.created_by)
    return signed_in


def posted(concept: Concept, values: dict[str, Any]) -> dict[str, Any]:
    """What the browser sends for plain questions and for tables of one column."""
    rows = {row.question: row for row in concept.answers.all()}
    data: dict[str, Any] = {"writer": concept.created_by.pk, "then": "stay"}
    for question, value in values.items():
        data[f"version-{question}"] = token(rows[question].version, rows[question].value)
        if isinstance(value, list):
            data[f"{question}-rows"] = [row["id"] for row in value]
            for row in value:
                cells = {f"{question}-{row['id']}-{key}": cell for key, cell in row.items()}
                data |= {name: cell for name, cell in cells.items() if not name.endswith("-id")}
        else:
            data[question] = value
    return data


def save(concept: Concept, section: str, **values: Any) -> None:
    path = reverse("section", kwargs={"concept": concept.pk, "section": section})
    body = urlencode(posted(concept, values), doseq=True, errors="surrogatepass")
    kind = "application/x-www-form-urlencoded"
    assert client(concept).post(path, body, content_type=kind).status_code == 302


PAGES = ("concept", "check", "read", "preview", "pdf")


def expect_every_page(concept: Concept) -> None:
    """Every page and paper of the concept can be had."""
    browser = client(concept)
    for name in PAGES:
        assert browser.get(reverse(name, kwargs={"concept": concept.pk})).status_code == 200
    for section in concept.edition.sections:
        path = reverse("section", kwargs={"concept": concept.pk, "section": section.id})
        assert browser.get(f"{path}?zeigen=alles").status_code == 200
    for ending in ("docx", "json"):
        path = reverse("give-out", kwargs={"concept": concept.pk, "ending": ending})
        assert browser.post(path).status_code == 200


@pytest.mark.parametrize("name", STRANGE)
def test_strange_text_is_saved_shown_and_printed(name: str) -> None:
    typed, kept = STRANGE[name]
    concept = make.concept()
    goal = {"id": str(uuid4()), "title": typed[:400], "description": typed}
    save(concept, "strategy", opening=typed, goals=[goal])
    answer = concept.answers.get(question="opening").value or ""
    assert kept in answer
    expect_every_page(concept)


def test_what_looks_like_markup_is_shown_as_text() -> None:
    concept = make.concept()
    save(concept, "other", other=STRANGE["markup"][0])
    for name in ("read", "section"):
        given = {"concept": concept.pk} | ({"section": "other"} if name == "section" else {})
        page = client(concept).get(reverse(name, kwargs=given)).content
        assert b"<script>alert" not in page
        assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert b"{{ 7 * 7 }}" in page


def test_too_long_answer_is_kept_whole_and_marked() -> None:
    concept = make.concept()
    save(concept, "other", other="x" * 60_000)
    assert concept.answers.get(question="other").value == "x" * 60_000
    path = reverse("section", kwargs={"concept": concept.pk, "section": "other"})
    page = client(concept).get(path).content.decode()
    assert "erlaubt sind 20000" in page.replace(".", "")
    expect_every_page(concept)


def test_three_hundred_rows_are_saved_shown_and_printed() -> None:
    concept = make.concept()
    many = [
        {"id": str(uuid4()), "title": f"Meilenstein {n}", "due": "31.03.2027"} for n in range(300)
    ]
    save(concept, "strategy", milestones=many)
    saved = concept.answers.get(question="milestones").value
    assert saved and [row["title"] for row in saved] == [row["title"] for row in many]
    expect_every_page(concept)
    path = reverse("pdf", kwargs={"concept": concept.pk})
    pages = PdfReader(io.BytesIO(client(concept).get(path).content)).pages
    assert "Meilenstein 299" in " ".join("".join(p.extract_text() for p in pages).split())


ODD = {
    "due": ("milestones", "31.02.2027", "Den Tag 31.02.2027 gibt es nicht"),
    "weekly_hours": ("posts", "1.234,5", "muss zwischen 0 und 60 liegen"),
    "full_time_share": ("posts", "12 %", "ohne Prozentzeichen"),
    "email": ("contacts", "alex.stadt.example", "keine E-Mail-Adresse"),
}


@pytest.mark.parametrize("column", ODD)
def test_odd_value_is_kept_and_explained(column: str) -> None:
    table, typed, sentence = ODD[column]
    concept = make.concept()
    section = concept.edition.section_of[table].id
    row = {"id": str(uuid4()), column: typed}
    save(concept, section, **{table: [row]})
    path = reverse("section", kwargs={"concept": concept.pk, "section": section})
    page = client(concept).get(path).content.decode()
    name = f"{table}-{row['id']}-{column}"
    assert f'value="{typed}"' in page
    assert sentence in page.split(f'id="{name}-error"')[1].split("</div>")[0]
    expect_every_page(concept)


@pytest.mark.parametrize(
    "body", ["", "version-opening=&opening=x", "version-opening=99-zz&opening=x"]
)
def test_broken_request_is_answered_without_a_crash(body: str) -> None:
    concept = make.concept()
    path = reverse("section", kwargs={"concept": concept.pk, "section": "strategy"})
    kind = "application/x-www-form-urlencoded"
    body = f"writer={concept.created_by.pk}&{body}"
    for headers in ({}, {"HX-Request": "true"}):
        answer = client(concept).post(path, body, content_type=kind, headers=headers)
        assert answer.status_code < 500


def test_json_file_keeps_every_character() -> None:
    concept = make.concept()
    save(concept, "other", other=STRANGE["emoji"][0])
    path = reverse("give-out", kwargs={"concept": concept.pk, "ending": "json"})
    file = json.loads(client(concept).post(path).content)
    assert file["answers"]["other"] == STRANGE["emoji"][1]
