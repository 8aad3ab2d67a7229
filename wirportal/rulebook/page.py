"""Draw docs/rulebook.md from the tables: `python -m wirportal.rulebook.page > docs/rulebook.md`."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any

from wirportal.rulebook.roles import REACH, ROLE_LABELS, SECOND_FACTOR, Role, Scope
from wirportal.rulebook.rules import RULES, Rule
from wirportal.rulebook.states import ASSIGNMENT_LABELS, STATE_LABELS, AssignmentState, State

_SCOPES = {
    Scope.OWN: "own organisation",
    Scope.ASSIGNED: "assigned questions",
    Scope.ALL: "all",
    Scope.NONE: "none",
}

_REACH_HEAD = ("role", "on screen", "concepts of", "in the states", "second factor")
_RULES_HEAD = ("action", "button", *(role.value for role in Role), "states", "sign-in")


def page() -> str:
    """The rulebook as Markdown: reach, rules, states."""
    return "\n".join(
        [
            "# Rulebook",
            "",
            "Generated from `wirportal/rulebook/`; a test holds it fresh. Do not edit by hand.",
            "",
            "## Who sees which concepts",
            "",
            *_table(_REACH_HEAD, _reach()),
            "",
            "## Who may do what, when",
            "",
            *_table(_RULES_HEAD, _rules()),
            "",
            "## States",
            "",
            *_table(("state", "what the applicant reads"), STATE_LABELS.items()),
            "",
            *_diagram(State, lambda rule: rule.states),
            "",
            "## States of a request for Mitzeichnung",
            "",
            *_table(("state", "on screen"), ASSIGNMENT_LABELS.items()),
            "",
            *_diagram(AssignmentState, lambda rule: rule.requests),
            "",
        ]
    )


def _reach() -> Iterator[tuple[str, ...]]:
    for role, reach in REACH.items():
        factor = "required" if role in SECOND_FACTOR else ""
        yield role, ROLE_LABELS[role], _SCOPES[reach.scope], _states(reach.states), factor


def _rules() -> Iterator[tuple[str, ...]]:
    for rule in RULES.values():
        roles = (_mark(rule, role) for role in Role)
        yield rule.action, rule.label, *roles, _when(rule), "fresh" if rule.fresh else ""


def _mark(rule: Rule, role: Role) -> str:
    return "yes" if role in rule.roles else ""


def _when(rule: Rule) -> str:
    return "no matter" if rule.states is None else _states(rule.states)


def _states(states: frozenset[State]) -> str:
    return "any" if states == frozenset(State) else ", ".join(s for s in State if s in states)


def _diagram(
    kind: type[StrEnum], beginnings: Callable[[Rule], frozenset[Any] | None]
) -> Iterator[str]:
    """How actions lead from state to state, as a drawing in Mermaid's notation."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for rule in RULES.values():
        if any(isinstance(end, kind) for end in rule.ends):
            for state in sorted(beginnings(rule) or ["[*]"], key=str):
                yield f"    {state} --> {rule.after(state)}: {rule.label}"
    yield "```"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    print(page(), end="")
