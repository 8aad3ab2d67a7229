"""What the box at the top of a page lists: sentences with a link to their field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms

from wirportal.editions.model import Edition
from wirportal.editions.problems import Problem
from wirportal.sentence import Sentence
from wirportal.web.saving import Clash


@dataclass(frozen=True)
class Line:
    """`anchor`: id of the field."""

    anchor: str
    text: str
    severity: str = "error"
    where: str = ""
    """The number of the question, where the sentence does not name it itself."""
    href: str = ""
    """Where it leads, if not to the field."""


def lines(form: forms.Form, *, named: bool = False) -> list[Line]:
    """Every error of a plain form, linked to Django's own field ids.

    named: with the field's label before it, where several fields say the same.
    """
    return [
        Line(
            f"id_{form.add_prefix(field)}",
            str(sentence),
            where=str(form[field].label) if named else "",
        )
        for field, errors in form.errors.items()
        for sentence in errors
    ]


def row_lines(rows: forms.BaseFormSet[forms.Form]) -> list[Line]:
    """Every error of a form with rows: those of the fields, and those about all of them."""
    return [line for form in rows.forms for line in lines(form, named=True)] + [
        Line(f"id_{rows.prefix}", str(sentence)) for sentence in rows.non_form_errors()
    ]


def problem_lines(problems: Iterable[Problem], edition: Edition) -> list[Line]:
    return [
        Line(
            problem.anchor,
            problem.text,
            problem.severity,
            ""
            if (number := edition.questions[problem.question].number) in problem.text
            else number,
        )
        for problem in problems
    ]


def clash_lines(clashes: Mapping[str, Clash]) -> list[Line]:
    """One line for each question that somebody else has saved meanwhile."""
    text = "„{label}“: {name} hat inzwischen gespeichert. Bitte wählen Sie einen der beiden Texte."
    return [
        Line(
            f"{question_id}-clash",
            Sentence(text, label=clash.question.label, name=clash.theirs.edited_by),
        )
        for question_id, clash in clashes.items()
    ]
