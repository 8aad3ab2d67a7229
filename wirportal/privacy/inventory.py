"""What the portal keeps about people: one row for each place where it stands.

A row is all it takes. „Meine Daten“, the download, the deletion of an account and the privacy
notice read this table, and a test names every model that leads to a person and is not in it.
"""

from wirportal.privacy.holding import FATE_LABELS, Fate, Holding
from wirportal.privacy.rows import accounts, concepts, records, review

__all__ = ["FATE_LABELS", "NOT_PERSONAL", "PERSONAL", "Fate", "Holding"]

PERSONAL: tuple[Holding, ...] = (*accounts.ROWS, *concepts.ROWS, *review.ROWS, *records.ROWS)

NOT_PERSONAL = {
    "account.EmailAddress": "stays empty: a person's one address is User.email (ADR 0012)",
    "account.EmailConfirmation": "hangs on account.EmailAddress and stays empty with it",
    "socialaccount.SocialToken": "stays empty: we keep no tokens of providers",
}
"""Models that look as if they held something about people → why they do not."""
