from datetime import date, timedelta

import pytest

from tests import make
from wirportal.ledger.models import Chain, Event
from wirportal.people.actions import change_organisation
from wirportal.people.bodies import (
    BODIES,
    Kind,
    Plan,
    bring_list,
    import_bodies,
    legal_name,
    load_missing,
    load_official_bodies,
    plan_for,
    plan_of,
)
from wirportal.people.body_list import Unfit, read_list
from wirportal.people.models import BodyList, BodyStatus, Organisation, OrganisationKind, User
from wirportal.people.seen import Stale, digest
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies() -> None:
    load_official_bodies()


def test_any_date_gives_exactly_33_bodies(bodies: None):
    day = date(2014, 1, 1)
    while day < date(2031, 1, 1):
        assert BodyStatus.objects.on(day).count() == 33, day
        day += timedelta(days=97)
    for day in (date(2025, 12, 31), date(2026, 1, 1)):
        assert BodyStatus.objects.on(day).count() == 33


def test_hanau_is_one_body_with_two_statuses(bodies: None):
    hanau = Organisation.objects.get(name="Hanau")
    last, first = hanau.status_on(date(2025, 12, 31)), hanau.status_on(date(2026, 1, 1))
    assert last and first
    assert (last.type, last.ags) == ("sonderstatusstadt", "06435014")
    assert (first.type, first.ags) == ("kreisfreie_stadt", "06415000")


def test_loading_again_changes_nothing(bodies: None):
    before = list(BodyStatus.objects.values())
    assert load_official_bodies() == 34
    assert list(BodyStatus.objects.values()) == before
    assert Organisation.objects.count() == 33


def test_cities_and_districts_of_one_name_stay_apart(bodies: None):
    for name in ("Kassel", "Gießen", "Fulda"):
        city, district = (Organisation.objects.get(name=n) for n in (name, f"Landkreis {name}"))
        assert city.pk != district.pk


@pytest.mark.parametrize(
    ("name", "body_type", "expected"),
    [
        ("Landkreis Gießen", "landkreis", "Kreisausschuss des Landkreises Gießen"),
        ("Main-Kinzig-Kreis", "landkreis", "Kreisausschuss des Main-Kinzig-Kreises"),
        ("Wetteraukreis", "landkreis", "Kreisausschuss des Wetteraukreises"),
        ("Hanau", "kreisfreie_stadt", "Magistrat der Stadt Hanau"),
    ],
)
def test_legal_name_is_the_executive_board(name: str, body_type: str, expected: str):
    assert legal_name(name, body_type) == expected


# --- a list that somebody brings ----------------------------------------------------------------

KREIS = "06435,064350000000,Main-Kinzig-Kreis,Landkreis,Gelnhausen,Darmstadt,430838,2014-01-01,"
RENAMED = "06435,064350000000,Kinzigkreis,Landkreis,Gelnhausen,Darmstadt,330838,2028-01-01,"
LIST = BODIES.read_text()


@pytest.fixture
def admin() -> User:
    return make.user("Ada Verwaltung", Role.ADMINISTRATOR)


def plan(text: str) -> Plan:
    return plan_for(read_list(text.encode()))


def test_the_list_that_is_there_would_change_nothing(bodies: None):
    assert plan(LIST) == Plan()


def test_a_new_body_is_announced():
    assert {change.kind for change in plan(LIST).changes} == {Kind.NEW_BODY, Kind.NEW_SPAN}


def test_a_change_is_announced_field_by_field(bodies: None):
    (change,) = plan(LIST.replace("77845", "78000")).changes
    (one,) = change.differences
    assert (change.kind, change.row.name) == (Kind.CHANGED, "Marburg")
    assert (one.label, one.before, one.after) == ("Einwohner", 77845, 78000)


def test_a_body_with_another_name_stays_itself(bodies: None, admin: User):
    before = Organisation.objects.get(name="Main-Kinzig-Kreis")
    text = LIST.replace(KREIS, f"{KREIS}2027-12-31\n{RENAMED}")
    assert [change.kind for change in plan(text).changes] == [Kind.ENDED, Kind.NEW_SPAN]
    taken_over(text, admin)
    after = Organisation.objects.get(pk=before.pk)
    past, future = (after.status_on(date(year, 6, 1)) for year in (2027, 2028))
    assert past and future
    assert (after.name, past.name, future.name) == (
        "Kinzigkreis",
        "Main-Kinzig-Kreis",
        "Kinzigkreis",
    )
    assert after.key == before.key
    assert Organisation.objects.filter(kind=OrganisationKind.BODY, fictitious=False).count() == 33


