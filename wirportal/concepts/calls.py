"""The verbs about Förderaufrufe and the directives that they rest on."""

import tomllib
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.text import slugify

from wirportal.concepts.models import AskedPaper, Call, Directive, Provision
from wirportal.ledger.actions import chain_of, record
from wirportal.people.models import User
from wirportal.people.seen import digest, require_seen
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action

DIRECTIVES = Path(__file__).parent / "data" / "directives.toml"


@dataclass(frozen=True)
class PaperFacts:
    name: str
    required: bool = True


USUAL_PAPERS = (
    PaperFacts("Antragsformular"),
    PaperFacts("Kosten- und Finanzierungsplan"),
    PaperFacts("Detailangaben", required=False),
)
"""What is asked beside the concept unless an administrator settles something else."""


@dataclass(frozen=True)
class CallFacts:
    """Everything that an administrator settles about a call."""

    budget_year: int
    edition_id: str
    directive_id: int
    eligible_on: date
    opens_at: datetime
    closes_at: datetime
    takes_late: bool
    signs_in_portal: bool = True
    signs_on_paper: bool = True
    signs_by_file: bool = False
    papers: tuple[PaperFacts, ...] = ()

    GROUNDS = ("budget_year", "edition_id", "directive_id", "eligible_on")
    """What a concept is begun on; fixed from then on."""

    @classmethod
    def of(cls, call: Call) -> "CallFacts":
        """As it stands; one query."""
        papers = (PaperFacts(paper.name, paper.required) for paper in call.papers.all())
        return cls(**{name: getattr(call, name) for name in _COLUMNS}, papers=tuple(papers))


_COLUMNS = tuple(name for name in CallFacts.__dataclass_fields__ if name != "papers")


def case_of(call: Call, budget_year: int) -> Case:
    """What the rulebook looks at before a call is settled for a year; two queries."""
    others = Call.objects.exclude(pk=call.pk) if call.pk else Call.objects.all()
    return Case(
        concepts=call.concepts.count() if call.pk else 0,
        year_taken=others.filter(budget_year=budget_year).exists(),
    )


@transaction.atomic
def create_call(*, facts: CallFacts, by: User) -> Call:
    """A new Förderaufruf."""
    require(Action.CREATE_CALL, case_of(Call(), facts.budget_year), by.everywhere)
    call = Call.objects.create(**_columns(facts))
    _write_papers(call, facts)
    _record(Action.CREATE_CALL, call, by, after=digest(asdict(facts)))
    return call


@transaction.atomic
def change_call(*, call_id: int, facts: CallFacts, seen: str, by: User) -> None:
    """Settle a call anew. Stale where somebody has changed it since the person saw it."""
    call = Call.objects.select_for_update().get(pk=call_id)
    before = CallFacts.of(call)
    case = case_of(call, facts.budget_year)
    require(Action.CHANGE_CALL, case, by.everywhere)
    changed = [name for name, value in vars(facts).items() if value != getattr(before, name)]
    if set(changed) & set(CallFacts.GROUNDS):
        require(Action.CHANGE_CALL_GROUNDS, case, by.everywhere)
    require_seen(asdict(before), seen)
    if changed:
        Call.objects.filter(pk=call_id).update(**_columns(facts))
        try:
            _write_papers(call, facts)
        except ProtectedError:
            require(Action.CHANGE_CALL, replace(case, paper_in_use=True), by.everywhere)
        after = digest(asdict(facts))
        _record(Action.CHANGE_CALL, call, by, before=seen, after=after, reason=", ".join(changed))


def _columns(facts: CallFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in _COLUMNS}


_FREE = 1000
"""A place that no paper of the list has."""


def _write_papers(call: Call, facts: CallFacts) -> None:
    """A paper that keeps its name stays the same one: files hang on it. ProtectedError where
    one with files is to go."""
    there = {paper.name: paper for paper in call.papers.all()}
    call.papers.exclude(name__in=[paper.name for paper in facts.papers]).delete()
    call.papers.update(place=F("place") + _FREE)  # so that none takes the place of another
    for place, paper in enumerate(facts.papers):
        kept = there.get(paper.name) or AskedPaper(call=call, name=paper.name)
        kept.place, kept.required = place, paper.required
        kept.save()


