"""Conditions that a table of roles and states can't hold: the reason why not, or None."""

from collections.abc import Callable

from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import ASSIGNMENT_LABELS, AssignmentState
from wirportal.rulebook.timing import Timing
from wirportal.sentence import Sentence

Guard = Callable[[Case, Actor], Sentence | None]


def only_assigned(case: Case, actor: Actor) -> Sentence | None:
    """Who only contributes reaches the questions that were assigned, and no others."""
    if actor.roles - {Role.CONTRIBUTOR} or case.question in actor.questions:
        return None
    return Sentence("Diese Frage ist Ihnen nicht oder nicht mehr zugeordnet.")


def only_if_asked(case: Case, actor: Actor) -> Sentence | None:
    """An assignment is handed back by the person who was asked."""
    if case.asked is None or case.asked == actor.user_id:
        return None
    return Sentence("Diese Aufgabe gehört einer anderen Person.")


def only_members(case: Case, actor: Actor) -> Sentence | None:
    """Who is asked belongs to the organisation."""
    if case.asked_roles is None or case.asked_roles:
        return None
    return Sentence("Um Mitzeichnung bitten können Sie nur Personen Ihrer Organisation.")


def while_assignment_is_open(case: Case, actor: Actor) -> Sentence | None:
    """The person still owes the question."""
    return _unless_it_is(AssignmentState.OPEN, case)


def once_handed_back(case: Case, actor: Actor) -> Sentence | None:
    """The person has given the question back, and nobody has answered to that yet."""
    return _unless_it_is(AssignmentState.HANDED_BACK, case)


def _unless_it_is(wanted: AssignmentState, case: Case) -> Sentence | None:
    if case.assignment is None or case.assignment is wanted:
        return None
    return Sentence(
        "Das geht nicht mehr: Die Bitte um Mitzeichnung ist im Zustand „{state}“.",
        state=Sentence(ASSIGNMENT_LABELS[case.assignment]),
    )


def while_call_is_open(case: Case, actor: Actor) -> Sentence | None:
    """The call has begun and its time is not over, or it takes late concepts too."""
    return None if case.timing is None else _TIMING_REASONS[case.timing]


_TIMING_REASONS = {
    Timing.EARLY: Sentence("Der Förderaufruf hat noch nicht begonnen."),
    Timing.OPEN: None,
    Timing.LATE: None,
    Timing.CLOSED: Sentence("Die Frist des Förderaufrufs ist abgelaufen."),
}


def while_body_is_eligible(case: Case, actor: Actor) -> Sentence | None:
    """On the call's day the organisation counts as a body that may apply."""
    if case.eligible is None or case.eligible:
        return None
    return Sentence(
        "Ihre Organisation ist am Stichtag dieses Förderaufrufs nicht antragsberechtigt."
    )


def one_call_a_year(case: Case, actor: Actor) -> Sentence | None:
    """Each Haushaltsjahr has one call at most."""
    if not case.year_taken:
        return None
    return Sentence("Für dieses Haushaltsjahr gibt es schon einen Förderaufruf.")


def before_first_concept(case: Case, actor: Actor) -> Sentence | None:
    """What a concept was begun on stays as it was."""
    if not case.concepts:
        return None
    return Sentence(
        "Zu diesem Förderaufruf gibt es schon Konzepte. Haushaltsjahr, Formularfassung, Richtlinie "
        "und Stichtag bleiben deshalb, wie sie sind."
    )
