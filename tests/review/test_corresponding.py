"""Messages between municipality and authority: once, to the other side, for good."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from tests import make
from tests.review.deciding import given
from wirportal.concepts.models import Concept, Submission, Upload
from wirportal.concepts.uploads import Sent
from wirportal.documents.errors import UnreadableFile
from wirportal.ledger.models import Event
from wirportal.people.models import User
from wirportal.review.both_sides import Turn, messages_of, turn_of
from wirportal.review.corresponding import write
from wirportal.review.models import CaseFile, Message, Opinion, Request
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import HANDED_IN, State

pytestmark = pytest.mark.django_db

DAY = date(2098, 12, 31)


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def robin() -> User:
    return make.officer()


@pytest.fixture
def submission(alex: User) -> Submission:
    concept = make.concept(alex)
    made = make.as_handed_in(concept)
    Concept.objects.filter(pk=concept.pk).update(state=State.IN_REVIEW)
    return made


@pytest.fixture
def concept(submission: Submission) -> Concept:
    return Concept.objects.get(pk=submission.seal.concept_id)


@pytest.fixture
def file(concept: Concept, robin: User) -> CaseFile:
    return CaseFile.objects.create(
        concept=concept,
        call=concept.call,
        number=1,
        file_number="WIR-1",
        officer=robin,
        opened_by=robin,
        opened_at=timezone.now(),
        due=DAY,
    )


def say(
    concept: Concept, by: User, text: str = "Guten Tag", key: UUID | None = None, *files: Sent
) -> Message:
    return write(key=key or uuid4(), concept_id=concept.pk, text=text, by=by, files=files)


def told(person: User) -> list[str]:
    return list(person.notices.values_list("kind", flat=True))


def test_a_message_reaches_the_other_side(
    concept: Concept, alex: User, robin: User, file: CaseFile
) -> None:
    other = make.officer("Toni Amt")
    assert not say(concept, alex).from_authority
    assert (told(robin), told(other), told(alex)) == (["message.written"], [], [])
    assert say(concept, robin, "Danke").from_authority
    assert told(alex) == ["message.written"]


def test_before_the_file_is_opened_every_officer_is_told(concept: Concept, alex: User) -> None:
    officers = [make.officer(name) for name in ("Robin Amt", "Toni Amt")]
    say(concept, alex)
    assert [told(one) for one in officers] == [["message.written"]] * 2


def test_a_second_click_sends_nothing(concept: Concept, alex: User, robin: User) -> None:
    key = uuid4()
    sent = Sent("a.png", make.PNG)
    assert say(concept, alex, "Eins", key, sent) == say(concept, alex, "Eins", key, sent)
    assert (Message.objects.count(), Upload.objects.count()) == (1, 1)
    assert told(robin) == ["message.written"]
    assert Event.objects.filter(chain=concept.pk, action="message.write").count() == 1


def test_going_back_and_writing_on_is_another_message(concept: Concept, alex: User) -> None:
    key = uuid4()
    for text in ("Eins", "Zwei"):
        say(concept, alex, text, key)
    assert [one.text for one in messages_of(concept)] == ["Zwei", "Eins"]


def test_nothing_is_sent_with_a_file_that_is_not_taken(
    concept: Concept, alex: User, robin: User
) -> None:
    good, bad = Sent("a.png", make.PNG), Sent("b.exe", b"MZ")
    with pytest.raises(UnreadableFile, match=r"„b\.exe“: Das ist ein Programm"):
        say(concept, alex, "Hallo", None, good, bad)
    assert not Message.objects.exists()
    assert not Upload.objects.exists()
    assert not told(robin)


@pytest.mark.parametrize("state", State)
def test_it_is_written_from_handing_in_on(concept: Concept, alex: User, state: State) -> None:
    Concept.objects.filter(pk=concept.pk).update(state=state)
    if state in HANDED_IN:
        say(concept, alex)
    else:
        with pytest.raises(Refused, match="Zustand"):
            say(concept, alex)


@pytest.mark.parametrize(
    "role", [Role.LEADERSHIP, Role.CONTRIBUTOR, Role.MINISTRY, Role.ADMINISTRATOR]
)
def test_others_write_nothing(concept: Concept, role: Role) -> None:
    with pytest.raises(Refused):
        say(concept, make.user("Kim Muster", role))


# --- whose turn it is -----------------------------------------------------------------------------


def turn(concept: Concept, by: User) -> Turn | None:
    concept.refresh_from_db()
    return turn_of(concept, concept.actor(by))


def test_the_authority_alone_sees_its_own_day(
    concept: Concept, file: CaseFile, alex: User, robin: User
) -> None:
    assert turn(concept, robin) == Turn(("Bewilligungsbehörde",), mine=True, due=DAY)
    assert turn(concept, alex) == Turn(("Bewilligungsbehörde",), mine=False)


def test_the_municipality_never_learns_that_the_ministry_is_asked(
    concept: Concept, file: CaseFile, alex: User, robin: User
) -> None:
    Opinion.objects.create(
        file=file, question="?", due=DAY, asked_by=robin, asked_at=timezone.now()
    )
    mira = make.user("Mira Land", Role.MINISTRY, make.office())
    both = ("Bewilligungsbehörde", "Ministerium")
    assert turn(concept, robin) == Turn(both, mine=True, due=DAY)
    assert turn(concept, mira) == Turn(both, mine=True, due=DAY)
    assert turn(concept, alex) == Turn(both[:1], mine=False)


def test_a_proposal_is_the_second_persons_turn_and_nothing_to_the_municipality(
    concept: Concept, file: CaseFile, alex: User, robin: User
) -> None:
    noa = make.user("Noa Zweit", Role.APPROVER, make.office())
    before = turn(concept, noa)
    assert before
    assert not before.mine
    given(file)
    seen = [turn(concept, person) for person in (noa, robin, alex)]
    who = [(one.mine, one.is_proposed) for one in seen if one]
    assert who == [(True, True), (False, True), (False, False)]


@pytest.mark.parametrize("state", [State.RETURNED, State.RESEALED])
def test_a_nachforderung_has_its_day_on_both_sides(
    submission: Submission, concept: Concept, file: CaseFile, alex: User, robin: User, state: State
) -> None:
    Concept.objects.filter(pk=concept.pk).update(state=state)
    Request.objects.create(
        file=file,
        number=1,
        due=date(2020, 1, 1),
        begun_by=robin,
        begun_at=timezone.now(),
        sent_by=robin,
        sent_at=timezone.now(),
        letter=b"%PDF",
        asked_about=submission,
    )
    for person, mine in ((alex, True), (robin, False)):
        seen = turn(concept, person)
        assert seen == Turn(("Landkreis Musterland",), mine=mine, due=date(2020, 1, 1))
        assert seen.is_overdue


@pytest.mark.parametrize("state", [State.APPROVED, State.DECLINED, State.WITHDRAWN])
def test_in_the_end_it_is_nobodys_turn(concept: Concept, alex: User, state: State) -> None:
    Concept.objects.filter(pk=concept.pk).update(state=state)
    assert turn(concept, alex) is None
