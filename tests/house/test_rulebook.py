from itertools import product
from pathlib import Path

from wirportal.rulebook.decide import Actor, Case, decide
from wirportal.rulebook.page import page
from wirportal.rulebook.roles import REACH, ROLE_LABELS, Role
from wirportal.rulebook.rules import RULES, Action
from wirportal.rulebook.states import STATE_LABELS, State

PAGE = Path(__file__).parents[2] / "docs" / "rulebook.md"


def test_rulebook_page_is_fresh():
    """Renew it with `python -m wirportal.rulebook.page > docs/rulebook.md`."""
    assert PAGE.read_text() == page()


def test_tables_name_every_member():
    assert list(RULES) == list(Action)
    assert list(REACH) == list(ROLE_LABELS) == list(Role)
    assert list(STATE_LABELS) == list(State)


def test_every_combination_is_decided_as_the_table_says():
    states: list[State | None] = [None, *State]
    for rule, role, state in product(RULES.values(), Role, states):
        if (rule.states is None) != (state is None):
            continue
        ruling = decide(rule.action, Case(state), Actor(1, frozenset({role})))
        in_time = rule.states is None or state in rule.states
        assert ruling.allowed == (in_time and role in rule.roles)
        assert bool(ruling.reason) != ruling.allowed


def test_nobody_without_a_role_may_do_anything():
    for rule in RULES.values():
        for state in State:
            assert not decide(rule.action, Case(state), Actor(1, frozenset()))
