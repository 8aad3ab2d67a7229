"""The one place that says yes or no, with the same reason on button, page, API and log."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.roles import ROLE_LABELS, Role
from wirportal.rulebook.rules import RULES, Action, Rule
from wirportal.rulebook.states import ASSIGNMENT_LABELS
from wirportal.rulebook.turns import state_label
from wirportal.sentence import Sentence, listed


@dataclass(frozen=True)
class Ruling:
    allowed: bool
    reason: Sentence
    passing: bool = False
    """Whether only the time is wrong: the same person may before, or later."""

    def __bool__(self) -> bool:
        return self.allowed


class Refused(Exception):
    """The rulebook says no; `ruling.reason` is for the person."""

    def __init__(self, ruling: Ruling) -> None:
        super().__init__(str(ruling.reason))
        self.ruling = ruling


def require(action: Action, case: Case, actor: Actor) -> None:
    """Refused where the rulebook says no."""
    if not (ruling := decide(action, case, actor)):
        raise Refused(ruling)


def decide(action: Action, case: Case, actor: Actor) -> Ruling:
    """Whether the actor may do it now, and if not, why: first what is true of the person, then
    of the time.

    Guards see only the roles that the rule grants it to: who reads as leadership and
    contributes too writes as a contributor.
    """
    rule = RULES[action]
    if not rule.roles & actor.roles:
        return Ruling(False, _not_yours(rule))
    granting = replace(actor, roles=actor.roles & rule.roles)
    for reason in (guard(case, granting) for guard in rule.guards):
        if reason:
            return Ruling(False, reason)
    for reason in _out_of_time(rule, case, granting):
        return Ruling(False, reason, passing=True)
    return Ruling(True, Sentence(""))


def _not_yours(rule: Rule) -> Sentence:
    return Sentence(
        "„{label}“ ist nicht möglich: Das kann nur, wer diese Aufgabe hat: {roles}.",
        label=Sentence(rule.label),
        roles=listed(ROLE_LABELS[role] for role in Role if role in rule.roles),
    )


def _out_of_time(rule: Rule, case: Case, actor: Actor) -> Iterator[Sentence]:
    """Why it is not the time, where it is not."""
    if rule.states is not None and case.state not in rule.states:
        assert case.state
        yield Sentence(
            "„{label}“ ist nicht möglich: Das Konzept ist im Zustand „{state}“.",
            label=Sentence(rule.label),
            state=Sentence(state_label(case.state, actor.roles)),
        )
    if rule.requests and case.request and case.request not in rule.requests:
        yield Sentence(
            "Das geht nicht mehr: Die Bitte um Mitzeichnung ist im Zustand „{state}“.",
            state=Sentence(ASSIGNMENT_LABELS[case.request]),
        )
    yield from filter(None, (guard(case, actor) for guard in rule.when))
