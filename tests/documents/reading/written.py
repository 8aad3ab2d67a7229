"""Answers as people write them, and as they would have to be written to mislead us."""

from uuid import UUID

from hypothesis import strategies as st

from tests.documents.reading.forms import PROSE
from wirportal.editions.answers import clean_answers
from wirportal.editions.load import load
from wirportal.editions.model import Answers, Column, Question
from wirportal.editions.text import clean_text

_WORDS = [
    "Integration", "Landkreis", "Stadt", "siehe", "und", "Frage", "Magistrat", "Öffnung", "Kosten",
    "2027", "3.1", "5.2.", "Meilensteine", "(vgl.", "5.1)", "Träger", "„WIR“", "Ort,", "Datum",
    "Sonstiges", "Ziele", "Indikatoren", "Kooperationsstruktur", "Name", "E-Mail",
]  # fmt: skip
_LINES = [
    "5.2.", "5.2. ", "siehe 3.1", "siehe 3.1.", "3.1", "1. Erster Punkt", "2. Zweiter Punkt",
    "3. Dritter Punkt", "7. Siebter Punkt", "- ein Punkt", "• noch ein Punkt", "a) so", "5.4",
    "5.4. Meilensteine stehen in der Tabelle.", "5.5 Indikatoren siehe oben", "6. Juni 2027",
    "5.2. Interkulturelle Schulungen", "Zeitplan", "Meilensteine", "Name", "Landkreis: Musterland",
    "Zeitplan? Das klären wir noch.", "Verschiedenes", "(Ort)", "Wie wird das realisiert?", "1.",
    "Nr. 3.3 b) und 5.1 der Richtlinie", "Kooperationsstruktur mit dem Beirat", "31.03.2027",
]  # fmt: skip
PROMPTS = sorted(
    {q.heading for q in load().questions.values()}
    | {q.label for q in load().questions.values()}
    | {q.hint for q in load().questions.values() if q.hint}
    | {section.heading for section in load().sections if section.part == "body"}
    | {load().applicant_label, load().place_date_label, load().signature_label}
)

_sentences = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12).map(" ".join)
_pieces_of_prompts = st.builds(
    lambda prompt, start, length: " ".join(prompt.split()[start : start + length]),
    st.sampled_from(PROMPTS),
    st.integers(1, 4),
    st.integers(1, 3),
)
_free = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=40)


def _texts(*lines: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    joined = st.lists(st.one_of(*lines), min_size=1, max_size=6).map("\n".join)
    return joined.map(clean_text).filter(lambda text: any(c.isalnum() for c in text))


TEXTS = _texts(_sentences, st.sampled_from(_LINES), _pieces_of_prompts, _free)
"""Answers with all that looks like a prompt, but isn't a whole one."""
QUOTING = _texts(_sentences, st.sampled_from(_LINES), st.sampled_from(PROMPTS))
"""Answers in which whole prompts are quoted."""


def answers(texts: st.SearchStrategy[str] = TEXTS) -> st.SearchStrategy[dict[str, str]]:
    """Prose answers of some questions."""
    return st.dictionaries(st.sampled_from(PROSE), texts, max_size=len(PROSE))


_LINE = st.one_of(_sentences, st.sampled_from(_LINES), _free)
_CELLS: dict[str, st.SearchStrategy[object]] = {
    "line": _LINE,
    "text": st.one_of(TEXTS, QUOTING),
    "number": st.one_of(st.decimals(allow_nan=False, allow_infinity=False, places=3), _LINE),
    "money": st.one_of(st.decimals(allow_nan=False, allow_infinity=False, places=2), _LINE),
    "date": st.one_of(st.dates(), _LINE),
    "year": st.one_of(st.integers(1000, 9999), _LINE),
    "email": _LINE,
    "phone": _LINE,
}


def _cell(field: Column) -> st.SearchStrategy[object]:
    if field.kind == "choice":
        return st.one_of(st.sampled_from([option.id for option in field.options]), _LINE)
    if field.kind == "ref":
        return st.one_of(st.sampled_from(GOAL_IDS), _LINE)
    return _CELLS[field.kind]


def _value(question: Question) -> st.SearchStrategy[object]:
    if not question.columns:
        return _cell(question)
    cells = {column.id: _cell(column) for column in question.columns}
    ids = st.sampled_from(GOAL_IDS) if question.id == "goals" else st.uuids().map(str)
    row = st.fixed_dictionaries({"id": ids}, optional=cells)
    return st.lists(row, max_size=4, unique_by=lambda row: row["id"])


GOAL_IDS = [str(UUID(int=number)) for number in range(1, 4)]
CONCEPTS: st.SearchStrategy[Answers] = st.fixed_dictionaries(
    {}, optional={question.id: _value(question) for question in load().questions.values()}
).map(lambda raw: clean_answers(load(), raw))
"""Canonical answers of all kinds, sound or not."""
