"""Giving and taking roles: for some time, as a deputy, and never the last administrator's."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from tests import make
from wirportal.concepts.models import Concept
from wirportal.ledger.actions import chain_of
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.people.memberships import (
    give_role,
    reschedule,
    take_role,
)
from wirportal.people.models import Membership, Organisation, User
from wirportal.people.queries import is_last_administrator
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def ada() -> User:
    return make.user("Ada Amt", Role.ADMINISTRATOR, make.office())


def held(user: User) -> set[str]:
    return {membership.role for membership in User.objects.get(pk=user.pk).held}


def membership_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def stand_in(person: User, represented: User, role: Role, by: User) -> Membership:
    """The person deputises today."""
    return give_role(
        organisation=make.body(),
        person=person,
        role=role,
        by=by,
        deputy_for=represented,
        valid_from=TODAY,
        valid_to=TODAY,
    )


def test_a_role_counts_from_its_first_to_its_last_day(ada: User) -> None:
    kim = make.user("Kim Muster", None)
    for first, last, counts in (
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
        (TODAY - DAY, TODAY + DAY, True),
    ):
        give_role(
            organisation=make.body(),
            person=kim,
            role=Role.SIGNATORY,
            by=ada,
            valid_from=first,
            valid_to=last,
        )
        assert held(kim) == ({"signatory"} if counts else set())
    assert Membership.objects.filter(user=kim).count() == 1


def test_a_role_taken_away_is_gone_at_once_and_the_ledger_keeps_it(ada: User) -> None:
    kim = make.user("Kim Muster", None)
    given = give_role(organisation=make.body(), person=kim, role=Role.LEADERSHIP, by=ada)
    take_role(membership_id=given.pk, by=ada)
    assert held(kim) == set()
    events = Event.objects.filter(chain=chain_of(f"organisation {make.body().pk}"))
    assert list(events.values_list("action", "object", "before", "after")) == [
        ("membership.give", f"person {kim.pk} leadership", "", "../.."),
        ("membership.revoke", f"person {kim.pk} leadership", "../..", ""),
    ]
    assert first_broken(events[0].chain) is None


def test_a_deputy_acts_as_long_as_the_dates_say(ada: User) -> None:
    robin, kim = make.user("Robin Vorlage", Role.SIGNATORY), make.user("Kim Muster", None)
    concept = make.concept(make.user())
    deputy = stand_in(kim, robin, Role.SIGNATORY, ada)
    assert Concept.objects.visible_to(User.objects.get(pk=kim.pk)).get() == concept
    reschedule(membership_id=deputy.pk, by=ada, valid_from=TODAY - DAY, valid_to=TODAY - DAY)
    assert not Concept.objects.visible_to(User.objects.get(pk=kim.pk)).exists()


def test_a_deputy_stands_in_for_somebody_with_that_role_only(ada: User) -> None:
    robin, kim = make.user("Robin Vorlage", Role.LEADERSHIP), make.user("Kim Muster", None)
    with pytest.raises(Refused, match="hat diese Aufgabe dort nicht"):
        stand_in(kim, robin, Role.SIGNATORY, ada)


def test_deputies_go_with_whom_they_stand_in_for(ada: User) -> None:
    robin, kim = make.user("Robin Vorlage", Role.SIGNATORY), make.user("Kim Muster")
    own = membership_of(robin)
    stand_in(kim, robin, Role.SIGNATORY, ada)
    take_role(membership_id=own.pk, by=ada)
    assert held(kim) == {"coordinator"}


def test_a_server_gets_its_first_administrator_once(capsys: pytest.CaptureFixture[str]) -> None:
    facts = ("ada.amt@rp.example", "Ada Amt")
    call_command("first_administrator", *facts, "--origin", "https://wir.example.org")
    assert capsys.readouterr().out.startswith("https://wir.example.org/passwort/neu/")
    ada = User.objects.get(email=facts[0])
    assert held(ada) == {"administrator"}
    assert Event.objects.get(action="membership.give").actor == ada
    with pytest.raises(CommandError):
        call_command("first_administrator", "bo@rp.example", "Bo Amt")
    assert is_last_administrator(ada)


def test_a_deputy_without_an_end_cannot_even_be_stored() -> None:
    robin, kim = make.user("Robin Vorlage", Role.SIGNATORY), make.user("Kim Muster", None)
    with pytest.raises(IntegrityError):
        Membership.objects.create(
            user=kim, organisation=make.body(), role="signatory", deputy_for=robin
        )


def test_a_coordinator_removes_contributors_of_the_own_organisation_only(ada: User) -> None:
    alex = make.user()
    mika = make.user("Mika Beitrag", Role.CONTRIBUTOR)
    robin = make.user("Robin Vorlage", Role.SIGNATORY)
    elsewhere = make.user("Eli Fremd", Role.CONTRIBUTOR, make.body("Landkreis Anderswo"))
    for person in (robin, elsewhere):
        with pytest.raises(Refused):
            take_role(membership_id=membership_of(person).pk, by=alex)
    take_role(membership_id=membership_of(mika).pk, by=alex)
    assert held(mika) == set()
    with pytest.raises(Refused):
        give_role(organisation=make.body(), person=mika, role=Role.CONTRIBUTOR, by=alex)


def test_the_last_administrator_is_known(ada: User) -> None:
    robin = make.user("Robin Beispiel", Role.ADMINISTRATOR, make.office())
    assert not is_last_administrator(ada)
    User.objects.filter(pk=robin.pk).update(is_active=False)
    assert is_last_administrator(ada)
    assert not is_last_administrator(robin)


def test_who_administers_for_some_time_or_as_a_deputy_does_not_count(ada: User) -> None:
    robin = make.user("Robin Beispiel", Role.ADMINISTRATOR, make.office())
    theirs = Membership.objects.filter(user=robin)
    theirs.update(valid_to=TODAY + DAY)
    assert is_last_administrator(ada)
    theirs.update(valid_to=None, valid_from=TODAY + DAY)
    assert is_last_administrator(ada)
    theirs.update(valid_from=TODAY, valid_to=TODAY, deputy_for=ada)
    assert is_last_administrator(ada)


def test_the_last_administrator_stays_in_every_way(ada: User) -> None:
    own = membership_of(ada)
    office: Organisation = own.organisation
    with pytest.raises(Refused, match="letzte Person"):
        take_role(membership_id=own.pk, by=ada)
    with pytest.raises(Refused, match="letzte Person"):
        reschedule(membership_id=own.pk, by=ada, valid_from=None, valid_to=TODAY)
    with pytest.raises(Refused, match="letzte Person"):
        give_role(
            organisation=office, person=ada, role=Role.ADMINISTRATOR, by=ada, valid_to=TODAY + DAY
        )
    reschedule(membership_id=own.pk, by=ada, valid_from=TODAY, valid_to=None)
    assert held(ada) == {"administrator"}
