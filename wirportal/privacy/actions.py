"""The verbs: give somebody their data, close an account for good, delete what is due."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from wirportal.concepts.assignments import release
from wirportal.concepts.comments import forget_mentions
from wirportal.concepts.models import Presence
from wirportal.concepts.presence import KEPT
from wirportal.editions.text import clean_line
from wirportal.ledger.actions import chain_of, record
from wirportal.people.actions import end_sessions
from wirportal.people.models import User
from wirportal.people.queries import is_last_administrator
from wirportal.privacy.inventory import PERSONAL, Fate
from wirportal.privacy.matters import MATTERS
from wirportal.privacy.models import Erasure, Proposal, Retention
from wirportal.privacy.queries import due_today, everything_about
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action

TASKS_KEPT = timedelta(days=30)


class Changed(Exception):
    """Something else is due than the person has seen."""


def oneself(user: User) -> Actor:
    """The user as the owner of their account: that takes no role."""
    return Actor(user.pk, frozenset(Role))


# --- one's own data -------------------------------------------------------------------------------


@transaction.atomic
def take_data(*, by: User) -> dict[str, Any]:
    """What is kept about the person, for themselves."""
    require(Action.TAKE_DATA, Case(), oneself(by))
    record(chain=chain_of(f"user {by.pk}"), actor_id=by.pk, action=Action.TAKE_DATA)
    return everything_about(by)


def leaving(person: User) -> Case:
    """The facts about closing an account. Two queries at most."""
    return Case(last_administrator=is_last_administrator(person))


def leave(*, by: User) -> Erasure:
    """Delete one's own account."""
    return _close(Action.LEAVE, by, by, oneself(by))


def erase(*, person: User, by: User) -> Erasure:
    """Delete somebody else's account; one that is deleted already stays as it is."""
    return _close(Action.ERASE, person, by, by.everywhere)


@transaction.atomic
def _close(action: Action, person: User, by: User, actor: Actor) -> Erasure:
    """Delete or anonymise everything as the table says, and keep numbers of what was deleted."""
    chain_of("portal")  # one after the other: two administrators must not close each other's
    require(action, leaving(person), actor)
    if done := Erasure.objects.filter(person=person).first():
        return done
    end_sessions(sessions=UserSession.objects.filter(user=person), by=by)
    release(person=person, by=by)
    forget_mentions(person)
    deleted = _delete_rows_of(person)
    _take_name_from(person)
    record(chain=chain_of(f"user {person.pk}"), actor_id=by.pk, action=action)
    return Erasure.objects.create(person=person, by=by, at=timezone.now(), counts=deleted)


def _delete_rows_of(person: User) -> dict[str, int]:
    deleted: Counter[str] = Counter()
    for holding in PERSONAL:
        if holding.fate is Fate.ERASE:
            rows = apps.get_model(holding.model)._default_manager
            for link in holding.links:
                deleted.update(rows.filter(**{link: person.pk}).delete()[1])
    return dict(deleted)


def _take_name_from(person: User) -> None:
    """Whatever leads to the account leads to nobody in particular from now on."""
    person.name = f"Ehemalige Person {person.pk}"
    person.email = f"ehemalige-person-{person.pk}@konto.invalid"
    person.is_active, person.last_login = False, None
    person.set_unusable_password()
    person.save()


# --- what is kept for a while ---------------------------------------------------------------------


@transaction.atomic
def set_periods(*, days: Mapping[str, int | None], by: User, call_id: int | None = None) -> None:
    """Say for how many days matters (by id) are kept; None: as everywhere else, or as proposed.

    What is due by that is proposed at once.
    """
    require(Action.SET_RETENTION, Case(), by.everywhere)
    chain = chain_of(f"call {call_id}" if call_id else "portal")
    for matter_id, wanted in days.items():
        said = Retention.objects.filter(call=call_id, matter=MATTERS[matter_id].id)
        before = said.values_list("days", flat=True).first()
        if wanted == before:
            continue
        said.delete()
        if wanted is not None:
            Retention.objects.create(call_id=call_id, matter=matter_id, days=wanted)
        record(
            chain=chain,
            actor_id=by.pk,
            action=Action.SET_RETENTION,
            object=matter_id,
            before=str(before or ""),
            after=str(wanted or ""),
        )
    propose()


@transaction.atomic
def propose() -> None:
    """Renew the open proposals: what is due today, and nothing else. Any number of times."""
    chain_of("portal")  # one after the other: there is one open proposal for each matter and call
    waiting = Proposal.objects.filter(done_at=None)
    for matter, call_id, before, found in due_today():
        proposal = waiting.filter(matter=matter.id, call=call_id)
        facts = {"before": before, "found": found, "proposed_at": timezone.now()}
        if not found:
            proposal.delete()
        elif not proposal.update(**facts):
            Proposal.objects.create(matter=matter.id, call_id=call_id, **facts)


@transaction.atomic
def prune(*, proposal_id: int, seen: int, by: User, note: str = "") -> Proposal:
    """Delete what a proposal lists; the proposal becomes the protocol of it.

    Changed where it is not as many rows any more as the person has seen, Proposal.DoesNotExist
    where nothing is due any more. One that is done already is returned as it is.
    """
    require(Action.PRUNE, Case(), by.everywhere)
    chain = chain_of("portal")
    proposal = Proposal.objects.get(pk=proposal_id)
    if proposal.done_at:
        return proposal
    model = apps.get_model(proposal.what.model)._meta.label
    if proposal.rows().delete()[1].get(model, 0) != seen:
        raise Changed
    proposal.found, proposal.note = seen, clean_line(note)[:500]
    proposal.done_at, proposal.done_by = timezone.now(), by
    proposal.save()
    record(
        chain=chain,
        actor_id=by.pk,
        action=Action.PRUNE,
        object=f"proposal {proposal.pk}",
        after=f"{proposal.matter} {seen}",
        reason=proposal.note,
    )
    return proposal


def sweep() -> None:
    """Delete what has an end of its own, so that nobody is asked: it was only ever for a moment."""
    now = timezone.now()
    Presence.objects.filter(at__lt=now - KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    ended = Q(status__in=("SUCCESSFUL", "FAILED"), finished_at__lt=now - TASKS_KEPT)
    DBTaskResult.objects.filter(ended).delete()
