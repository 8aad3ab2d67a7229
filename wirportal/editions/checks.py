"""Checks across fields, all problems of a concept at once, and how far it has come.

A check is a row of CHECKS: a named function that finds what is odd, where it shows, how grave it
is and what people read. A new check is a new row.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Literal

from wirportal.editions import problems
from wirportal.editions.answers import is_empty
from wirportal.editions.kinds import decimal, iso_date
from wirportal.editions.model import Answers, Edition, Section
from wirportal.editions.problems import Problem, Severity, row_number, rows
from wirportal.editions.rows import row_title
from wirportal.editions.text import excerpt
from wirportal.sentence import Sentence

__all__ = ["CHECKS", "Problem", "SectionState", "check", "progress", "section_state"]

Row = dict[str, Any]
Find = tuple[Row | None, dict[str, Any]]
"""The row in question (None: the question as a whole) and what fills the sentence."""


@dataclass(frozen=True)
class Check:
    """`text` may use {title}, the name of the row, besides the values that `find` gives."""

    find: Callable[[Answers], Iterator[Find]]
    place: str
    """Where it shows: "question" or "table.column"."""
    severity: Severity
    text: str
    reads: tuple[str, ...] = ()
    """What else the edition must ask for the check to make sense; as in `place`."""

    def fits(self, edition: Edition) -> bool:
        """Whether the edition asks for everything that the check reads."""
        return all(_asks(edition, field) for field in (self.place, *self.reads))

    def run(self, answers: Answers) -> Iterator[Problem]:
        """A problem for everything found."""
        question, _, column = self.place.partition(".")
        for row, values in self.find(answers):
            if row is None:
                yield Problem(question, Sentence(self.text, **values), self.severity)
            else:
                text = Sentence(self.text, title=excerpt(row_title(row)), **values)
                yield Problem(question, text, self.severity, row["id"], column)


def _asks(edition: Edition, field: str) -> bool:
    question_id, _, column_id = field.partition(".")
    question = edition.questions.get(question_id)
    return question is not None and (
        not column_id or any(column.id == column_id for column in question.columns)
    )


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


# --- what the checks look for ---------------------------------------------------------------------


def application_in_budget_year(answers: Answers) -> Iterator[Find]:
    applied, year = iso_date(answers.get("application_date")), answers.get("budget_year")
    if applied and isinstance(year, int) and applied.year >= year:
        yield None, {"day": _day(applied), "year": year}


def signed_before_application(answers: Answers) -> Iterator[Find]:
    signed, applied = (iso_date(answers.get(key)) for key in ("date", "application_date"))
    if signed and applied and signed < applied:
        yield None, {"signed": _day(signed), "applied": _day(applied)}


def single_signatory(answers: Answers) -> Iterator[Find]:
    if len(rows(answers, "signatories")) == 1:
        yield None, {}


def contact_without_phone_and_email(answers: Answers) -> Iterator[Find]:
    for row in rows(answers, "contacts"):
        if not row.get("phone") and not row.get("email"):
            yield row, {}


_FULL_WEEK = (Decimal(34), Decimal(43))
"""Hours that a full post may have, with room for rounded shares."""


def hours_do_not_fit_share(answers: Answers) -> Iterator[Find]:
    for row in rows(answers, "posts"):
        hours, share = decimal(row.get("weekly_hours")), decimal(row.get("full_time_share"))
        if hours and share and not _FULL_WEEK[0] <= hours / share <= _FULL_WEEK[1]:
            week = round(hours / share, 1)
            yield row, {"hours": _number(hours), "share": _number(share), "week": _number(week)}


def _shares(answers: Answers) -> Iterator[tuple[Row, Decimal]]:
    for row in rows(answers, "posts"):
        if (share := decimal(row.get("full_time_share"))) is not None:
            yield row, share


def person_with_more_than_one_post(answers: Answers) -> Iterator[Find]:
    totals: dict[str, Decimal] = {}
    for row, share in _shares(answers):
        holder = str(row.get("holder", "")).casefold()
        totals[holder] = totals.get(holder, Decimal(0)) + share
        if holder and totals[holder] > 1 >= share:
            yield row, {"sum": _number(totals[holder])}


def shares_leave_a_rest(answers: Answers) -> Iterator[Find]:
    shares = [share for _, share in _shares(answers)]
    total = sum(shares, Decimal(0))
    if len(shares) > 1 and abs(total - round(total)) > Decimal("0.02"):
        yield None, {"sum": _number(total)}


def goal_twice(answers: Answers) -> Iterator[Find]:
    seen: set[str] = set()
    for row in rows(answers, "goals"):
        title = str(row.get("title", "")).casefold()
        if title and title in seen:
            yield row, {}
        seen.add(title)


def _goals_unused_in(answers: Answers, *tables: str) -> Iterator[Find]:
    used = {row.get("goal") for table in tables for row in rows(answers, table)}
    for row in rows(answers, "goals"):
        if row["id"] not in used:
            yield row, {}


def goal_without_indicator(answers: Answers) -> Iterator[Find]:
    yield from _goals_unused_in(answers, "indicators")


def goal_without_plan(answers: Answers) -> Iterator[Find]:
    yield from _goals_unused_in(answers, "milestones", "opening_steps", "welcome_steps")


def row_without_goal(table: str, answers: Answers) -> Iterator[Find]:
    for row in rows(answers, table) if rows(answers, "goals") else ():
        if not row.get("goal"):
            yield row, {}


def neither_opening_nor_welcome(answers: Answers) -> Iterator[Find]:
    either = ("opening", "opening_steps", "welcome", "welcome_steps")
    if all(is_empty(answers.get(question_id)) for question_id in either):
        yield None, {}


def due_outside_budget_year(table: str, answers: Answers) -> Iterator[Find]:
    year = answers.get("budget_year")
    for row in rows(answers, table):
        due = iso_date(row.get("due"))
        if due and isinstance(year, int) and due.year != year:
            yield row, {"day": _day(due), "year": year}


def indicator_without_target(answers: Answers) -> Iterator[Find]:
    for row in rows(answers, "indicators"):
        if not row.get("target"):
            yield row, {}


def indicator_without_unit(answers: Answers) -> Iterator[Find]:
    for row in rows(answers, "indicators"):
        if row.get("target") and not row.get("unit"):
            yield row, {}


def indicator_that_stays(answers: Answers) -> Iterator[Find]:
    for row in rows(answers, "indicators"):
        target = decimal(row.get("target"))
        if target is not None and target == decimal(row.get("baseline")):
            yield row, {"target": _number(target)}


# --- the table ------------------------------------------------------------------------------------

CHECKS: tuple[Check, ...] = (
    Check(
        application_in_budget_year,
        "application_date",
        "hint",
        "Der Antrag ist auf den {day} datiert, das Haushaltsjahr {year} hat dann schon begonnen. "
        "Bitte prüfen Sie das Datum.",
        ("budget_year",),
    ),
    Check(
        contact_without_phone_and_email,
        "contacts.phone",
        "hint",
        "Für {title} fehlen Telefon und E-Mail. Bitte tragen Sie mindestens eines davon ein.",
        ("contacts.email",),
    ),
    Check(
        hours_do_not_fit_share,
        "posts.full_time_share",
        "hint",
        "{hours} Wochenstunden und ein Anteil von {share} passen nicht zusammen: Eine volle "
        "Stelle hätte dann {week} Wochenstunden. Bitte prüfen Sie beide Zahlen.",
        ("posts.weekly_hours",),
    ),
    Check(
        person_with_more_than_one_post,
        "posts.full_time_share",
        "hint",
        "Für {title} sind zusammen {sum} Stellen eingetragen, also mehr als eine volle. "
        "Bitte prüfen Sie die Anteile.",
    ),
    Check(
        shares_leave_a_rest,
        "posts",
        "hint",
        "Die Anteile ergeben zusammen {sum} Stellen. Teilen sich mehrere Personen eine volle "
        "Stelle, sollten ihre Anteile zusammen 1 ergeben.",
        ("posts.full_time_share",),
    ),
    Check(
        goal_twice,
        "goals.title",
        "hint",
        "Das Ziel „{title}“ steht mehrfach in der Tabelle. Bitte fassen Sie die Zeilen zusammen "
        "oder unterscheiden Sie die Namen.",
    ),
    Check(
        goal_without_plan,
        "goals.title",
        "hint",
        "Zum Ziel „{title}“ gibt es weder einen Umsetzungsschritt noch einen Meilenstein. Bitte "
        "ordnen Sie ihm in den Tabellen unter 5.2 bis 5.4 mindestens eine Zeile zu.",
        ("milestones.goal",),
    ),
    Check(
        goal_without_indicator,
        "goals.title",
        "hint",
        "Zum Ziel „{title}“ gibt es keinen Indikator. Bitte ordnen Sie ihm in der Tabelle unter "
        "5.5 mindestens einen zu: Woran messen Sie, ob es erreicht ist?",
        ("indicators.goal",),
    ),
    Check(
        neither_opening_nor_welcome,
        "opening",
        "error",
        "5.2 und 5.3 sind beide leer. Bitte beantworten Sie mindestens eine der beiden Fragen.",
        ("welcome",),
    ),
    *(
        Check(
            partial(row_without_goal, table),
            f"{table}.goal",
            "hint",
            "„{title}“ ist keinem Ziel zugeordnet. Falls es zu einem Ihrer Ziele gehört, wählen "
            "Sie es bitte aus.",
            ("goals",),
        )
        for table in ("opening_steps", "welcome_steps", "milestones", "indicators")
    ),
    Check(
        partial(due_outside_budget_year, "milestones"),
        "milestones.due",
        "error",
        "Der Meilenstein „{title}“ liegt mit dem {day} außerhalb des Haushaltsjahres {year}. "
        "Bitte wählen Sie einen Termin in diesem Jahr.",
        ("budget_year",),
    ),
    Check(
        indicator_without_target,
        "indicators.target",
        "hint",
        "Dem Indikator „{title}“ fehlt der Zielwert. Bitte tragen Sie ihn ein; sonst lässt sich "
        "am Jahresende nicht sagen, ob das Ziel erreicht ist.",
    ),
    Check(
        indicator_that_stays,
        "indicators.target",
        "hint",
        "Beim Indikator „{title}“ sind Ausgangswert und Zielwert gleich ({target}). Bitte prüfen "
        "Sie, ob sich wirklich nichts ändern soll.",
        ("indicators.baseline",),
    ),
    Check(
        indicator_without_unit,
        "indicators.unit",
        "hint",
        "Dem Indikator „{title}“ fehlt die Einheit. Bitte ergänzen Sie sie, zum Beispiel „Anzahl“ "
        "oder „Prozent“.",
        ("indicators.target",),
    ),
    Check(
        partial(due_outside_budget_year, "indicators"),
        "indicators.due",
        "hint",
        "Der Indikator „{title}“ soll am {day} erreicht sein, also außerhalb des Haushaltsjahres "
        "{year}. Bitte prüfen Sie den Termin.",
        ("budget_year",),
    ),
    Check(
        signed_before_application,
        "date",
        "hint",
        "Das Konzept ist auf den {signed} datiert, der Antrag erst auf den {applied}. Bitte "
        "prüfen Sie beide Daten.",
        ("application_date",),
    ),
    Check(
        single_signatory,
        "signatories",
        "hint",
        "Es soll nur eine Person unterschreiben. Erklärungen von Kommunen brauchen oft zwei "
        "Unterschriften; bitte prüfen Sie, was bei Ihnen gilt.",
    ),
)


def check(edition: Edition, answers: Answers) -> list[Problem]:
    """All errors and hints of canonical answers, in printed order."""
    looks = (problems.flaws, problems.missing, problems.missing_cells, problems.lengths, _across)
    found = [problem for look in looks for problem in look(edition, answers)]
    questions = list(edition.questions.values())

    def printed_place(problem: Problem) -> tuple[int, int, int]:
        question = edition.questions[problem.question]
        columns = ["", *(column.id for column in question.columns)]
        row = row_number(answers, problem.question, problem.row) if problem.row else 0
        return questions.index(question), row, columns.index(problem.column)

    return sorted(found, key=printed_place)


def _across(edition: Edition, answers: Answers) -> Iterator[Problem]:
    for one in CHECKS:
        if one.fits(edition):
            yield from one.run(answers)


# --- how far it has come --------------------------------------------------------------------------


@dataclass(frozen=True)
class SectionState:
    """leer, in Arbeit or vollständig, with the counts of its problems and answered questions."""

    state: Literal["empty", "partial", "complete"]
    errors: int
    hints: int
    answered: int
    total: int


def section_state(
    edition: Edition, section: Section, answers: Answers, found: Iterable[Problem]
) -> SectionState:
    """How far a section has come; `found` is what `check` said of the whole concept."""
    ids = {question.id for question in section.questions}
    grave = [problem.severity for problem in found if problem.question in ids]
    errors = grave.count("error")
    answered, total = _answered(edition, answers, ids)
    state: Literal["empty", "partial", "complete"] = "partial" if errors else "complete"
    return SectionState(
        state if answered else "empty", errors, len(grave) - errors, answered, total
    )


def progress(edition: Edition, answers: Answers) -> tuple[int, int]:
    """Answered and all questions: one and the tables beside it count once, given ones not."""
    return _answered(edition, answers, set(edition.questions))


def _answered(edition: Edition, answers: Answers, among: set[str]) -> tuple[int, int]:
    groups = [
        group
        for lead, group in edition.companions.items()
        if lead in among and not edition.questions[lead].given
    ]
    answered = [any(not is_empty(answers.get(q.id)) for q in group) for group in groups]
    return sum(answered), len(groups)
