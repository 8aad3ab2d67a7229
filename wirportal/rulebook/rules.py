"""What may be done: one row for each action."""

from wirportal.rulebook.rows import (
    accounts,
    administration,
    checking,
    drafting,
    filing,
    handing_in,
    together,
)
from wirportal.rulebook.rule import Action, Rule

__all__ = ["RULES", "Action", "Rule"]

RULES: dict[Action, Rule] = {
    rule.action: rule
    for rows in (drafting, together, handing_in, checking, filing, accounts, administration)
    for rule in rows.ROWS
}
