"""What the printed forms share: how wide a column is, and what stands in a table by hand."""

from wirportal.editions.model import Question

# how much room a kind needs beside others
_WEIGHTS = {"text": 4.0, "line": 2.6, "ref": 2.6, "email": 2.6, "choice": 2.2, "phone": 1.8}
_NARROW = 1.4
_FIRST = 1.25  # the first column names the row

APPLICANT, PLACE, DATE, SIGNATORIES = "applicant", "place", "date", "signatories"
SERIAL_NUMBER = "serial_number"


def shares(table: Question) -> tuple[float, ...]:
    """The share of the page's width for each column; together 1."""
    weights = [_WEIGHTS.get(column.kind, _NARROW) for column in table.columns]
    weights[0] *= _FIRST
    return tuple(weight / sum(weights) for weight in weights)
