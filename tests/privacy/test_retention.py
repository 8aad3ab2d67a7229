"""What is due is proposed every day, and deleted by a person only, with a protocol."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import make
from wirportal.concepts.models import Answer, AnswerVersion, Call, Concept, ImportedFile, Presence
from wirportal.ledger.models import Chain, Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import User
from wirportal.privacy.actions import Changed, propose, prune, set_periods, sweep
from wirportal.privacy.matters import MATTERS
from wirportal.privacy.models import Proposal, Retention
from wirportal.privacy.queries import Periods
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action

pytestmark = pytest.mark.django_db


def administrator() -> User:
    return make.user("Ada Muster", Role.ADMINISTRATOR)


def imported(concept: Concept, days: int) -> ImportedFile:
    """A file that was brought so many days ago."""
    file = ImportedFile.objects.create(
        concept=concept, name="Konzept.docx", error="Nicht lesbar.", author=concept.created_by
    )
    ImportedFile.objects.filter(pk=file.pk).update(at=make.days_ago(days))
    return file


def old_concept() -> Concept:
    """A draft with earlier texts, a comment, a request and a visit, whose call ended in 2015."""
    author = make.user()
    concept = make.concept(author, 2015, {"opening": "Erst"})
    make.saved(concept, "opening", "Dann", make.user("Kim Muster"))
    Call.objects.filter(budget_year=2015).update(closes_at=datetime(2014, 12, 31, tzinfo=UTC))
    return concept


def open_matters() -> dict[str, int]:
    return dict(Proposal.objects.filter(done_at=None).values_list("matter", "found"))


@pytest.mark.parametrize(("days", "is_due"), [(89, False), (90, False), (91, True)])
def test_a_file_is_due_once_its_days_are_over(days: int, is_due: bool) -> None:
    imported(make.concept(), days)
    propose()
    assert ("imports" in open_matters()) == is_due


def test_nothing_is_deleted_without_a_person() -> None:
    old_concept()
    imported(make.concept(), 1000)
    for _ in range(3):
        propose()
    assert open_matters() == {"imports": 1, "versions": 1, "drafts": 1}
    assert ImportedFile.objects.exists()
    assert Concept.objects.count() == 2


def test_proposing_again_renews_what_is_open() -> None:
    concept = make.concept()
    imported(concept, 100)
    propose()
    imported(concept, 100)
    propose()
    assert open_matters() == {"imports": 2}
    ImportedFile.objects.all().delete()
    propose()
    assert not open_matters()


def test_confirmed_proposal_deletes_and_becomes_the_protocol() -> None:
    concept, by = make.concept(), administrator()
    imported(concept, 100)
    young = imported(concept, 10)
    propose()
    done = prune(proposal_id=Proposal.objects.get().pk, seen=1, by=by)
    assert list(ImportedFile.objects.all()) == [young]
    assert (done.done_by, done.found) == (by, 1)
    chain = Chain.objects.get(name="portal").pk
    event = Event.objects.get(chain=chain)
    assert (event.action, event.object) == (Action.PRUNE, f"proposal {done.pk}")
    assert (event.after, event.reason) == ("imports 1", "")
    assert first_broken(chain) is None


def test_confirming_twice_deletes_once() -> None:
    concept, by = make.concept(), administrator()
    imported(concept, 100)
    propose()
    proposal = Proposal.objects.get()
    prune(proposal_id=proposal.pk, seen=1, by=by)
    imported(concept, 100)
    prune(proposal_id=proposal.pk, seen=1, by=by)
    assert ImportedFile.objects.count() == 1
    assert Event.objects.filter(action=Action.PRUNE).count() == 1


def test_more_than_was_seen_is_not_deleted() -> None:
    concept, by = make.concept(), administrator()
    imported(concept, 100)
    propose()
    imported(concept, 100)
    with pytest.raises(Changed):
        prune(proposal_id=Proposal.objects.get().pk, seen=1, by=by)
    assert ImportedFile.objects.count() == 2
    assert not Event.objects.filter(action=Action.PRUNE).exists()


def test_the_present_text_is_never_due() -> None:
    concept = old_concept()
    set_periods(days={"versions": 1}, by=administrator())
    prune(proposal_id=Proposal.objects.get(matter="versions").pk, seen=1, by=administrator())
    kept = AnswerVersion.objects.get(answer__concept=concept, answer__question="opening")
    answer = Answer.objects.get(concept=concept, question="opening")
    assert (kept.value, kept.version) == (answer.value, answer.version) == ("Dann", 2)


@pytest.mark.parametrize("state", ["submitted", "approved", "sealed", "withdrawn"])
def test_only_drafts_are_due_as_drafts(state: str) -> None:
    Concept.objects.filter(pk=old_concept().pk).update(state=state)
    propose()
    assert "drafts" not in open_matters()


def test_deleted_draft_takes_everything_in_it_along() -> None:
    concept = old_concept()
    propose()
    by, draft = administrator(), Proposal.objects.get(matter="drafts")
    done = prune(proposal_id=draft.pk, seen=1, by=by, note="Archiv hat abgelehnt")
    assert not Concept.objects.exists()
    assert not AnswerVersion.objects.exists()
    assert done.note == "Archiv hat abgelehnt"
    assert Event.objects.filter(chain=concept.pk).count() == 3
    assert first_broken(concept.pk) is None


def test_a_call_has_periods_of_its_own() -> None:
    concept, by = make.concept(), administrator()
    imported(concept, 20)
    set_periods(days={"imports": 10}, by=by, call_id=concept.call_id)
    other = make.call(2031)
    periods = Periods()
    assert periods.days(MATTERS["imports"], concept.call_id) == 10
    assert periods.days(MATTERS["imports"], other.pk) == MATTERS["imports"].days
    assert open_matters() == {"imports": 1}
    set_periods(days={"imports": None}, by=by, call_id=concept.call_id)
    assert not open_matters()


def test_changed_period_stands_in_the_ledger_and_an_unchanged_one_does_not() -> None:
    by = administrator()
    set_periods(days={"imports": 30, "visits": None}, by=by)
    set_periods(days={"imports": 30, "visits": None}, by=by)
    events = Event.objects.filter(action=Action.SET_RETENTION)
    assert [(e.object, e.before, e.after) for e in events] == [("imports", "", "30")]
    assert Retention.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_others_neither_delete_nor_set_periods(role: Role) -> None:
    imported(make.concept(), 100)
    propose()
    by = make.user("Robin Muster", role)
    with pytest.raises(Refused):
        prune(proposal_id=Proposal.objects.get().pk, seen=1, by=by)
    with pytest.raises(Refused):
        set_periods(days={"imports": 1}, by=by)
    assert ImportedFile.objects.exists()


def test_traces_go_by_themselves() -> None:
    alex = make.user()
    concept, now = make.concept(alex), timezone.now()
    browser = make.client(alex)
    alive = browser.session.session_key
    for section, hours in (("strategy", 23), ("tasks", 25)):
        at = now - timedelta(hours=hours)
        Presence.objects.create(user=alex, concept=concept, section=section, at=at)
    for key in (alive, "over"):
        UserSession.objects.create(user=alex, ip="192.0.2.1", session_key=key)
    for days in (29, 31):
        DBTaskResult.objects.create(
            status="SUCCESSFUL",
            finished_at=now - timedelta(days=days),
            args_kwargs={"args": [], "kwargs": {}},
            task_path="none",
            backend_name="default",
            run_after=now,
        )
    sweep()
    assert list(Presence.objects.values_list("section", flat=True)) == ["strategy"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [alive]
    assert DBTaskResult.objects.filter(task_path="none").count() == 1