# --- directives ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProvisionFacts:
    label: str
    number: str = ""
    amount: Decimal | None = None
    unit: str = ""
    source: str = ""
    verified: bool = False


@dataclass(frozen=True)
class DirectiveFacts:
    """Everything that an administrator writes about a version of the directive."""

    name: str
    published: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    provisions: tuple[ProvisionFacts, ...] = ()

    @classmethod
    def of(cls, directive: Directive) -> "DirectiveFacts":
        """As it stands; one query."""
        names = ProvisionFacts.__dataclass_fields__
        provisions = tuple(
            ProvisionFacts(**{name: getattr(provision, name) for name in names})
            for provision in directive.provisions.all()
        )
        facts = {name: getattr(directive, name) for name in _DIRECTIVE_COLUMNS}
        return cls(**facts, provisions=provisions)


_DIRECTIVE_COLUMNS = ("name", "published", "valid_from", "valid_to")


@transaction.atomic
def create_directive(*, facts: DirectiveFacts, by: User) -> Directive:
    """A new version of the directive; the existing one where it says the very same."""
    require(Action.CREATE_DIRECTIVE, Case(), by.everywhere)
    for there in Directive.objects.filter(name=facts.name):
        if DirectiveFacts.of(there) == facts:
            return there
    directive = _new_directive(_free_key(facts.name), facts)
    _record(Action.CREATE_DIRECTIVE, directive, by, after=digest(asdict(facts)))
    return directive


@transaction.atomic
def change_directive(*, directive_id: int, facts: DirectiveFacts, seen: str, by: User) -> None:
    """Write a version anew. Stale where somebody has changed it since the person saw it."""
    require(Action.CHANGE_DIRECTIVE, Case(), by.everywhere)
    directive = Directive.objects.select_for_update().get(pk=directive_id)
    before = DirectiveFacts.of(directive)
    require_seen(asdict(before), seen)
    changed = [name for name, value in vars(facts).items() if value != getattr(before, name)]
    if changed:
        Directive.objects.filter(pk=directive_id).update(**_directive_columns(facts))
        directive.provisions.all().delete()
        _write_provisions(directive, facts)
        after, reason = digest(asdict(facts)), ", ".join(changed)
        _record(Action.CHANGE_DIRECTIVE, directive, by, before=seen, after=after, reason=reason)


@transaction.atomic
def load_directives() -> None:
    """Bring in the versions that we ship, where they are missing; one that is there stays."""
    source = tomllib.loads(DIRECTIVES.read_text(encoding="utf-8"))
    there = set(Directive.objects.values_list("key", flat=True))
    for entry in source["directive"]:
        key = entry.pop("key")
        provisions = tuple(_shipped(**one) for one in entry.pop("provision", ()))
        if key not in there:
            _new_directive(key, DirectiveFacts(**entry, provisions=provisions))


def _shipped(amount: str = "", **facts: Any) -> ProvisionFacts:
    return ProvisionFacts(amount=Decimal(amount) if amount else None, **facts)


def _new_directive(key: str, facts: DirectiveFacts) -> Directive:
    directive = Directive.objects.create(key=key, **_directive_columns(facts))
    _write_provisions(directive, facts)
    return directive


def _free_key(name: str) -> str:
    """A key made of the name that no other version has."""
    start = slugify(name)[:70] or "richtlinie"
    taken = set(Directive.objects.filter(key__startswith=start).values_list("key", flat=True))
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (start, *numbered) if key not in taken)


def _directive_columns(facts: DirectiveFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in _DIRECTIVE_COLUMNS}


def _write_provisions(directive: Directive, facts: DirectiveFacts) -> None:
    Provision.objects.bulk_create(
        Provision(directive=directive, place=place, **asdict(provision))
        for place, provision in enumerate(facts.provisions)
    )


def _record(action: Action, about: Call | Directive, by: User, **facts: str) -> None:
    chain = chain_of(f"{about._meta.model_name} {about.pk}")
    record(chain=chain, actor_id=by.pk, action=action, **facts)
