"""The one place that says yes or no, with the same reason on button, page, API and log."""

from dataclasses import dataclass

from wirportal.rulebook.roles import ROLE_LABELS, Role
from wirportal.rulebook.rules import RULES, Action
from wirportal.rulebook.states import STATE_LABELS, State
from wirportal.sentence import Sentence, listed


@dataclass(frozen=True)
class Actor:
    """Who acts: the user's id and the roles that count towards the object at hand."""

    user_id: int
    roles: frozenset[Role]


@dataclass(frozen=True)
class Case:
    """The facts of a concept that rules look at; state None: it does not exist yet."""

    state: State | None


@dataclass(frozen=True)
class Ruling:
    allowed: bool
    reason: Sentence

    def __bool__(self) -> bool:
        return self.allowed


def decide(action: Action, case: Case, actor: Actor) -> Ruling:
    """Whether the actor may do it now, and if not, why; the state is judged before the role."""
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
    return Ruling(True, Sentence(""))