def test_what_is_not_in_the_list_stays(bodies: None, admin: User):
    text = LIST.replace(f"{KREIS}\n", "").replace("77845", "78000")
    assert [status.name for status in plan(text).missing] == ["Main-Kinzig-Kreis"]
    taken_over(text, admin)
    assert BodyStatus.objects.filter(name="Main-Kinzig-Kreis", valid_to=None).exists()


def test_two_lines_for_the_same_days_are_refused():
    with pytest.raises(Unfit, match=r"Zeile 6: Main-Kinzig-Kreis .* schon in Zeile 3"):
        plan("\n".join([*LIST.splitlines()[:2], KREIS, *LIST.splitlines()[2:4], KREIS]))


def test_a_new_span_needs_an_end_of_the_old_one(bodies: None):
    with pytest.raises(Unfit, match=r"Zeile 2: Kinzigkreis .*gültig ab 01\.01\.2014"):
        plan("\n".join([LIST.splitlines()[0], RENAMED]))


def taken_over(text: str, by: User) -> int:
    brought = bring_list(name="liste.csv", data=text.encode(), by=by)
    return import_bodies(body_list_id=brought.pk, seen=digest(plan_of(brought).facts), by=by)


def test_taking_over_leaves_one_event_and_happens_once(bodies: None, admin: User):
    brought = bring_list(name="x.csv", data=LIST.replace("77845", "1").encode(), by=admin)
    seen = digest(plan_of(brought).facts)
    counts = [import_bodies(body_list_id=brought.pk, seen=seen, by=admin) for _ in range(2)]
    assert counts == [1, 0]
    (event,) = Event.objects.filter(action=Action.IMPORT_BODIES)
    assert (event.chain, event.actor) == (Chain.objects.get(name="portal").pk, admin)


def test_what_has_changed_since_the_preview_is_not_taken_over(bodies: None, admin: User):
    brought = bring_list(name="x.csv", data=LIST.replace("77845", "1").encode(), by=admin)
    seen = digest(plan_of(brought).facts)
    BodyStatus.objects.filter(name="Fulda").update(population=7)
    with pytest.raises(Stale):
        import_bodies(body_list_id=brought.pk, seen=seen, by=admin)
    assert BodyStatus.objects.get(name="Marburg").population == 77845


def test_a_list_with_a_fault_is_not_even_kept(bodies: None, admin: User):
    with pytest.raises(Unfit):
        bring_list(name="x.csv", data=LIST.replace("77845", "viele").encode(), by=admin)
    assert not BodyList.objects.exists()


def test_only_administrators_bring_lists(bodies: None):
    officer = make.user("Otto Prüfer", Role.OFFICER)
    with pytest.raises(Refused):
        bring_list(name="x.csv", data=LIST.encode(), by=officer)


def test_a_new_portal_knows_authority_and_ministry_and_keeps_what_people_write(admin: User):
    load_missing()
    authority = Organisation.objects.get(kind=OrganisationKind.AUTHORITY)
    Organisation.objects.filter(pk=authority.pk).update(address="Neue Straße 1")
    BodyStatus.objects.filter(name="Marburg").update(population=5)
    load_missing()
    authority.refresh_from_db()
    assert authority.address == "Neue Straße 1"
    assert BodyStatus.objects.get(name="Marburg").population == 5


def test_what_is_written_about_an_organisation_leaves_its_past_alone(bodies: None, admin: User):
    hanau = Organisation.objects.get(name="Hanau")
    past = list(hanau.statuses.values())
    facts = {"legal_name": "Magistrat", "address": "Am Markt 14", "file_number": "II 25-1"}
    seen = digest(hanau.facts)
    change_organisation(organisation_id=hanau.pk, facts=facts, seen=seen, by=admin)
    hanau.refresh_from_db()
    assert (hanau.facts, hanau.name, list(hanau.statuses.values())) == (facts, "Hanau", past)
    (event,) = Event.objects.filter(action=Action.CHANGE_ORGANISATION)
    assert (event.before, event.after) == (seen, digest(facts))
    with pytest.raises(Stale):
        change_organisation(organisation_id=hanau.pk, facts=facts, seen=seen, by=admin)
