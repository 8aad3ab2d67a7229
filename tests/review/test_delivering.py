"""After a decision, or instead of it: opened once, objected to, conditions seen to, withdrawn."""

from dataclasses import asdict
from datetime import date

import pytest

from tests import make
from tests.review.deciding import facts, issued, state_of
from wirportal.concepts import sealing
from wirportal.concepts.models import Concept, Seal
from wirportal.ledger.models import Event
from wirportal.notices.models import Notice
from wirportal.people.models import User
from wirportal.people.seen import Stale, digest
from wirportal.review import delivering, letterheads
from wirportal.review.decisions import conditions_of
from wirportal.review.delivering import ConditionWork
from wirportal.review.letterheads import LetterheadFacts
from wirportal.review.models import CaseFile, Condition, Letterhead, Objection
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def file(alex: User) -> CaseFile:
    return make.in_review(alex)


def withdraw(concept: Concept, by: User, reason: str = "Wir beginnen später") -> None:
    delivering.withdraw(concept_id=concept.pk, by=by, reason=reason)


# --- opened ---------------------------------------------------------------------------------------


def test_who_opens_it_first_is_kept_and_nobody_later(file: CaseFile, alex: User) -> None:
    issued(file)
    robin = make.user("Robin Vorlage", Role.SIGNATORY)
    for person in (alex, robin):
        opened = delivering.open_decision(concept_id=file.concept_id, version=1, by=person)
    assert (opened.opened_by, Event.objects.filter(action=Action.OPEN_DECISION).count()) == (
        alex,
        1,
    )


def test_the_authority_does_not_open_it(file: CaseFile) -> None:
    issued(file)
    with pytest.raises(Refused):
        delivering.open_decision(concept_id=file.concept_id, version=1, by=make.officer())


# --- objected to ----------------------------------------------------------------------------------


def test_an_objection_is_noted_once_and_told(file: CaseFile, alex: User) -> None:
    issued(file)
    facts = {"version": 1, "received_on": date(2026, 11, 20), "text": "Zu wenig"}
    for _ in range(2):
        delivering.object_to(concept_id=file.concept_id, by=make.officer(), **facts)  # type: ignore[arg-type]
    assert Objection.objects.get().text == "Zu wenig"
    assert Notice.objects.get(kind="decision.objected", person=alex).facts["day"] == "20.11.2026"


# --- conditions -----------------------------------------------------------------------------------


def change(
    file: CaseFile, by: User, work: ConditionWork, seen: ConditionWork | None = None
) -> None:
    delivering.change_condition(
        concept_id=file.concept_id,
        place=1,
        work=work,
        seen=digest(asdict(seen or ConditionWork())),
        by=by,
    )


def test_a_condition_gets_an_owner_and_is_done(file: CaseFile, alex: User) -> None:
    issued(file)
    kim = make.user("Kim Amt", Role.SIGNATORY)
    owned = ConditionWork(owner=kim.pk, note="Ausgeschrieben")
    change(file, alex, owned)
    change(file, kim, ConditionWork(kim.pk, "Besetzt", done=True), owned)
    (first, _) = conditions_of(file.concept)
    assert (first.owner, first.note, first.done_by) == (kim, "Besetzt", kim)
    assert Event.objects.filter(action=Action.CHANGE_CONDITION).count() == 2


def test_two_who_write_of_a_condition_do_not_write_over_one_another(
    file: CaseFile, alex: User
) -> None:
    issued(file)
    change(file, alex, ConditionWork(note="Eins"))
    with pytest.raises(Stale):
        change(file, alex, ConditionWork(note="Zwei"))
    change(file, alex, ConditionWork(note="Eins"))  # a second click
    assert Condition.objects.get(place=1).note == "Eins"


def test_only_own_people_see_to_a_condition(file: CaseFile, alex: User) -> None:
    issued(file)
    with pytest.raises(Refused, match="nur eine Person Ihrer Organisation"):
        change(file, alex, ConditionWork(owner=make.officer().pk))


def test_only_those_in_force_count(file: CaseFile, alex: User) -> None:
    issued(file)
    issued(file, facts(conditions=(), why="Die Auflagen entfallen."))
    assert conditions_of(file.concept) == []
    with pytest.raises(Condition.DoesNotExist):
        change(file, alex, ConditionWork(note="Zu spät"))


# --- withdrawn ------------------------------------------------------------------------------------


def test_a_concept_is_withdrawn_once_with_a_reason(file: CaseFile, alex: User) -> None:
    for _ in range(2):
        withdraw(file.concept, alex)
    assert state_of(file) == State.WITHDRAWN
    assert Event.objects.get(action=Action.WITHDRAW).reason == "Wir beginnen später"
    officer = make.officer()
    assert Notice.objects.filter(kind="concept.withdrawn", person=officer).exists()
    assert Concept.objects.visible_to(officer).filter(pk=file.concept_id).exists()


def test_what_was_being_signed_anew_is_void(file: CaseFile, alex: User) -> None:
    Concept.objects.filter(pk=file.concept_id).update(
        state=State.RETURNED, open_questions=["opening"]
    )
    sealed = sealing.seal(concept_id=file.concept_id, by=alex)
    withdraw(file.concept, alex)
    assert Seal.objects.get(pk=sealed.pk).broken_why == "Wir beginnen später"


def test_what_is_decided_is_not_withdrawn(file: CaseFile, alex: User) -> None:
    issued(file)
    with pytest.raises(Refused, match="bewilligt"):
        withdraw(file.concept, alex)


def test_a_draft_is_not_withdrawn(alex: User) -> None:
    with pytest.raises(Refused, match="Entwurf"):
        withdraw(make.concept(alex), alex)


def test_the_authority_does_not_withdraw(file: CaseFile) -> None:
    with pytest.raises(Refused):
        withdraw(file.concept, make.officer())


# --- letterhead -----------------------------------------------------------------------------------


def test_a_letterhead_is_kept_by_its_own_officers_and_administrators() -> None:
    officer, place = make.officer(), make.office()
    new = LetterheadFacts(place="Musterstadt", remedy="Gegen diesen Bescheid …")
    seen = digest(asdict(LetterheadFacts()))
    letterheads.change_letterhead(authority=place, facts=new, seen=seen, by=officer)
    letterheads.change_letterhead(authority=place, facts=new, seen=seen, by=officer)
    assert Letterhead.objects.get().place == "Musterstadt"
    assert Event.objects.filter(action=Action.CHANGE_LETTERHEAD).count() == 1
    ada = make.user("Ada Amt", Role.ADMINISTRATOR, make.body())
    assert letterheads.authorities_of(ada) == [place]
    with pytest.raises(Stale):
        letterheads.change_letterhead(authority=place, facts=LetterheadFacts(), seen=seen, by=ada)
    assert letterheads.remedy_of(officer) == "Gegen diesen Bescheid …"
