"""The words of a Bescheid: set up from what is decided, then edited by people as plain text."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from wirportal.concepts.models import Concept
from wirportal.review.models import Decision
from wirportal.review.models.deciding import Result

_SENTENCES = tomllib.loads(
    Path(__file__).with_name("data").joinpath("decision.toml").read_text(encoding="utf-8")
)
_GERMAN = str.maketrans(",.", ".,")
TO_FILL = "[Bitte begründen]"
"""Stands where nobody but the officer knows what to say."""


def euro(amount: Decimal) -> str:
    """ "60.000,00 Euro" """
    return f"{amount:,.2f}".translate(_GERMAN) + " Euro"


def number(quantity: Decimal) -> str:
    """ "0,5" """
    return f"{quantity.normalize():f}".replace(".", ",")


def day(at: date) -> str:
    return f"{at:%d.%m.%Y}"


def subject(decision: Decision) -> str:
    """What stands above the Bescheid."""
    return str(
        _SENTENCES["subject_declined" if decision.result == Result.DECLINE else "subject_granted"]
    )


def about(concept: Concept) -> str:
    """What it is about, below its subject."""
    return str(_SENTENCES["about"]).format(
        programme=concept.edition.programme, year=concept.budget_year
    )


def draft(concept: Concept, decision: Decision, remedy: str, former: Decision | None = None) -> str:
    """The Bescheid in words, as far as they follow from what is decided; two queries.

    Args:
        remedy: the authority's Rechtsbehelfsbelehrung.
        former: the issued decision that this one corrects.
    """
    return "\n\n".join(part.strip() for part in _parts(concept, decision, remedy, former))


def _parts(
    concept: Concept, decision: Decision, remedy: str, former: Decision | None
) -> Iterator[str]:
    said = _SENTENCES
    sent = decision.submission
    yield said["opening"].format(
        handed_in=day(timezone.localdate(sent.at)),
        number=sent.code,
        revision=sent.seal.revision.code,
    )
    if former and former.issued_at:
        issued = day(timezone.localdate(former.issued_at))
        yield said["replaces"].format(former=issued, why=decision.why)
    amounts = list(decision.amounts.all())
    yield said[decision.result].format(
        year=concept.budget_year,
        directive=concept.call.directive.name,
        total=euro(sum((one.amount for one in amounts), Decimal())),
    )
    if amounts:
        yield "\n".join(
            said["amount"].format(
                label=one.label, amount=euro(one.amount), quantity=number(one.quantity)
            )
            for one in amounts
        )
    if decision.period_from and decision.period_to:
        days = {"period_from": day(decision.period_from), "period_to": day(decision.period_to)}
        yield said["period"].format(**days)
    if decision.result == Result.APPROVE_IN_PART:
        yield said["rest"]
    if decision.result != Result.APPROVE:
        yield said["reasons"]
    if conditions := list(decision.conditions.all()):
        yield said["conditions"]
        yield "\n".join(
            said["condition_due" if one.due else "condition"].format(
                place=one.place, text=_line(one.text), due=day(one.due) if one.due else ""
            )
            for one in conditions
        )
    if remedy:
        yield said["remedy"].format(remedy=remedy)


def lacking(decision: Decision) -> str:
    """The first thing that is decided and that the text does not say, or still asks to be filled
    in; "" where nothing is lacking. Two queries."""
    text = _line(decision.text)
    for said in _decided(decision):
        if not re.search(rf"(?<![\d.,]){re.escape(said)}", text):
            return said
    return TO_FILL if TO_FILL in text else ""


def _decided(decision: Decision) -> Iterator[str]:
    amounts = list(decision.amounts.all())
    yield from (euro(one.amount) for one in amounts)
    if amounts:
        yield euro(sum((one.amount for one in amounts), Decimal()))
    yield from (day(at) for at in (decision.period_from, decision.period_to) if at)
    for condition in decision.conditions.all():
        yield _line(condition.text)
        if condition.due:
            yield day(condition.due)


def _line(text: str) -> str:
    return " ".join(text.split())
