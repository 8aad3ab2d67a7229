"""What may be done: one row for each action."""

from wirportal.rulebook.rows import (
    accounts,
    administration,
    checking,
    drafting,
    handing_in,
    requesting,
    together,
)
from wirportal.rulebook.rule import Action, Rule

__all__ = ["RULES", "Action", "Rule"]

RULES: dict[Action, Rule] = {
    rule.action: rule
    for rows in (drafting, together, handing_in, checking, requesting, accounts, administration)
    for rule in rows.ROWS
}
