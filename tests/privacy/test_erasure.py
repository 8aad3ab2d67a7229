"""Closing an account for good: what goes, what stays without a name, and who cannot go."""

from typing import Any
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession

from tests import make
from wirportal.concepts.comments import comment
from wirportal.concepts.models import Assignment, Comment, Concept, Visit
from wirportal.concepts.presence import come_back
from wirportal.ledger.models import Chain, Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import Membership, User
from wirportal.people.queries import is_last_administrator
from wirportal.privacy.actions import erase, leave, take_data
from wirportal.privacy.inventory import PERSONAL, Fate
from wirportal.privacy.models import Erasure
from wirportal.privacy.queries import everything_about, rows_about
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import AssignmentState

pytestmark = pytest.mark.django_db
NAME = "Alex Beispiel"


def busy_person() -> tuple[User, Concept]:
    """A coordinator who has written, said, asked, owes, was mentioned, and is signed in."""
    alex, kim = make.user(NAME), make.user("Kim Muster")
    concept = make.concept(alex, answers={"opening": "Ein Text", "welcome": "Noch einer"})
    make.asked(concept, alex, "welcome", by=kim)
    make.asked(concept, kim, "opening", by=alex)
    said(concept, kim, f"@{NAME}: stimmt das? @{NAME.upper()}!")
    said(concept, alex, "Ja.")
    come_back(concept=concept, by=alex)
    make.client(alex)
    UserSession.objects.create(user=alex, ip="192.0.2.1", user_agent="Firefox", session_key="x")
    return alex, concept


def said(concept: Concept, by: User, text: str) -> None:
    comment(key=uuid4(), concept_id=concept.pk, question_id="opening", text=text, by=by)


def administrator(name: str = "Ada Muster") -> User:
    return make.user(name, Role.ADMINISTRATOR)


def strings(value: Any) -> list[str]:
    """Every text in a JSON-like value."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [str(value)]


def test_deleted_account_has_no_name_and_no_way_in():
    alex, _ = busy_person()
    email = alex.email
    leave(by=alex)
    gone = User.objects.get(pk=alex.pk)
    assert (gone.name, gone.is_active) == (f"Ehemalige Person {alex.pk}", False)
    assert not gone.has_usable_password()
    assert not User.objects.filter(email=email).exists()


def test_deleted_account_ends_every_session_at_once():
    alex, _ = busy_person()
    browser = make.client(alex)
    assert browser.get("/konto/").status_code == 200
    leave(by=alex)
    assert browser.get("/konto/").status_code == 302
    assert not UserSession.objects.filter(user=alex).exists()


@pytest.mark.parametrize("holding", PERSONAL, ids=lambda holding: holding.label)
def test_every_holding_meets_its_fate(holding):
    alex, _ = busy_person()
    before = rows_about(holding, alex).count()
    leave(by=alex)
    after = rows_about(holding, alex).count()
    assert after == 0 if holding.fate is Fate.ERASE else after >= before


def test_texts_of_all_stay_without_the_name():
    alex, concept = busy_person()
    leave(by=alex)
    assert concept.answers.get(question="opening").value == "Ein Text"
    assert str(concept.answers.get(question="opening").edited_by).startswith("Ehemalige Person")
    texts = Comment.objects.order_by("at").values_list("text", flat=True)
    assert list(texts) == ["@…: stimmt das? @…!", "Ja."]


def test_name_in_the_papers_stays():
    alex = make.user(NAME)
    contacts = [{"id": str(uuid4()), "name": NAME}]
    concept = make.concept(alex, answers={"contacts": contacts})
    leave(by=alex)
    assert concept.answers.get(question="contacts").value == contacts


def test_what_the_person_owed_is_taken_back_and_the_history_says_so():
    alex, concept = busy_person()
    leave(by=alex)
    states = dict(Assignment.objects.values_list("question", "state"))
    assert states == {"welcome": AssignmentState.CANCELLED, "opening": AssignmentState.OPEN}
    assert Event.objects.filter(chain=concept.pk, action=Action.CANCEL).count() == 1
    assert first_broken(concept.pk) is None


def test_protocol_says_numbers_and_no_contents():
    alex, _ = busy_person()
    by = administrator()
    done = erase(person=alex, by=by)
    assert (done.person, done.by) == (alex, by)
    assert done.counts["concepts.Visit"] == Visit.objects.filter(user=alex).count() + 1
    chain = Chain.objects.get(name=f"user {alex.pk}")
    event = Event.objects.get(chain=chain.pk, action=Action.ERASE)
    assert (event.actor, event.reason) == (by, "")
    assert NAME not in str(done.counts)


def test_account_is_deleted_once():
    alex, _ = busy_person()
    by = administrator()
    assert erase(person=alex, by=by) == erase(person=alex, by=by)
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_others_delete_nobody_but_themselves(role):
    alex, _ = busy_person()
    with pytest.raises(Refused):
        erase(person=alex, by=make.user("Robin Muster", role))
    assert User.objects.get(pk=alex.pk).name == NAME


def test_who_has_no_role_may_leave_too():
    guest = make.user("Gast Muster", None)
    leave(by=guest)
    assert Erasure.objects.get().person == guest


def test_the_last_administrator_stays():
    first, second = administrator(), administrator("Robin Muster")
    leave(by=first)
    assert is_last_administrator(second)
    with pytest.raises(Refused, match="letzte Person"):
        leave(by=second)
    assert User.objects.get(pk=second.pk).is_active


def test_an_administrator_whose_role_has_ended_deletes_nobody():
    alex, by = make.user(NAME), administrator()
    Membership.objects.filter(user=by).delete()
    with pytest.raises(Refused):
        erase(person=alex, by=User.objects.get(pk=by.pk))


def test_download_holds_what_leads_to_the_person_and_nothing_of_others():
    alex, concept = busy_person()
    make.saved(concept, "steering", "Von Kim", User.objects.get(name="Kim Muster"))
    found = strings(everything_about(alex))
    assert {NAME, alex.email, "Ein Text", "Ja.", "Firefox", "192.0.2.1"} <= set(found)
    assert not {"Von Kim", "Kim Muster"} & set(found)
    assert alex.password not in found


def test_download_of_somebody_new_holds_the_account_alone():
    guest = make.user("Gast Muster", None)
    filled = [part for part in everything_about(guest)["angaben"] if part["eintraege"]]
    assert [part["titel"] for part in filled] == ["Konto"]


def test_taking_the_data_stands_in_the_ledger():
    guest = make.user("Gast Muster", None)
    take_data(by=guest)
    chain = Chain.objects.get(name=f"user {guest.pk}")
    assert Event.objects.get(chain=chain.pk).action == Action.TAKE_DATA
