"""Who is told of what: the other side of each act, never oneself, each thing once."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests import make
from wirportal.concepts import assignments
from wirportal.concepts.comments import comment
from wirportal.concepts.models import Comment, Concept
from wirportal.concepts.telling import notices_of
from wirportal.notices.kinds import KINDS, Kind
from wirportal.notices.models import Notice, Preference
from wirportal.people.models import Membership, User
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def kim() -> User:
    return make.user("Kim Muster", Role.CONTRIBUTOR)


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex)


def told(person: User) -> list[Kind]:
    """What the person was told, oldest first."""
    return [Kind(kind) for kind in person.notices.order_by("pk").values_list("kind", flat=True)]


def say(concept: Concept, by: User, text: str = "Stimmt das?", **facts: Any) -> Comment:
    given: dict[str, Any] = {"key": uuid4(), "question_id": "opening"} | facts
    return comment(concept_id=concept.pk, text=text, by=by, **given)


def test_every_kind_has_a_wording() -> None:
    assert list(KINDS) == list(Kind)


def test_each_side_is_told_what_the_other_does(alex: User, kim: User, concept: Concept) -> None:
    asked = make.asked(concept, kim)
    assignments.hand_back(assignment_id=asked.pk, by=kim)
    assignments.ask_again(assignment_id=asked.pk, by=alex, due=asked.due)
    assignments.hand_back(assignment_id=asked.pk, by=kim)
    assignments.accept(assignment_id=asked.pk, by=alex)
    again = make.asked(concept, kim)
    assignments.cancel(assignment_id=again.pk, by=alex)
    assert told(alex) == [Kind.HANDED_BACK, Kind.HANDED_BACK]
    assert told(kim) == [
        Kind.ASKED, Kind.ASKED_AGAIN, Kind.ACCEPTED, Kind.ASKED, Kind.CANCELLED
    ]  # fmt: skip


def test_who_shares_the_work_hears_of_what_comes_back(
    alex: User, kim: User, concept: Concept
) -> None:
    luca, robin = make.user("Luca Mit"), make.user("Robin Vertretung", None)
    dates = {"valid_from": date(2020, 1, 1), "valid_to": date(2099, 1, 1)}
    facts = {"organisation": concept.organisation, "role": Role.COORDINATOR}
    robin.memberships.create(deputy_for=alex, **facts, **dates)
    make.user("Nils Fremd", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    Preference.objects.create(person=luca, mails="binding")
    assignments.hand_back(assignment_id=make.asked(concept, kim).pk, by=kim)
    shared = Kind.HANDED_BACK_TO_COLLEAGUE
    assert (told(alex), told(robin)) == ([Kind.HANDED_BACK], [Kind.HANDED_BACK])
    assert told(luca) == [shared]
    assert Notice.objects.exclude(person=kim).count() == 3
    notice = luca.notices.get()
    assert notice.mail_at is None  # it waits for somebody else
    assert "hat an Alex Beispiel zurückgegeben: Frage 5.2" in notice.sentence


def test_for_who_coordinates_no_longer_the_others_do(
    alex: User, kim: User, concept: Concept
) -> None:
    luca, asked = make.user("Luca Mit"), make.asked(concept, kim)
    Membership.objects.filter(user=alex).update(valid_to=date(2020, 1, 1))
    assignments.hand_back(assignment_id=asked.pk, by=kim)
    assert told(luca) == [Kind.HANDED_BACK]


def test_the_sentence_says_who_what_where_and_when(kim: User, concept: Concept) -> None:
    make.asked(concept, kim, note="Ganz geheim")
    notice = kim.notices.get()
    assert notice.sentence == (
        "Alex Beispiel bittet Sie um Mitzeichnung bis 31.12.2098: "
        "Frage 5.2 (Landkreis Musterland 2027)"
    )
    assert notice.path == f"/konzepte/{concept.pk}/abschnitt/strategy/#opening-frage"
    assert "geheim" not in str(notice.facts)


def test_nobody_is_told_what_they_did(alex: User, concept: Concept) -> None:
    asked = make.asked(concept, alex)
    assignments.hand_back(assignment_id=asked.pk, by=alex)
    say(concept, alex, notify=[alex.pk])
    assert told(alex) == []


def test_the_same_request_sent_twice_is_told_once(kim: User, concept: Concept) -> None:
    first, second = make.asked(concept, kim), make.asked(concept, kim)
    assert first == second
    assert told(kim) == [Kind.ASKED]
    make.asked(concept, kim, note="Mit Zahlen, bitte")
    assert told(kim) == [Kind.ASKED, Kind.ASKED]


def test_what_is_refused_is_not_told(kim: User, concept: Concept) -> None:
    stranger = make.user("Robin Fremd", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    with pytest.raises(Refused):
        make.asked(concept, kim, by=stranger)
    assert not Notice.objects.exists()


def test_a_comment_tells_whom_it_names_and_who_spoke(alex: User, concept: Concept) -> None:
    luca, robin = make.user("Luca Wort"), make.user("Robin Still")
    began = say(concept, alex, "@Luca Wort Stimmt das?")
    assert told(luca) == [Kind.MENTIONED]
    say(concept, luca, "Ja.", root=began.pk)
    say(concept, alex, "@Luca Wort Danke!", root=began.pk)
    assert told(alex) == [Kind.ANSWERED]
    assert told(luca) == [Kind.MENTIONED, Kind.MENTIONED]
    assert told(robin) == []


def test_a_comment_sent_twice_is_told_once(alex: User, concept: Concept) -> None:
    luca = make.user("Luca Wort")
    key = uuid4()
    for _ in range(2):
        say(concept, alex, "@Luca Wort", key=key)
    assert told(luca) == [Kind.MENTIONED]


def test_who_may_not_read_comments_is_not_told(alex: User, kim: User, concept: Concept) -> None:
    asked = make.asked(concept, kim)
    began = say(concept, kim)
    assignments.hand_back(assignment_id=asked.pk, by=kim)
    say(concept, alex, "@Kim Muster Ja.", root=began.pk)
    assert told(kim) == [Kind.ASKED]


def test_who_sees_the_concept_no_more_sees_no_notice(kim: User, concept: Concept) -> None:
    make.asked(concept, kim)
    assert notices_of(kim).count() == 1
    Membership.objects.filter(user=kim).delete()
    assert notices_of(User.objects.get(pk=kim.pk)).count() == 0
