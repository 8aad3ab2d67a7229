import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from tests.editions.examples import musterland
from tests.strategies import ROW_IDS, answers
from wirportal.editions.checks import CHECKS, Problem, check, progress, section_state
from wirportal.editions.kinds import LINE_LIMIT, TEXT_LIMIT
from wirportal.editions.load import FOLDER, load
from wirportal.editions.model import Answers, Edition

EDITION = load()
Change = Callable[[Answers], object]


def said(change: Change | None = None) -> list[tuple[str, str, str]]:
    """(severity, path, text) of what is wrong with Musterland's concept after the change."""
    found = musterland()
    if change:
        change(found)
    return [(p.severity, p.path(found), p.text) for p in check(EDITION, found)]


def new(change: Change) -> list[tuple[str, str, str]]:
    """What the change alone brought up."""
    return [problem for problem in said(change) if problem not in said()]


def set_cell(table: str, number: int, column: str, value: str) -> Change:
    return lambda found: found[table][number - 1].update({column: value})


def add_row(table: str, **cells: str) -> Change:
    return lambda found: found[table].append({"id": ROW_IDS[0], **cells})


def without(*question_ids: str) -> Change:
    return lambda found: [found.pop(question_id) for question_id in question_ids]


def both(*changes: Change) -> Change:
    return lambda found: [change(found) for change in changes]


def put(question_id: str, value: Any) -> Change:
    return lambda found: found.update({question_id: value})


GOAL = "Formulare und Bescheide der publikumsintensiven Ämter sind für alle verständlich"
ACROSS: list[tuple[Change, str, str, str]] = [
    (
        both(put("application_date", "2027-01-02"), put("date", "2027-01-02")),
        "hint", "application_date", "auf den 02.01.2027",
    ),
    (
        both(set_cell("contacts", 2, "phone", ""), set_cell("contacts", 2, "email", "")),
        "hint", "contacts[2].phone", "Für Kim Muster fehlen Telefon und E-Mail",
    ),
    (
        set_cell("posts", 1, "weekly_hours", "30"),
        "hint", "posts[1].full_time_share", "hätte dann 60 Wochenstunden",
    ),
    (
        add_row("posts", holder="alex beispiel", full_time_share="1"),
        "hint", "posts[3].full_time_share", "zusammen 1,5 Stellen",
    ),
    (
        both(
            set_cell("posts", 1, "full_time_share", "0.4"),
            set_cell("posts", 1, "weekly_hours", "15.6"),
        ),
        "hint", "posts", "ergeben zusammen 0,9 Stellen",
    ),
    (
        both(
            add_row("goals", title=GOAL.upper()),
            add_row("milestones", title="M", due="2027-05-01", goal=ROW_IDS[0]),
            add_row("indicators", title="I", target="1", unit="Anzahl", goal=ROW_IDS[0]),
        ),
        "hint", "goals[5].title", "steht mehrfach in der Tabelle",
    ),
    (
        both(
            add_row("goals", title="Neu"),
            add_row("indicators", title="I", target="1", unit="Anzahl", goal=ROW_IDS[0]),
        ),
        "hint", "goals[5].title", "Zum Ziel „Neu“ gibt es weder einen Umsetzungsschritt noch",
    ),
    (
        both(
            add_row("goals", title="Neu"),
            add_row("welcome_steps", title="S", goal=ROW_IDS[0]),
        ),
        "hint", "goals[5].title", "Zum Ziel „Neu“ gibt es keinen Indikator",
    ),
    *(
        (set_cell(table, 1, "goal", ""), "hint", f"{table}[1].goal", "ist keinem Ziel zugeordnet")
        for table in ("opening_steps", "welcome_steps", "milestones", "indicators")
    ),
    (
        without("opening", "opening_steps", "welcome", "welcome_steps"),
        "error", "opening", "5.2 und 5.3 sind beide leer",
    ),
    (
        set_cell("milestones", 2, "due", "2028-02-29"),
        "error", "milestones[2].due", "liegt mit dem 29.02.2028 außerhalb des Haushaltsjahres 2027",
    ),
    (
        set_cell("indicators", 2, "due", "2026-12-31"),
        "hint", "indicators[2].due", "soll am 31.12.2026 erreicht sein",
    ),
    (set_cell("indicators", 1, "target", ""), "hint", "indicators[1].target", "fehlt der Zielwert"),
    (set_cell("indicators", 1, "target", "0.0"), "hint", "indicators[1].target", "gleich (0)"),
    (set_cell("indicators", 1, "unit", ""), "hint", "indicators[1].unit", "fehlt die Einheit"),
    (put("date", "2026-11-19"), "hint", "date", "auf den 19.11.2026 datiert, der Antrag erst"),
    (lambda found: found["signatories"].pop(), "hint", "signatories", "nur eine Person"),
]  # fmt: skip


