"""Forms as they come: retyped, renumbered, wrapped, shortened. What is not sure is left open."""

import re
from collections.abc import Callable
from textwrap import fill

import pytest

from tests.documents.reading.conftest import Read
from tests.documents.reading.forms import OFFICIAL, PROSE, filled

ANSWERS = {question: f"Antwort zu {question}, Teil A.\nUnd Teil B." for question in PROSE}
ANSWERS |= {
    "opening": "Erstens.\n\nZu 5.2. haben wir beraten.\nSiehe 3.1.",
    "other": "Anlage: Plan.",
}
FORM = filled(ANSWERS | {"applicant": "Kreisausschuss", "place": "Ort", "date": "3. März 2027"})


def on_one_line(form: str) -> str:
    """The answer's first line right behind the question."""
    return re.sub(r"(\?|Sonstiges|Sonderstatusstadt)[ ]*\n(?=Antwort|Erstens)", r"\1 ", form)


def retyped(form: str) -> str:
    """Other quotes, dashes and blanks."""
    return form.translate(str.maketrans("„“–\u2002", '""-\u00a0'))


def mistyped(form: str) -> str:
    return form.replace("angesiedelt", "angesidelt").replace("Eingruppierung", "Eingruppirung")


def without(words: str) -> Callable[[str], str]:
    def change(form: str) -> str:
        changed = re.sub(words, "", form, flags=re.DOTALL)
        assert changed != form
        return changed

    change.__doc__ = words
    return change


def wrapped(form: str) -> str:
    """Long lines broken as a page or a mail program does."""
    return "\n".join(fill(line, 60) if len(line) > 60 else line for line in form.split("\n"))


CERTAIN: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "windows": lambda form: form.replace("\n", "\r\n"),
    "old mac": lambda form: form.replace("\n", "\r"),
    "answers on the line": on_one_line,
    "other quotes": retyped,
    "mistyped": mistyped,
    "wrapped": wrapped,
    "upper case": lambda form: re.sub(r"^[0-9]\..*", lambda m: m[0].upper(), form, flags=re.M),
    "mended slip": lambda form: form.replace("kreisfeien", "kreisfreien"),
    "no full stop": lambda form: re.sub(r"^([0-9]\.[0-9])\.", r"\1", form, flags=re.M),
    "brackets": lambda form: re.sub(r"^([0-9]\.[0-9])\.", r"\1)", form, flags=re.M),
    "no hints": without(r"\((?:Vgl|Jahresplanung|Fachbereich/e|Handlungsschritte)[^\n]*\)"),
    "no numbers": without(r"(?m)^\t?[0-9]\.(?:[0-9]\.)? "),
    "no section headings": without(r"(?m)^\t(?:3|4|5)\.[^\n]*"),
    "no blank lines": lambda form: re.sub(r"\n\s*\n", "\n", form),
    "indented": lambda form: form.replace("\n", "\n    "),
    "letter before": lambda form: "Sehr geehrte Damen und Herren,\nanbei das Konzept.\n" + form,
}


@pytest.mark.parametrize("name", CERTAIN)
def test_form_in_another_shape_is_read(name: str, read: Read) -> None:
    found = read(CERTAIN[name](FORM)).answers
    expected = ANSWERS | {"applicant": "Kreisausschuss", "place": "Ort", "date": "2027-03-03"}
    squeezed = {question: re.sub(r"\s+", " ", str(value)) for question, value in found.items()}
    assert squeezed == {q: re.sub(r"\s+", " ", value) for q, value in expected.items()}


def test_answer_may_be_the_first_word_of_the_next_question(read: Read) -> None:
    answers = {"tasks": "Kooperationsstruktur", "understanding": "5.2.", "schedule": "Indikatoren"}
    assert read(filled(answers)).answers == answers


def test_short_answer_behind_a_reworded_question_stays(read: Read) -> None:
    words = "In welchem Fachbereich/Sachgebiet ist das Thema Integration (derzeit) angesiedelt?"
    form = FORM.replace(words, "In welchem Fachbereich ist Integration angesiedelt? FB 5")
    assert str(read(form).answers["anchoring"]).startswith("FB 5\n")


UNCERTAIN: dict[str, Callable[[str], str]] = {
    "question deleted": without(r"5\.3\. Willkommens[^\n]*\n"),
    "two questions deleted": without(r"5\.[34]\. [^\n]*\n"),
    "unnumbered question deleted": without(r"Kooperationsstruktur[^\n]*\n"),
    "reworded beyond recognition": lambda form: re.sub(r"5\.3\. [^\n]*", "Kultur vor Ort", form),
    "only its number left": lambda form: re.sub(r"5\.3\. [^\n]*", "5.3. Was ist neu?", form),
    "section renamed": lambda form: re.sub(r"3\. Rahmen[^\n]*", "3. Zum Rahmen", form),
    "foot cut off": without(r"\(Antragsteller.*"),
    "end cut off": without(r"5\.5\. .*"),
    "beginning cut off": without(r".*(?=3\.3\. )"),
    "question asked twice": lambda form: form.replace(
        "Antwort zu tasks",
        "6. Welche fachlichen Aufgaben nimmt die „WIR“-Koordination konkret wahr?\n"
        "Antwort zu tasks",
    ),
    "next question quoted": lambda form: form.replace(
        "Antwort zu schedule", "5.5. Indikatoren zur Zielerreichung?\nAntwort zu schedule"
    ),
    "all in one line": lambda form: form.replace("\n", " "),
    "two forms in one": lambda form: form + "\n" + form,
    "backwards": lambda form: "\n".join(reversed(form.split("\n"))),
}  # fmt: skip


