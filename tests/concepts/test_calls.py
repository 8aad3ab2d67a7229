"""Förderaufrufe and directives: what is settled, by whom, and what stays settled."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests import make
from wirportal.concepts.actions import create_concept
from wirportal.concepts.calls import (
    USUAL_PAPERS,
    CallFacts,
    DirectiveFacts,
    PaperFacts,
    ProvisionFacts,
    change_call,
    change_directive,
    create_call,
    create_directive,
    load_directives,
)
from wirportal.concepts.models import Call, Concept, Directive, Provision
from wirportal.concepts.queries import eligible_bodies
from wirportal.editions.load import CURRENT
from wirportal.ledger.models import Chain, Event
from wirportal.people.bodies import load_official_bodies
from wirportal.people.models import BodyStatus, Organisation, OrganisationKind, User
from wirportal.people.seen import Stale, digest
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return make.user("Ada Verwaltung", Role.ADMINISTRATOR)


def facts(**others: object) -> CallFacts:
    given: dict[str, object] = {
        "budget_year": 2030,
        "edition_id": CURRENT,
        "directive_id": make.directive().pk,
        "eligible_on": date(2030, 1, 1),
        "opens_at": datetime(2014, 1, 1, tzinfo=UTC),
        "closes_at": datetime(2099, 1, 1, tzinfo=UTC),
        "takes_late": True,
        "papers": USUAL_PAPERS,
    }
    return CallFacts(**given | others)  # type: ignore[arg-type]


def changed(call: Call, by: User, **others: object) -> None:
    there = CallFacts.of(call)
    seen = digest(asdict(there))
    wanted = replace(there, **others)  # type: ignore[arg-type]
    change_call(call_id=call.pk, facts=wanted, seen=seen, by=by)


def test_a_call_is_settled_with_its_papers(admin: User) -> None:
    call = create_call(facts=facts(), by=admin)
    assert CallFacts.of(call) == facts()
    (event,) = Event.objects.filter(action=Action.CREATE_CALL)
    assert event.chain == Chain.objects.get(name=f"call {call.pk}").pk


def test_a_paper_that_lies_beside_a_concept_stays_in_the_list(admin: User) -> None:
    call = create_call(facts=facts(), by=admin)
    concept = make.concept(year=call.budget_year)
    first = call.papers.get(place=0)
    make.attached(concept, first)
    later = (PaperFacts("Neu"), PaperFacts(first.name, required=False))
    changed(call, admin, papers=later)
    first.refresh_from_db()
    assert (first.place, first.required) == (1, False)
    with pytest.raises(Refused, match="liegt schon bei einem Konzept"):
        changed(call, admin, papers=later[:1])
    assert CallFacts.of(call).papers == later


def test_a_year_has_one_call(admin: User) -> None:
    call, other = (create_call(facts=facts(budget_year=year), by=admin) for year in (2030, 2031))
    with pytest.raises(Refused, match="Für dieses Haushaltsjahr"):
        create_call(facts=facts(), by=admin)
    with pytest.raises(Refused, match="Für dieses Haushaltsjahr"):
        changed(other, admin, budget_year=call.budget_year)


def test_only_administrators_settle_calls() -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        person = make.user(f"Person {role}", role)
        with pytest.raises(Refused):
            create_call(facts=facts(), by=person)
        with pytest.raises(Refused):
            create_directive(facts=DirectiveFacts("Neu"), by=person)


def test_a_call_changes_until_somebody_else_has_changed_it(admin: User) -> None:
    call = create_call(facts=facts(), by=admin)
    seen = digest(asdict(CallFacts.of(call)))
    changed(call, admin, takes_late=False, papers=USUAL_PAPERS[:1])
    call.refresh_from_db()
    assert CallFacts.of(call) == facts(takes_late=False, papers=USUAL_PAPERS[:1])
    with pytest.raises(Stale):
        change_call(call_id=call.pk, facts=facts(), seen=seen, by=admin)
    (event,) = Event.objects.filter(action=Action.CHANGE_CALL)
    assert event.reason == "takes_late, papers"


def test_saving_a_call_unchanged_leaves_no_event(admin: User) -> None:
    changed(create_call(facts=facts(), by=admin), admin)
    assert not Event.objects.filter(action=Action.CHANGE_CALL).exists()


@pytest.mark.parametrize(
    "ground",
    [
        {"budget_year": 2031},
        {"edition_id": "andere"},
        {"eligible_on": date(2031, 1, 1)},
        {"directive_id": 0},
    ],
    ids=lambda ground: next(iter(ground)),
)
def test_what_a_concept_was_begun_on_stays(admin: User, ground: dict[str, object]) -> None:
    call = make.concept(make.user()).call
    with pytest.raises(Refused, match="gibt es schon Konzepte"):
        changed(call, admin, **ground)


def test_the_deadline_moves_although_there_are_concepts(admin: User) -> None:
    call = make.concept(make.user()).call
    later = datetime(2099, 12, 31, 12, tzinfo=UTC)
    changed(call, admin, closes_at=later)
    assert Call.objects.get(pk=call.pk).closes_at == later


# --- who may apply ------------------------------------------------------------------------------


def test_the_day_of_the_call_says_who_may_apply() -> None:
    load_official_bodies()
    call = make.call()
    types = {}
    for year in (2025, 2026):
        call.eligible_on = date(year, 6, 1)
        bodies = eligible_bodies(call)
        types[year] = {body.name: body.type for body in bodies}
        assert len(bodies) == 33
    assert (types[2025]["Hanau"], types[2026]["Hanau"]) == ("sonderstatusstadt", "kreisfreie_stadt")


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "allowed"),
    [
        (date(2014, 1, 1), None, True),
        (date(2027, 1, 1), date(2027, 1, 1), True),
        (date(2014, 1, 1), date(2026, 12, 31), False),
        (date(2027, 1, 2), None, False),
    ],
)
def test_only_who_is_eligible_on_the_day_begins_a_concept(
    valid_from: date, valid_to: date | None, allowed: bool
) -> None:
    person = make.user()
    place = person.held[0].organisation
    BodyStatus.objects.filter(organisation=place).update(valid_from=valid_from, valid_to=valid_to)
    if allowed:
        assert create_concept(organisation=place, call=make.call(), by=person)
    else:
        with pytest.raises(Refused, match="nicht antragsberechtigt"):
            create_concept(organisation=place, call=make.call(), by=person)
        assert not Concept.objects.exists()


def test_an_authority_begins_no_concept() -> None:
    authority = Organisation.objects.create(
        key="rp", kind=OrganisationKind.AUTHORITY, name="RP", legal_name="RP"
    )
    person = make.user("Otto", Role.COORDINATOR, authority)
    with pytest.raises(Refused, match="nicht antragsberechtigt"):
        create_concept(organisation=authority, call=make.call(), by=person)


# --- directives ---------------------------------------------------------------------------------


def test_the_shipped_directives_come_once_and_stay_as_people_change_them(admin: User) -> None:
    load_directives()
    Directive.objects.filter(key="wir-2021").update(name="Umbenannt")
    load_directives()
    assert set(Directive.objects.values_list("key", flat=True)) == {
        f"wir-{year}" for year in (2013, 2017, 2021, 2026)
    }
    assert Directive.objects.get(key="wir-2021").name == "Umbenannt"


def test_shipped_figures_are_marked_as_the_sources_allow() -> None:
    load_directives()
    verified = {
        (provision.directive.key, int(provision.amount or 0))
        for provision in Provision.objects.filter(verified=True).exclude(amount=None)
    }
    assert verified == {
        ("wir-2017", 50_000),
        ("wir-2021", 60_000),
        ("wir-2021", 20_000),
        ("wir-2021", 5_000),
        ("wir-2026", 600_000),
    }
    cited = Provision.objects.filter(number__in=("Nr. 3.3 b)", "Nr. 5.1"))
    assert cited.exists() and not cited.filter(verified=True).exists()


def test_a_directive_is_written_and_written_anew(admin: User) -> None:
    first = ProvisionFacts("Volle Stelle", "Nr. 5.1", Decimal(60_000), "Euro im Jahr")
    made = create_directive(facts=DirectiveFacts("WIR 2031", provisions=(first,)), by=admin)
    there = DirectiveFacts.of(made)
    seen = digest(asdict(there))
    second = replace(first, amount=Decimal("61000.50"))
    wanted = replace(there, valid_from=date(2031, 1, 1), provisions=(second, first))
    change_directive(directive_id=made.pk, facts=wanted, seen=seen, by=admin)
    made.refresh_from_db()
    assert DirectiveFacts.of(made) == wanted
    with pytest.raises(Stale):
        change_directive(directive_id=made.pk, facts=wanted, seen=seen, by=admin)
    created, rewritten = Event.objects.filter(action__startswith="directive").order_by("sequence")
    assert created.after == rewritten.before == seen


def test_directives_of_one_name_have_keys_of_their_own(admin: User) -> None:
    told = [DirectiveFacts("Neu", published=place) for place in ("hier", "dort", "da", "dort")]
    made = [create_directive(facts=facts, by=admin) for facts in told]
    assert [one.key for one in made] == ["neu", "neu-2", "neu-3", "neu-2"]


@pytest.mark.parametrize(
    "facts",
    [
        {"amount": 5, "unit": ""},
        {"amount": -1, "unit": "Euro"},
        {"verified": True, "source": ""},
    ],
)
def test_the_database_refuses_half_a_figure(facts: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Provision.objects.create(directive=make.directive(), place=9, label="Etwas", **facts)
