"""Papers with everything that people paste, and as much of it as they may."""

import json
import uuid
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import wirportal
from tests.strategies import PASTED, raw_answers
from wirportal.documents.paper import Paper, from_json
from wirportal.editions.answers import clean_answers
from wirportal.editions.load import load
from wirportal.editions.model import Edition, Question
from wirportal.editions.outline import Body
from wirportal.editions.text import clean_line

DIFFICULT = (
    *PASTED,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f3\ufe0f\u200d\U0001f308",
    "👍🏽 🇩🇪 1\ufe0f\u20e3 ☎\ufe0f ❤", "\U0001f9ff\U0001fae8\U0001fbff", "☒ ☐ ✓ → ≥ € ½ ²",
    "\uf0b7\tPunkt\n\uf0a7 Punkt", "mitten \uf0b7 drin \ue000", "Mu\u0308ller, O\u0308ffnung",
    "so\u00adfort, zu\u200bge\u200cwan\u200ddert\ufeff\u2060", "\u202eumgekehrt\u202c \u2066x",
    "שָׁלוֹם עולם", "مرحبا بالعالم، ١٢٣", "Treffpunkt مقهى am Markt", "فارسی با نیم\u200cفاصله",
    "漢字かな", "क्षि ไทย", "Հայերեն ქართული አማርኛ", "Ж ў Ω ἄ ẞ Ș", "a\u0301\u0302\u0489", "\u0301",
    '#import "x.typ"; *fett* _kursiv_ $x$ @ref <label> `roh` // weg /* weg */ \\u{41} [x] #[x]',
    "- eins\n- zwei\n  weiter\n\n– drei\n• vier\nfünf", "1. eins\n2. zwei", "= keine Überschrift",
    "x" * 300, "https://www.musterland.example/ein/sehr/langer/pfad?mit=vielen&angaben=" + "9" * 80,
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", "\t a\t\tb  c\u00a0\u2009d",
    "{{ x }} {% x %} <script>alert(1)</script> &amp; ]]> <![CDATA[", "(", "\\", "/", "'\"",
)  # fmt: skip
"""Emoji, Word's own signs, other scripts, invisible signs, code of all kinds, endless words."""


@cache
def musterland() -> Paper:
    """The complete example, a sealed revision."""
    demo = Path(wirportal.__file__).parent / "concepts" / "demo" / "musterland.json"
    paper = from_json(json.dumps(json.loads(demo.read_text(encoding="utf-8"))))
    return Paper(
        paper.edition,
        paper.answers,
        Body("Landkreis Musterland", "landkreis"),
        draft=False,
        revision="K7QM-2F4T",
        stamp=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    )


def blank() -> Paper:
    """The empty form."""
    return Paper(load(), {})


pieces = st.one_of(st.sampled_from(DIFFICULT), st.text(max_size=20))
short = st.lists(pieces, min_size=1, max_size=4).map(" ".join)


@st.composite
def long(draw: st.DrawFn) -> str:
    """More than 20,000 characters of a few things in turn."""
    turn = " ".join(draw(st.lists(pieces, min_size=2, max_size=5)))
    turn += draw(st.sampled_from((" ", "\n", "\n\n", "\n- ", ". ")))
    return turn * (20_500 // len(turn) + 1)


@st.composite
def tables(draw: st.DrawFn, table: Question) -> list[dict[str, Any]]:
    """300 rows made of a few different ones."""
    cells = st.fixed_dictionaries({column.id: short for column in table.columns})
    dates = st.dates().map(str)
    kinds = draw(st.lists(cells, min_size=1, max_size=3))
    due = draw(st.lists(dates, min_size=1, max_size=3))
    return [
        kinds[number % len(kinds)]
        | ({"due": due[number % len(due)]} if number % 7 else {})
        | {"id": str(uuid.UUID(int=number + 1))}
        for number in range(300)
    ]


@st.composite
def papers(draw: st.DrawFn, edition: Edition | None = None) -> Paper:
    """Any paper: rubbish and sound answers, and in every other one a giant text or table."""
    edition = edition or load()
    raw = draw(raw_answers(edition))
    plain = [question.id for question in edition.questions.values() if not question.columns]
    raw |= draw(st.dictionaries(st.sampled_from(plain), short, max_size=8))
    if giant := draw(st.none() | st.sampled_from(list(edition.questions.values()))):
        raw[giant.id] = draw(_giant(giant))
    types = ["", *(option.id for option in edition.body_types)]
    return Paper(
        edition,
        clean_answers(edition, raw),
        Body(clean_line(draw(short)), draw(st.sampled_from(types))),
        draft=draw(st.booleans()),
        revision=draw(st.sampled_from(("", "K7QM-2F4T"))),
        stamp=draw(
            st.none()
            | st.datetimes(datetime(2015, 1, 1), datetime(2100, 1, 1)).map(
                lambda at: at.replace(tzinfo=UTC)
            )
        ),
    )


def _giant(question: Question) -> SearchStrategy[Any]:
    return tables(question) if question.columns else long() if question.kind == "text" else short