def test_musterland_is_sound() -> None:
    assert said() == [
        (
            "hint",
            "milestones[11].goal",
            "„Jahresbericht im Kreisausschuss beraten“ ist keinem Ziel zugeordnet. Falls es zu "
            "einem Ihrer Ziele gehört, wählen Sie es bitte aus.",
        )
    ]


@pytest.mark.parametrize(("change", "severity", "path", "text"), ACROSS)
def test_check_across_fields_finds(change: Change, severity: str, path: str, text: str) -> None:
    (found,) = new(change)
    assert found[:2] == (severity, path)
    assert text in found[2]


def test_every_check_across_fields_has_an_example() -> None:
    fired = set()
    for change, *_ in ACROSS:
        found = musterland()
        change(found)
        fired |= {(p.text.template, p.question) for p in check(EDITION, found)}
    assert {(one.text, one.place.partition(".")[0]) for one in CHECKS} <= fired


QUIET: list[Change] = [
    without("opening", "opening_steps"),
    without("welcome", "welcome_steps"),
    without("opening", "welcome", "welcome_steps"),
    set_cell("contacts", 1, "phone", ""),
    set_cell("indicators", 1, "due", ""),
    set_cell("posts", 1, "weekly_hours", ""),
    both(
        set_cell("posts", 1, "full_time_share", "0.51"),
        set_cell("posts", 2, "full_time_share", "0.49"),
    ),
    both(
        *(set_cell("posts", row, "weekly_hours", "") for row in (1, 2)),
        *(set_cell("posts", row, "full_time_share", "0.33") for row in (1, 2)),
        add_row("posts", holder="Dritte Person", full_time_share="0.33"),
    ),
    without("posts"),
    without("cooperation", "other", "measure_note"),
    put("date", "2026-11-21"),
]


@pytest.mark.parametrize("change", QUIET)
def test_check_keeps_quiet_about_sound_concepts(change: Change) -> None:
    allowed = {"goals", "milestones"}  # a goal may have lost the steps that were taken away
    assert {path.partition("[")[0] for _, path, _ in new(change)} <= allowed


EACH: list[tuple[Change, str, str, str]] = [
    (without("place"), "error", "place", "Bitte füllen Sie das Feld „Ort“ aus."),
    (
        without("application_date"),
        "error", "application_date", "Bitte füllen Sie das Feld „Zum Antrag vom“ aus.",
    ),
    (without("status"), "error", "status", "Frage 4.1 ist noch offen. Bitte beantworten Sie sie."),
    (without("budget_year"), "error", "budget_year", "Sie wird beim Anlegen des Konzepts gesetzt."),
    (without("signatories"), "error", "signatories", "Bitte tragen Sie mindestens eine Zeile ein."),
    (
        without("contacts", "contacts_note"),
        "error", "contacts_note", "oder füllen Sie die Tabelle „Koordinationskräfte“ aus.",
    ),
    (
        set_cell("milestones", 3, "due", ""),
        "error", "milestones[3].due", "Meilenstein 3: Bitte füllen Sie das Feld „Termin“ aus.",
    ),
    (set_cell("indicators", 1, "target", "12 %"), "error", "indicators[1].target", "„12 %“"),
    (
        both(
            set_cell("posts", 1, "full_time_share", "1.5"),
            set_cell("posts", 1, "weekly_hours", "58.5"),
        ),
        "error", "posts[1].full_time_share", "zwischen 0 und 1",
    ),
    (set_cell("contacts", 1, "email", "kein at"), "error", "contacts[1].email", "braucht ein @"),
    (set_cell("milestones", 1, "due", "31.02.2027"), "error", "milestones[1].due", "31.02.2027"),
    (set_cell("goals", 1, "title", "x" * (LINE_LIMIT + 1)), "error", "goals[1].title", "kürzen"),
    (set_cell("milestones", 1, "goal", "weg"), "error", "milestones[1].goal", "gibt es nicht mehr"),
    (put("status", "kurz"), "hint", "status", "4 Zeichen, empfohlen sind 500 bis 2500"),
    (put("status", "x" * 2501), "hint", "status", "empfohlen sind höchstens 2500"),
    (put("status", "x" * (TEXT_LIMIT + 1)), "error", "status", "20001 Zeichen, erlaubt sind 20000"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "severity", "path", "text"), EACH)
