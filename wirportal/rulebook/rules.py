"""What may be done: one row for each action."""

from wirportal.rulebook.rows import (
    accounts,
    administration,
    beside,
    checking,
    deciding,
    desk,
    drafting,
    filing,
    findings,
    handing_in,
    requesting,
    together,
)
from wirportal.rulebook.rule import Action, Rule

__all__ = ["RULES", "Action", "Rule"]

RULES: dict[Action, Rule] = {
    rule.action: rule
    for rows in (
        drafting,
        together,
        handing_in,
        beside,
        checking,
        desk,
        findings,
        requesting,
        deciding,
        filing,
        accounts,
        administration,
    )
    for rule in rows.ROWS
}
