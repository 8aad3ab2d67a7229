"""Rules from the finished draft to the authority."""

from wirportal.rulebook.guards import (
    if_allowed,
    not_of_another_version,
    once_answered,
    once_checked,
    once_signed,
    only_named,
    while_call_is_open,
    while_this_version,
    while_unsigned,
    with_required_papers,
    without_errors,
    without_refused_files,
)
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rule import ANY, COORDINATOR, SEALED, WRITABLE, Action, Rule
from wirportal.rulebook.states import State, Way

ROWS = (
    Rule(
        Action.SEAL,
        "Zur Zeichnung geben",
        COORDINATOR,
        WRITABLE,
        to={State.DRAFT: State.SEALED, State.RETURNED: State.RESEALED},
        when=(
            without_errors,
            with_required_papers,
            without_refused_files,
            once_checked,
            once_answered,
        ),
        told="{who} hat das Konzept zur Zeichnung gegeben.",
    ),
    Rule(
        Action.UNSEAL,
        "Zeichnung abbrechen",
        COORDINATOR | {Role.SIGNATORY},
        SEALED,
        to={State.SEALED: State.DRAFT, State.RESEALED: State.RETURNED},
        told="{who} hat die Zeichnung abgebrochen.",
    ),
    Rule(
        Action.SIGN,
        "Im Portal zeichnen",
        frozenset({Role.SIGNATORY}),
        SEALED,
        guards=(only_named,),
        when=(while_this_version, if_allowed(Way.PORTAL), while_unsigned),
        fresh=True,
        two_factors=True,
        told="{who} hat im Portal gezeichnet.",
    ),
    Rule(
        Action.SIGN_ON_PAPER,
        "Unterschrift auf Papier eintragen",
        COORDINATOR,
        SEALED,
        when=(while_this_version, if_allowed(Way.PAPER), while_unsigned, not_of_another_version),
        told="{who} hat Unterschriften auf Papier eingetragen.",
    ),
    Rule(
        Action.SIGN_BY_FILE,
        "Signierte PDF-Datei senden",
        COORDINATOR | {Role.SIGNATORY},
        SEALED,
        when=(while_this_version, if_allowed(Way.FILE), while_unsigned),
        told="{who} hat eine signierte PDF-Datei gesendet; sie ist {note}.",
    ),
    Rule(
        Action.SUBMIT,
        "Einreichen",
        COORDINATOR | {Role.SIGNATORY},
        SEALED,
        to=State.SUBMITTED,
        when=(while_this_version, once_signed, while_call_is_open),
        fresh=True,
        told="{who} hat das Konzept eingereicht.",
    ),
    Rule(
        Action.SEE_BROKEN_SEALS,
        "Abgebrochene Zeichnungen ansehen",
        COORDINATOR | {Role.SIGNATORY},
        ANY,
        writes=False,
    ),
)
