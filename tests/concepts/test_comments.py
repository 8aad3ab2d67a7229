"""Threads about a question: who may say, read and settle what, and who is told."""

from uuid import UUID, uuid4

import pytest

from tests import make
from wirportal.concepts import comments
from wirportal.concepts.assignments import cancel
from wirportal.concepts.models import Comment, Concept
from wirportal.concepts.queries import mentions_of, open_threads, threads_of
from wirportal.ledger.hashing import digest_of
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import User
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def kim(concept: Concept) -> User:
    """Asked for one question."""
    kim = make.user("Kim Muster", Role.CONTRIBUTOR)
    make.asked(concept, kim)
    return kim


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex)


def say(
    concept: Concept,
    by: User,
    text: str = "Stimmt das?",
    question: str = "opening",
    root: Comment | None = None,
    notify: tuple[User, ...] = (),
    key: UUID | None = None,
) -> Comment:
    return comments.comment(
        key=key or uuid4(),
        concept_id=concept.pk,
        question_id=question,
        text=text,
        by=by,
        root=root.pk if root else None,
        notify=[user.pk for user in notify],
    )


def test_a_thread_is_answered_settled_and_taken_up_again(
    alex: User, kim: User, concept: Concept
) -> None:
    root = say(concept, alex)
    say(concept, kim, "Ja", root=root)
    thread = threads_of(concept, "opening")[0]
    assert [one.text for one in (thread.root, *thread.replies)] == ["Stimmt das?", "Ja"]
    assert open_threads(concept) == {"opening": 1}
    comments.resolve(comment_id=root.pk, by=kim)
    assert open_threads(concept) == {}
    comments.reopen(comment_id=root.pk, by=alex)
    assert open_threads(concept) == {"opening": 1}
    said = Event.objects.filter(chain=concept.pk, action__startswith="comment.")
    assert list(said.values_list("action", "object", "after", "actor_id")) == [
        ("comment.write", "opening", digest_of("Stimmt das?"), alex.pk),
        ("comment.write", "opening", digest_of("Ja"), kim.pk),
        ("comment.resolve", "opening", "", kim.pk),
        ("comment.reopen", "opening", "", alex.pk),
    ]
    assert first_broken(concept.pk) is None


def test_the_same_form_sent_twice_says_it_once(alex: User, concept: Concept) -> None:
    key = uuid4()
    assert say(concept, alex, key=key) == say(concept, alex, key=key)
    assert Comment.objects.count() == 1


def test_another_text_with_the_same_key_is_not_lost(alex: User, concept: Concept) -> None:
    key = uuid4()
    say(concept, alex, "Erst so", key=key)
    say(concept, alex, "Dann so", key=key)
    assert {one.text for one in Comment.objects.all()} == {"Erst so", "Dann so"}


def test_a_key_of_somebody_else_is_not_taken(alex: User, kim: User, concept: Concept) -> None:
    theirs = say(concept, alex)
    mine = say(concept, kim, "Mein Satz", key=theirs.pk)
    assert mine.pk != theirs.pk
    theirs.refresh_from_db()
    assert theirs.text == "Stimmt das?"


@pytest.mark.parametrize("verb", ["resolve", "reopen"])
def test_settling_twice_changes_nothing(alex: User, concept: Concept, verb: str) -> None:
    root = say(concept, alex)
    if verb == "reopen":
        comments.resolve(comment_id=root.pk, by=alex)
    getattr(comments, verb)(comment_id=root.pk, by=alex)
    events = Event.objects.count()
    getattr(comments, verb)(comment_id=root.pk, by=alex)
    assert Event.objects.count() == events


def test_contributors_talk_about_their_questions_only(
    alex: User, kim: User, concept: Concept
) -> None:
    root = say(concept, alex, question="welcome")
    for verb in (comments.resolve, comments.reopen):
        with pytest.raises(Refused, match="nicht oder nicht mehr zugeordnet"):
            verb(comment_id=root.pk, by=kim)
    with pytest.raises(Refused, match="nicht oder nicht mehr zugeordnet"):
        say(concept, kim, question="welcome")


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.OFFICER, Role.ADMINISTRATOR, None])
def test_nobody_else_says_anything(concept: Concept, role: Role | None) -> None:
    with pytest.raises(Refused):
        say(concept, make.user("Robin", role))


def test_after_handing_in_nothing_more_is_said(alex: User, concept: Concept) -> None:
    Concept.objects.filter(pk=concept.pk).update(state=State.SUBMITTED)
    with pytest.raises(Refused, match="eingereicht"):
        say(concept, alex)


def test_an_answer_stays_in_its_thread(alex: User, concept: Concept) -> None:
    other = say(concept, alex, question="welcome")
    reply = say(concept, alex, root=say(concept, alex))
    for stray in (other, reply):
        with pytest.raises(Comment.DoesNotExist):
            say(concept, alex, root=stray)


def names(comment: Comment) -> list[str]:
    return [user.name for user in comment.mentions.order_by("name")]


def test_who_is_named_or_ticked_is_told(alex: User, kim: User, concept: Concept) -> None:
    robin = make.user("Robin Vorlage", Role.SIGNATORY)
    said = say(concept, alex, "@kim muster, bitte ansehen", notify=(robin,))
    assert names(said) == ["Kim Muster", "Robin Vorlage"]
    assert mentions_of(kim) == mentions_of(robin) == [said]
    comments.resolve(comment_id=said.pk, by=alex)
    assert mentions_of(kim) == []


@pytest.mark.parametrize(
    "text",
    ["Kim Muster", "@Kim Musterfrau", "@Kim", "@Alex Beispiel"],
    ids=["no at", "longer name", "half a name", "oneself"],
)
def test_others_are_not_told(alex: User, kim: User, concept: Concept, text: str) -> None:
    assert names(say(concept, alex, text)) == []


def test_nobody_is_told_of_what_they_may_not_read(alex: User, kim: User, concept: Concept) -> None:
    stranger = make.user("Fremd", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    said = say(concept, alex, "@Kim Muster @Fremd", "welcome", notify=(kim, stranger))
    assert names(said) == []


def test_a_mention_is_gone_with_the_question(alex: User, kim: User, concept: Concept) -> None:
    say(concept, alex, notify=(kim,))
    cancel(assignment_id=concept.assignments.get().pk, by=alex)
    assert mentions_of(User.objects.get(pk=kim.pk)) == []


@pytest.mark.parametrize("question", ["opening_steps", "budget_year", "nonsense"])
def test_only_official_questions_are_talked_about(
    alex: User, concept: Concept, question: str
) -> None:
    with pytest.raises(KeyError):
        say(concept, alex, question=question)
