"""The one place that says yes or no, with the same reason on button, page, API and log."""

from dataclasses import dataclass, replace

from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.roles import ROLE_LABELS, Role
from wirportal.rulebook.rules import RULES, Action
from wirportal.rulebook.states import STATE_LABELS
from wirportal.sentence import Sentence, listed


@dataclass(frozen=True)
class Ruling:
    allowed: bool
    reason: Sentence

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
    """Whether the actor may do it now, and if not, why: state, then role, then guards.

    Guards see only the roles that the rule grants it to: who reads as leadership and
    contributes too writes as a contributor.
    """
    rule = RULES[action]
    if rule.states is not None and case.state not in rule.states:
        assert case.state
        return Ruling(
            False,
            Sentence(
                "„{label}“ ist nicht möglich: Das Konzept ist im Zustand „{state}“.",
                label=Sentence(rule.label),
                state=Sentence(STATE_LABELS[case.state]),
            ),
        )
    if not rule.roles & actor.roles:
        return Ruling(
            False,
            Sentence(
                "„{label}“ ist nicht möglich: Das kann nur, wer diese Aufgabe hat: {roles}.",
                label=Sentence(rule.label),
                roles=listed(ROLE_LABELS[role] for role in Role if role in rule.roles),
            ),
        )
    granting = replace(actor, roles=actor.roles & rule.roles)
    for guard in rule.guards:
        if reason := guard(case, granting):
            return Ruling(False, reason)
    return Ruling(True, Sentence(""))
