from itertools import product
from pathlib import Path
from string import Formatter

from wirportal.people.models import OrganisationKind
from wirportal.rulebook.decide import decide
from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.page import page
from wirportal.rulebook.roles import CARE, REACH, ROLE_LABELS, ROLES_IN, Role
from wirportal.rulebook.rules import RULES, Action
from wirportal.rulebook.states import INVITATION_LABELS, STATE_LABELS, InvitationState, State
from wirportal.rulebook.timing import Timing

PAGE = Path(__file__).parents[2] / "docs" / "rulebook.md"


def test_rulebook_page_is_fresh():
    """Renew it with `python -m wirportal.rulebook.page > docs/rulebook.md`."""
    assert PAGE.read_text() == page()


def test_tables_name_every_member():
    assert list(RULES) == list(Action)
    assert list(REACH) == list(ROLE_LABELS) == list(Role)
    assert list(STATE_LABELS) == list(State)
    assert list(INVITATION_LABELS) == list(InvitationState)
    assert list(ROLES_IN) == list(OrganisationKind)
    assert frozenset().union(*ROLES_IN.values()) == frozenset(Role)


def test_every_event_is_told_and_nothing_else():
    assert {rule.action for rule in RULES.values() if rule.told} == {
        rule.action for rule in RULES.values() if rule.writes
    }


def test_sentences_of_events_name_who_and_what_the_page_knows():
    for rule in RULES.values():
        names = {name for _, name, _, _ in Formatter().parse(rule.told) if name}
        assert not rule.told or "who" in names
        assert names <= {"who", "person", "code", "note", "what"}
        assert rule.told[-1:] in (".", ":", "")


def test_every_combination_is_decided_as_the_table_says():
    states: list[State | None] = [None, *State]
    for rule, role, state in product(RULES.values(), Role, states):
        if (rule.states is None) != (state is None):
            continue
        case = Case(state, question="opening", asked=1)
        ruling = decide(rule.action, case, Actor(1, frozenset({role}), frozenset({"opening"})))
        in_time = rule.states is None or state in rule.states
        assert ruling.allowed == (in_time and role in rule.roles)
        assert bool(ruling.reason) != ruling.allowed


def test_nobody_without_a_role_may_do_anything():
    for rule in RULES.values():
        for state in State:
            assert not decide(rule.action, Case(state), Actor(1, frozenset()))


def test_a_contributor_reaches_only_assigned_questions():
    contributor = Actor(1, frozenset({Role.CONTRIBUTOR}), frozenset({"anchoring"}))
    for question, allowed in (("anchoring", True), ("opening", False)):
        assert (
            bool(decide(Action.SAVE, Case(State.DRAFT, question=question), contributor)) == allowed
        )


def test_an_assignment_is_handed_back_by_whom_was_asked():
    contributor = Actor(1, frozenset({Role.CONTRIBUTOR}), frozenset({"opening"}))
    for asked, allowed in ((1, True), (2, False)):
        case = Case(State.DRAFT, question="opening", asked=asked)
        assert bool(decide(Action.HAND_BACK, case, contributor)) == allowed


def test_a_concept_is_begun_only_while_its_call_runs():
    coordinator = Actor(1, frozenset({Role.COORDINATOR}))
    rulings = {
        timing: bool(decide(Action.CREATE, Case(timing=timing), coordinator)) for timing in Timing
    }
    assert rulings == {
        Timing.EARLY: False,
        Timing.OPEN: True,
        Timing.LATE: True,
        Timing.CLOSED: False,
    }


ADMINISTRATOR = Actor(1, frozenset({Role.ADMINISTRATOR}))


def test_who_looks_after_people_invites_and_removes_only_whom_the_table_names():
    for carer, role, action in product(CARE, Role, (Action.INVITE, Action.REVOKE)):
        ruling = decide(action, Case(role=role), Actor(1, frozenset({carer})))
        assert bool(ruling) == (role in CARE[carer].roles)


def test_a_role_is_given_only_where_it_exists():
    for kind, role in product(ROLES_IN, Role):
        for action in (Action.GIVE, Action.INVITE):
            ruling = decide(action, Case(role=role, kind=kind), ADMINISTRATOR)
            assert bool(ruling) == (role in ROLES_IN[kind])


def test_a_deputy_stands_in_for_who_has_the_role_and_not_for_who_was_asked_in_person():
    for role, held, allowed in (
        (Role.SIGNATORY, {Role.SIGNATORY, Role.CONTRIBUTOR}, True),
        (Role.SIGNATORY, {Role.COORDINATOR}, False),
        (Role.SIGNATORY, set[Role](), False),
        (Role.CONTRIBUTOR, {Role.CONTRIBUTOR}, False),
    ):
        case = Case(role=role, represented=frozenset(held))
        assert bool(decide(Action.GIVE, case, ADMINISTRATOR)) == allowed


def test_the_last_administrator_stays():
    for action in (Action.GIVE, Action.RESCHEDULE, Action.REVOKE):
        assert not decide(action, Case(last_administrator=True), ADMINISTRATOR)
        assert decide(action, Case(), ADMINISTRATOR)


def test_an_invitation_counts_once_until_its_day_for_one_address():
    waits = {InvitationState.OPEN, InvitationState.EXPIRED}
    for state, invited in product(InvitationState, (True, False)):
        case = Case(invitation=state, invited=invited)
        opens = state is InvitationState.OPEN and invited
        assert bool(decide(Action.JOIN, case, ADMINISTRATOR)) == opens
        for action in (Action.RENEW_INVITATION, Action.WITHDRAW_INVITATION):
            assert bool(decide(action, case, ADMINISTRATOR)) == (state in waits)
