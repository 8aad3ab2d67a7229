import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.editions.examples import musterland
from tests.strategies import texts
from wirportal.editions.answers import clean_answers
from wirportal.editions.checks import check
from wirportal.editions.load import load
from wirportal.editions.prose import suggest_rows

EDITION = load()


def found(question: str, text: str) -> list[dict[str, str]]:
    """The suggested rows without their ids."""
    (rows,) = suggest_rows(question, text, EDITION).values() or ([],)
    return [{key: value for key, value in row.items() if key != "id"} for row in rows]


def test_milestones_of_musterland_are_found() -> None:
    assert found("schedule", musterland()["schedule"]) == [
        {"title": "Ergebnisse der Befragung liegen vor", "due": "2027-03-31"},
        {"title": "Mobile Anlaufstelle in drei Gemeinden in Betrieb", "due": "2027-06-30"},
        {"title": "Alle zwanzig Formulare geprüft und veröffentlicht", "due": "2027-09-30"},
        {"title": "Jahresbericht im Kreisausschuss beraten", "due": "2027-12-15"},
    ]


def test_indicators_of_musterland_are_found() -> None:
    rows = found("indicators_note", musterland()["indicators_note"])
    assert [(r["title"], r.get("baseline"), r["target"], r["unit"]) for r in rows] == [
        ("Anzahl veröffentlichter Formulare in einfacher Sprache", "0", "20", "Anzahl"),
        ("Anteil geschulter Beschäftigter in den vier beteiligten Ämtern", "22", "60", "Prozent"),
        ("Anteil geschulter Führungskräfte", "0", "80", "Prozent"),
        (
            "Anteil neuer Auszubildender mit Einwanderungsgeschichte (freiwillige, anonyme Angabe)",
            "9",
            "18",
            "Prozent",
        ),
        ("Gemeinden mit arbeitsfähigem Willkommensteam", "0", "6", "Anzahl"),
        ("Kontakte an der mobilen Anlaufstelle", None, "600", "Anzahl"),
        ("Dolmetscheinsätze am Abend", "12", "60", "Anzahl"),
        (
            "Anteil der Rückmeldungen mit der Bewertung „gut verständlich“",
            None,
            "75",
            "Prozent",
        ),
    ]


@pytest.mark.parametrize(
    ("text", "title", "due"),
    [
        ("Bis 30.06.2027: Bus fährt.", "Bus fährt", "2027-06-30"),
        ("bis zum 30. Juni 2027: Bus fährt", "Bus fährt", "2027-06-30"),
        ("Zuerst dies. Am 5.6.2027: Fest in Nr. 3, z. B. im Hof.",
         "Fest in Nr. 3, z. B. im Hof", "2027-06-05"),
        ("- 31.03.2027 – Liste freigegeben", "Liste freigegeben", "2027-03-31"),
        ("- Fahrplan abgestimmt (bis 15.04.2027)", "Fahrplan abgestimmt", "2027-04-15"),
        ("Meilenstein 2: Team gebildet (31.05.2027)", "Team gebildet", "2027-05-31"),
        ("Fest bis 5.6.2027.", "Fest", "2027-06-05"),
        ("Meilenstein 1 (31.02.2027): Unsinn", "Unsinn", "31.02.2027"),
    ],
)  # fmt: skip
def test_milestone_is_found(text: str, title: str, due: str) -> None:
    assert found("schedule", text) == [{"title": title, "due": due}]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Der Anteil steigt von 0 % auf 80 %.",
         {"title": "Der Anteil", "unit": "Prozent", "baseline": "0", "target": "80"}),
        ("Besuche: 2.600 → 3.200 Personen (Quelle: Zählung)",
         {"title": "Besuche", "unit": "Personen", "baseline": "2600", "target": "3200",
          "source": "Zählung"}),
        ("Anzahl Kurse: von 1,5 auf 2,5 pro Monat bis 31.12.2027",
         {"title": "Anzahl Kurse", "unit": "Anzahl pro Monat", "baseline": "1.5", "target": "2.5",
          "due": "2027-12-31"}),
        ("Bewertung gut: neu → 75 Prozent",
         {"title": "Bewertung gut", "unit": "Prozent", "target": "75"}),
        ("Beschwerden: höchstens 5 je Monat",
         {"title": "Beschwerden", "unit": "Anzahl je Monat", "target": "5"}),
    ],
)  # fmt: skip
def test_indicator_is_found(text: str, cells: dict[str, str]) -> None:
    assert found("indicators_note", text) == [cells]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("schedule", "Im Frühjahr 2027 beginnt der Kurs."),
        ("schedule", "Der Beschluss vom 12.02.2025 gilt weiter."),
        ("schedule", "Gefördert wird vom 01.01.2027 bis 31.12.2027 ohne Pause."),
        ("indicators_note", "Abweichungen von mehr als 20 Prozent werden begründet."),
        ("indicators_note", "Telefon: 069 90009-101"),
        ("indicators_note", "Offen von 3 auf 5 Uhr verlegt."),
        ("status", "Meilenstein 1 (31.03.2027): steht in der falschen Frage."),
        ("schedule", ""),
    ],
)
def test_nothing_is_made_up(question: str, text: str) -> None:
    assert suggest_rows(question, text, EDITION) == {}


def test_accepted_suggestions_bring_no_new_error() -> None:
    answers = musterland()
    for question in ("schedule", "indicators_note"):
        for table, rows in suggest_rows(question, answers[question], EDITION).items():
            answers[table] = answers[table] + rows
    assert [p.text for p in check(EDITION, answers) if p.severity == "error"] == []


@given(
    st.sampled_from(["schedule", "indicators_note"]),
    st.lists(st.one_of(texts, st.sampled_from(["31.03.2027: ", "von 2 auf 3", "\n", "A: "]))),
)
def test_suggestions_are_clean_and_always_the_same(question: str, parts: list[str]) -> None:
    text = "".join(parts)
    suggested = suggest_rows(question, text, EDITION)
    assert suggested == suggest_rows(question, text, EDITION)
    assert clean_answers(EDITION, suggested) == suggested


@pytest.mark.parametrize("text", ["von 1 " * 4_000, "a: " * 6_600, "1.1.1." * 3_300, "(" * 20_000])
def test_endless_repetition_ends(text: str) -> None:
    assert suggest_rows("schedule", text, EDITION) == {}
    assert suggest_rows("indicators_note", text, EDITION) == {}
