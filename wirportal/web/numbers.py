"""Numbers in hidden fields and addresses: what strangers send is anything."""

_DIGITS = 9
"""More fit into no column, and thousands of them Python itself refuses to read."""


def whole_number(raw: str, otherwise: int = 0) -> int:
    """0 and above; `otherwise` for what is none."""
    is_number = raw.isascii() and raw.isdecimal() and len(raw) <= _DIGITS
    return int(raw) if is_number else otherwise
