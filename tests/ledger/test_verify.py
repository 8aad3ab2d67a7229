"""Whatever is done to the ledger behind its back is found, and named."""

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.models import QuerySet

from tests import make
from wirportal.ledger.actions import chain_of, event_digest, record
from wirportal.ledger.hashing import digest_of
from wirportal.ledger.models import Event, Head
from wirportal.ledger.verify import Break, Fault, departures, first_broken, verify

pytestmark = pytest.mark.django_db
LENGTH = 8


@pytest.fixture
def chains() -> list[UUID]:
    """Three chains of eight events."""
    person = make.user()
    with transaction.atomic():
        names = [uuid4(), chain_of("portal"), chain_of("call 3")]
        for number in range(LENGTH):
            for chain in names:
                record(
                    chain=chain, actor_id=person.pk, action="answer.save", after=digest_of(number)
                )
    return names


def events(chain: UUID, *numbers: int) -> QuerySet[Event]:
    return Event.objects.filter(chain=chain, sequence__in=numbers)


def rewrite(chain: UUID, **changes: object) -> None:
    """Change the third event and compute all hashes anew, as somebody who knows how would."""
    events(chain, 3).update(**changes)
    previous = ""
    for event in Event.objects.filter(chain=chain).order_by("sequence"):
        event.previous = previous
        event.sha256 = previous = event_digest(event)
        event.save()
    Head.objects.filter(chain=chain).update(sha256=previous)


def test_what_nobody_touched_is_sound(chains: list[UUID]) -> None:
    report = verify()
    assert (report.events, report.chains, report.breaks) == (3 * LENGTH, 3, [])


def test_nothing_at_all_is_sound() -> None:
    assert verify().breaks == []


MUTATIONS: dict[str, tuple[Callable[[UUID], object], int, Fault]] = {
    "a reason is changed": (lambda c: events(c, 3).update(reason="x"), 3, Fault.CHANGED),
    "an event is removed": (lambda c: events(c, 3).delete(), 3, Fault.MISSING),
    "the first is removed": (lambda c: events(c, 1).delete(), 1, Fault.MISSING),
    "the last is removed": (lambda c: events(c, LENGTH).delete(), LENGTH, Fault.MISSING),
    "the end is cut off": (lambda c: events(c, 6, 7, 8).delete(), 6, Fault.MISSING),
    "all are removed": (lambda c: Event.objects.filter(chain=c).delete(), 1, Fault.MISSING),
    "the head is gone": (lambda c: Head.objects.filter(chain=c).delete(), 1, Fault.ADDED),
    "the head is cut": (lambda c: Head.objects.filter(chain=c).update(length=6), 7, Fault.ADDED),
    "the last is rewritten": (
        lambda c: Head.objects.filter(chain=c).update(sha256="0" * 64), LENGTH, Fault.CHANGED
    ),
    "one is moved to the end": (
        lambda c: events(c, 3).update(sequence=LENGTH + 1), 3, Fault.MISSING
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_damage_is_found_and_named(name: str, chains: list[UUID]) -> None:
    damage, place, fault = MUTATIONS[name]
    damage(chains[1])
    assert verify().breaks == [Break(chains[1], place, fault)]
    assert first_broken(chains[1]) == place
    assert first_broken(chains[0]) is None


def test_two_that_changed_places_are_found(chains: list[UUID]) -> None:
    events(chains[0], 3).update(sequence=100)
    events(chains[0], 4).update(sequence=3)
    events(chains[0], 100).update(sequence=4)
    assert verify().breaks == [Break(chains[0], 3, Fault.CHANGED)]


FIELDS = ("action", "object", "before", "after", "reason", "previous", "sha256")


def test_any_change_of_any_field_is_found(chains: list[UUID]) -> None:
    """The same hundred random ones each time."""
    choose = random.Random(1)
    for _ in range(100):
        event = Event.objects.get(chain=choose.choice(chains), sequence=choose.randint(1, LENGTH))
        name = choose.choice(FIELDS)
        was = getattr(event, name)
        Event.objects.filter(pk=event.pk).update(**{name: was[:-1] + choose.choice("äß#")})
        assert [b.chain for b in verify().breaks] == [event.chain]
        Event.objects.filter(pk=event.pk).update(**{name: was})
    assert not verify().breaks


def test_another_person_or_time_is_found(chains: list[UUID]) -> None:
    events(chains[0], 2).update(actor=make.user("Kim Muster"))
    events(chains[1], 5).update(at=Event.objects.latest("at").at)
    assert {(b.chain, b.sequence) for b in verify().breaks} == {(chains[0], 2), (chains[1], 5)}


def test_every_damaged_chain_is_named_once(chains: list[UUID]) -> None:
    Event.objects.filter(sequence__in=(2, 4)).update(reason="x")
    assert sorted(b.chain for b in verify().breaks) == sorted(chains)


def test_who_computes_all_anew_is_found_by_noted_heads_alone(chains: list[UUID]) -> None:
    noted = list(Head.objects.all())
    assert not list(departures(noted))
    rewrite(chains[2], reason="Das war anders")
    assert not verify().breaks
    assert list(departures(noted)) == [Break(chains[2], LENGTH, Fault.REWRITTEN)]


def test_noted_heads_stay_true_while_chains_grow(chains: list[UUID]) -> None:
    noted = list(Head.objects.all())
    with transaction.atomic():
        record(chain=chains[0], actor_id=make.user().pk, action="answer.save")
    assert not list(departures(noted))
    assert not verify().breaks


def test_reading_everything_costs_two_queries(
    chains: list[UUID], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        verify()
