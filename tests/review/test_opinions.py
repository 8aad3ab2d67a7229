"""The Stellungnahme: asked once, given once, and who hears of it."""

from datetime import date

import pytest

from tests import make
from wirportal.ledger.models import Event
from wirportal.notices.models import Notice
from wirportal.people.models import User
from wirportal.review.models import CaseFile, Opinion
from wirportal.review.opinions import ask_opinion, give_opinion
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action

pytestmark = pytest.mark.django_db

DUE = date(2098, 12, 31)


@pytest.fixture
def file() -> CaseFile:
    return make.opened()


@pytest.fixture
def robin() -> User:
    return make.officer()


@pytest.fixture
def kim() -> User:
    return make.user("Kim Ministerium", Role.MINISTRY, make.office())


def ask(file: CaseFile, by: User, question: str = "Passt das zur Landeslinie?") -> Opinion:
    return ask_opinion(concept_id=file.concept_id, question=question, due=DUE, by=by)


def give(opinion: Opinion, by: User, text: str = "Ja.") -> Opinion:
    concept_id = opinion.file.concept_id
    return give_opinion(concept_id=concept_id, opinion_id=opinion.pk, text=text, by=by)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_the_ministry_is_asked_and_answers(file: CaseFile, robin: User, kim: User) -> None:
    opinion = ask(file, robin)
    assert told("opinion.asked") == {kim.name}
    assert "31.12.2098" in str(Notice.objects.get(kind="opinion.asked").facts)
    give(opinion, kim)
    assert told("opinion.given") == {robin.name}
    opinion.refresh_from_db()
    assert (opinion.text, opinion.given_by) == ("Ja.", kim)
    actions = Event.objects.filter(chain=file.concept_id, action__startswith="opinion.")
    assert [event.action for event in actions] == [Action.ASK_OPINION, Action.GIVE_OPINION]


def test_both_happen_once(file: CaseFile, robin: User, kim: User) -> None:
    assert ask(file, robin) == ask(file, robin)
    opinion = Opinion.objects.get()
    assert give(opinion, kim) == give(opinion, kim)
    assert Notice.objects.filter(kind__startswith="opinion.").count() == 2


def test_one_thing_is_asked_at_a_time(file: CaseFile, robin: User, kim: User) -> None:
    opinion = ask(file, robin)
    with pytest.raises(Refused, match="schon um eine Stellungnahme gebeten"):
        ask(file, make.officer("Jona Amt"))
    give(opinion, kim)
    assert ask(file, robin, "Und die Indikatoren?") != opinion


def test_an_opinion_that_was_given_stays(file: CaseFile, robin: User, kim: User) -> None:
    opinion = give(ask(file, robin), kim)
    other = make.user("Alex Ministerium", Role.MINISTRY, make.office())
    for by, text in ((kim, "Doch nicht."), (other, "Ja.")):
        with pytest.raises(Refused, match="schon abgegeben"):
            give(opinion, by, text)


def test_who_asks_and_who_answers(file: CaseFile, robin: User, kim: User) -> None:
    with pytest.raises(Refused):
        ask(file, kim)
    opinion = ask(file, robin)
    for person in (robin, make.user("Toni Amt", Role.APPROVER, make.office()), make.user()):
        with pytest.raises(Refused):
            give(opinion, person)


def test_an_opinion_of_another_file_is_not_there(file: CaseFile, robin: User, kim: User) -> None:
    other = make.opened(make.user("Kim Anders", of=make.body("Landkreis Anderswo")))
    opinion = ask(other, robin)
    with pytest.raises(Opinion.DoesNotExist):
        give_opinion(concept_id=file.concept_id, opinion_id=opinion.pk, text="Ja.", by=kim)
