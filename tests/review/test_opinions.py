"""The Stellungnahme: asked once, moved, given or taken back once, and who hears of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests import make
from wirportal.ledger.models import Event
from wirportal.notices.models import Notice
from wirportal.people.models import User
from wirportal.people.seen import Stale, digest
from wirportal.review.both_sides import turn_of
from wirportal.review.models import CaseFile, Opinion
from wirportal.review.opinions import ask_opinion, cancel_opinion, give_opinion, move_opinion
from wirportal.review.queries import opinions_asked
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State
from wirportal.rulebook.turns import SIDE_LABELS, Side

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


def move(opinion: Opinion, by: User, due: date, why: str = "Mehr Zeit erbeten.") -> None:
    seen, concept_id = digest(opinion.due), opinion.file.concept_id
    told: dict[str, Any] = {"concept_id": concept_id, "opinion_id": opinion.pk, "by": by}
    move_opinion(due=due, why=why, seen=seen, **told)


def cancel(opinion: Opinion, by: User, why: str = "Hat sich erledigt.") -> None:
    concept_id = opinion.file.concept_id
    cancel_opinion(concept_id=concept_id, opinion_id=opinion.pk, why=why, by=by)


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


# --- another day ----------------------------------------------------------------------------------


def test_the_ministry_hears_of_another_day_and_why(file: CaseFile, robin: User, kim: User) -> None:
    opinion = ask(file, robin)
    move(opinion, robin, DUE + timedelta(7))
    move(opinion, robin, DUE + timedelta(7))  # a second click
    notice = Notice.objects.get(kind="opinion.moved")
    assert (notice.person, notice.facts["day"]) == (kim, "07.01.2099")
    kept = Opinion.objects.get()
    assert (kept.due, kept.moved_by) == (DUE + timedelta(7), robin)
    event = Event.objects.get(action=Action.MOVE_OPINION)
    assert event.reason == "07.01.2099 (Mehr Zeit erbeten.)"
    assert (event.before, event.after) == ("2098-12-31", "2099-01-07")


def test_nobody_moves_a_day_that_they_have_not_seen(file: CaseFile, robin: User, kim: User) -> None:
    opinion = ask(file, robin)
    move(opinion, robin, DUE + timedelta(7))
    with pytest.raises(Stale):
        move(opinion, make.officer("Jona Amt"), DUE + timedelta(14))
    assert Opinion.objects.get().due == DUE + timedelta(7)


# --- taken back -----------------------------------------------------------------------------------


def test_a_request_that_was_taken_back_waits_for_nobody(
    file: CaseFile, robin: User, kim: User
) -> None:
    opinion = ask(file, robin)
    assert turn_of(file.concept, file.concept.actor(kim)).mine  # type: ignore[union-attr]
    cancel(opinion, robin)
    cancel(opinion, robin)  # a second click
    assert told("opinion.cancelled") == {kim.name}
    event = Event.objects.get(action=Action.CANCEL_OPINION)
    assert event.reason == "Hat sich erledigt."
    turn = turn_of(file.concept, file.concept.actor(kim))
    assert turn and not turn.mine and SIDE_LABELS[Side.MINISTRY] not in turn.names
    assert opinions_asked(kim) == 0
    assert ask(file, robin) != opinion


@pytest.mark.parametrize("how", ["given", "cancelled"])
def test_what_is_over_stays_over(file: CaseFile, robin: User, kim: User, how: str) -> None:
    opinion, jona = ask(file, robin), make.officer("Jona Amt")
    if how == "given":
        give(opinion, kim)
    else:
        cancel(opinion, robin)
    said = "schon abgegeben" if how == "given" else "ist zurückgezogen"
    for act in (
        lambda: give(opinion, kim, "Doch."),
        lambda: cancel(opinion, jona),
        lambda: move(opinion, jona, DUE + timedelta(7)),
    ):
        with pytest.raises(Refused, match=said) as refused:
            act()
        assert refused.value.ruling.passing
    kinds = Notice.objects.filter(kind__startswith="opinion.").values_list("kind", flat=True)
    assert {*kinds} == {"opinion.asked", f"opinion.{how}"}


def test_only_officers_move_and_take_back(file: CaseFile, robin: User, kim: User) -> None:
    opinion = ask(file, robin)
    for person in (kim, make.user("Toni Amt", Role.APPROVER, make.office()), make.user()):
        with pytest.raises(Refused):
            move(opinion, person, DUE + timedelta(7))
        with pytest.raises(Refused):
            cancel(opinion, person)


def test_once_it_is_decided_the_ministry_owes_nothing(
    file: CaseFile, robin: User, kim: User
) -> None:
    ask(file, robin)
    assert opinions_asked(kim) == 1
    type(file.concept).objects.filter(pk=file.concept_id).update(state=State.APPROVED)
    file.concept.refresh_from_db()
    assert opinions_asked(kim) == 0
    assert turn_of(file.concept, file.concept.actor(kim)) is None