def test_check_of_one_field_finds(change: Change, severity: str, path: str, text: str) -> None:
    (found,) = new(change)
    assert found[:2] == (severity, path)
    assert text in found[2]


def test_table_answers_the_question_beside_it() -> None:
    for lead, group in EDITION.companions.items():
        if len(group) > 1:
            assert new(without(lead)) == []


def test_text_beside_a_filled_table_may_be_short() -> None:
    assert new(put("schedule", "Siehe Tabelle.")) == []


def test_empty_concept_lacks_every_required_question_once() -> None:
    found = check(EDITION, {})
    required = [question.id for question in EDITION.questions.values() if question.required]
    assert sorted(p.question for p in found) == sorted([*required, "opening"])
    assert {p.severity for p in found} == {"error"}


@given(answers(EDITION))
def test_problems_of_any_answers_have_a_place_in_printed_order(found: Answers) -> None:
    problems = check(EDITION, found)
    places = [place(problem, found) for problem in problems]
    assert places == sorted(places)
    assert all(problem.text and problem.path(found) for problem in problems)


def place(problem: Problem, found: Answers) -> tuple[int, int, int]:
    """Where it is printed; fails where there is no such field."""
    question = EDITION.questions[problem.question]
    row_ids = [row["id"] for row in found.get(question.id, [])] if problem.row else []
    columns = [column.id for column in question.columns]
    return (
        list(EDITION.questions).index(question.id),
        row_ids.index(problem.row) if problem.row else -1,
        columns.index(problem.column) if problem.column else -1,
    )


def test_anchor_names_question_row_and_column() -> None:
    found = musterland()
    set_cell("milestones", 2, "due", "bald")(found)
    (problem,) = [p for p in check(EDITION, found) if p.severity == "error"]
    assert problem.anchor == f"milestones-{found['milestones'][1]['id']}-due"
    assert Problem("place", problem.text, "error").anchor == "place"


def smaller_edition() -> Edition:
    """A form that asks only 1 to 4."""
    raw = tomllib.loads((FOLDER / f"{EDITION.id}.toml").read_text(encoding="utf-8"))
    raw["section"] = [s for s in raw["section"] if s["id"] in ("measure", "contacts", "status")]
    return Edition.model_validate(raw)


def test_checks_keep_quiet_about_questions_that_an_edition_does_not_ask() -> None:
    found = check(smaller_edition(), {"budget_year": 2027})
    assert {p.question for p in found} == {
        "contacts_note", "status", "understanding", "crosscutting"
    }  # fmt: skip


def test_section_goes_from_empty_to_complete() -> None:
    section = EDITION.section("status")
    states = []
    found: Answers = {}
    for question in section.questions:
        states.append(section_state(EDITION, section, found, check(EDITION, found)))
        found[question.id] = "x" * 600
    states.append(section_state(EDITION, section, found, check(EDITION, found)))
    assert [s.state for s in states] == ["empty", "partial", "partial", "complete"]
    assert [s.errors for s in states] == [3, 2, 1, 0]
    assert [(s.answered, s.total) for s in states] == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_section_counts_its_own_problems_only() -> None:
    found = musterland()
    set_cell("posts", 1, "weekly_hours", "30")(found)
    state = section_state(EDITION, EDITION.section("framework"), found, check(EDITION, found))
    assert (state.state, state.errors, state.hints) == ("complete", 0, 1)


@given(answers(EDITION))
def test_progress_is_the_sum_of_the_sections(found: Answers) -> None:
    problems = check(EDITION, found)
    states = [section_state(EDITION, s, found, problems) for s in EDITION.sections]
    assert (sum(s.answered for s in states), sum(s.total for s in states)) == progress(
        EDITION, found
    )
    assert sum(s.errors + s.hints for s in states) == len(problems)


def test_progress_of_nothing_and_of_everything() -> None:
    assert progress(EDITION, {}) == (0, 22)
    assert progress(EDITION, musterland()) == (22, 22)
