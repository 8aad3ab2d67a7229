"""Every address of a concept × method × role × whose concept × state: as the rulebook says.

The table in `test_urls` says exactly what some people get in some states; here nobody and no state
is left out, and what is right comes from the rulebook's own tables.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.db import transaction
from django.http import HttpResponse

from tests import make
from tests.house.test_urls import (
    PATTERNS,
    concept_in,
    declared,
    same,
    sent,
)
from wirportal.concepts.models import Concept
from wirportal.people.models import User
from wirportal.rulebook.roles import REACH, Role, Scope
from wirportal.rulebook.rules import RULES
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db

CALLS = [
    (name, method)
    for name, (_, names) in PATTERNS.items()
    for method in declared(name).actions
    if "concept" in names and method != "HEAD"
]
MISSING = "00000000-0000-4000-8000-000000000000"
"""Id of a concept that nobody has."""


def sees(role: Role, state: State, *, own: bool) -> bool:
    """Whether a concept is there at all for somebody with this role, asked for no question."""
    reach = REACH[role]
    return state in reach.states and (
        reach.scope is Scope.ALL or (own and reach.scope is Scope.OWN)
    )


def expected(name: str, method: str, role: Role, state: State, *, own: bool) -> int | None:
    """The status that refuses; None where the view decides about its own parts."""
    action = declared(name).actions[method]
    assert action
    rule = RULES[action]
    if not sees(role, state, own=own):
        return 404
    if role not in rule.roles:
        return 403
    done = method == "POST" and state in rule.ends  # a second click
    if rule.states is not None and state not in rule.states and not done:
        return 409
    return None


@contextmanager
def undone() -> Iterator[None]:
    """What is done within leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(("name", "method"), CALLS)
def test_rulebook_decides_for_everybody_in_every_state(name: str, method: str) -> None:
    concept = concept_in("draft")
    make.as_handed_in(concept)
    make.call(2031)  # it stands in what is posted, and is made once: ids differ after a rollback
    places = {True: concept.organisation, False: make.body("Landkreis Anderswo")}
    cast = {
        (role, own): make.user(f"{role} {own}", role, place)
        for role, (own, place) in product(Role, places.items())
    }
    clients = {person.pk: make.client(person) for person in cast.values()}

    def attempt(person: User, asked_for: object) -> HttpResponse:
        with undone():
            answer: HttpResponse = sent(clients[person.pk], person, name, method, asked_for)
        return answer

    nowhere = {person: same(attempt(person, MISSING), MISSING) for person in cast.values()}
    for state in State:
        Concept.objects.filter(pk=concept.pk).update(state=state)
        for (role, own), person in cast.items():
            answer = attempt(person, concept.pk)
            wanted = expected(name, method, role, state, own=own)
            where = f"{method} {name}: {role}, {'own' if own else 'foreign'}, {state}"
            if wanted is None:
                assert answer.status_code not in (401, 403), where
            else:
                assert answer.status_code == wanted, where
            if wanted == 404:
                assert same(answer, concept.pk) == nowhere[person], where
