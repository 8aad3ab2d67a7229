from datetime import date, timedelta

import pytest

from wirportal.people.bodies import legal_name, load_official_bodies
from wirportal.people.models import BodyStatus, Organisation

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