@pytest.mark.parametrize("name", UNCERTAIN)
def test_uncertain_text_goes_to_no_question(name: str, read: Read) -> None:
    imported = read(UNCERTAIN[name](FORM))
    for question, text in imported.answers.items():
        if question in ANSWERS:
            assert re.sub(r"\s+", " ", text) in re.sub(r"\s+", " ", ANSWERS[question])


@pytest.mark.parametrize("name", [*CERTAIN, *UNCERTAIN])
def test_no_written_line_is_lost(name: str, read: Read) -> None:
    imported = read((CERTAIN | UNCERTAIN)[name](FORM))
    kept = re.sub(
        r"\s+", " ", " ".join([*map(str, imported.answers.values()), *imported.unassigned])
    )
    for question, answer in ANSWERS.items():
        if "cut off" not in name:
            for line in answer.split("\n"):
                assert line in kept, question


def test_certainty_falls_with_every_changed_word(read: Read) -> None:
    exact, changed = (
        {finding.id: finding.confidence for finding in read(form).findings}
        for form in (FORM, mistyped(FORM))
    )
    assert changed["anchoring"] < exact["anchoring"]
    assert changed["status"] == exact["status"]


def test_reworded_question_is_found_by_its_number_between_its_neighbours(read: Read) -> None:
    form = re.sub(
        r"5\.3\. [^\n]*",
        "5.3. Willkommens- und Anerkennungskultur unter Einbeziehung der Vereine?",
        FORM,
    )
    imported = read(form)
    assert imported.answers == read(FORM).answers
    weak = min(imported.findings, key=lambda finding: finding.confidence)
    assert (weak.id, weak.confidence < 0.6) == ("welcome", True)


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("Musterstadt, 20.11.2026", "Musterstadt", "2026-11-20"),
        ("Musterstadt, den 3. März 2027", "Musterstadt", "2027-03-03"),
        ("Bad Musterstadt 1. 2. 27", "Bad Musterstadt", "2027-02-01"),
        ("Musterstadt,", "Musterstadt", ""),
        ("20.11.2026", "", "2026-11-20"),
        ("", "", ""),
    ],
)
def test_place_and_date_stand_in_one_line(line: str, place: str, date: str, read: Read) -> None:
    form = re.sub("\u2002{10},.*", line, OFFICIAL)
    assert form != OFFICIAL
    answers = read(form).answers
    assert (answers.get("place", ""), answers.get("date", "")) == (place, date)


@pytest.mark.parametrize("applicant", ["Kreisausschuss", "Amt 5", "Magistrat der Stadt Muster", ""])
@pytest.mark.parametrize("other", ["Die Stadt zahlt.", "Anlage: Plan", "Erster.\n\nZweiter", ""])
def test_last_answer_and_applicant_are_told_apart(other: str, applicant: str, read: Read) -> None:
    filled_in = {"other": other, "applicant": applicant}
    form = filled({question: text for question, text in filled_in.items() if text})
    answers = read(form).answers
    assert (answers.get("other", ""), answers.get("applicant", "")) == (other, applicant)


def test_two_applicants_are_none(read: Read) -> None:
    imported = read(filled({"landkreis": "Musterland", "sonderstatusstadt": "Musterstadt"}))
    assert imported.body.name == ""
    assert set(imported.unassigned) == {"Musterland", "Musterstadt"}


@pytest.mark.parametrize(
    ("lines", "other", "applicant"),
    [
        (["Der Landkreis zahlt.", "Kreisausschuss"], "Der Landkreis zahlt.", "Kreisausschuss"),
        (["Der Landkreis zahlt,", "was fehlt."], "Der Landkreis zahlt,\nwas fehlt.", ""),
        (["Der Landkreis trägt", "alles selbst."], "Der Landkreis trägt\nalles selbst.", ""),
        (["Anlage.", "Magistrat der Stadt", "Muster"], "Anlage.", "Magistrat der Stadt Muster"),
        (["Anlage.", "Die Stadt stellt Mittel bereit"], "Anlage.", ""),
    ],
)  # fmt: skip
def test_signature_block_without_blank_lines_is_parted_by_its_words(
    lines: list[str], other: str, applicant: str, read: Read
) -> None:
    form = re.sub(r"\n\s*\n", "\n", filled({})).replace("\u2002", "")
    heading, label = "7. Verschiedenes / Sonstiges", "(Antragsteller / Träger)"
    start, end = form.index(heading) + len(heading), form.index(label)
    answers = read("\n".join([form[:start], *lines, form[end:]])).answers
    assert (answers.get("other", ""), answers.get("applicant", "")) == (other, applicant)
