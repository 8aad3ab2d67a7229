"""What a person typed, carried over an expired sign-in: nothing typed is lost.

The fields of the refused POST travel as one hidden JSON field through the sign-in page. After
signing in, a confirmation page posts them to where they were meant to go, with a fresh token.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

LIMIT = 2_000_000
"""Characters; more than the longest section of a real concept by far."""
_NOT_OURS = ("csrfmiddlewaretoken",)
_NEVER = ("public", "account", "set-up")
"""Views whose fields are not carried along: passwords and codes are among them."""
_HIDDEN = ("writer", "then", "key", "files-lost")
_NOT_TYPED = ("version-", "choice-", "append-", "rows-")


@dataclass(frozen=True)
class Carried:
    """Where the fields go, and name and value of each."""

    to: str
    fields: tuple[tuple[str, str], ...]

    @property
    def packed(self) -> str:
        return json.dumps({"to": self.to, "fields": self.fields}, ensure_ascii=False)

    @property
    def texts(self) -> list[str]:
        """What the person typed, without versions, row ids and choices."""
        hidden = [n for n, _ in self.fields if n.startswith(_NOT_TYPED) or n.endswith("-rows")]
        return [v for n, v in self.fields if v.strip() and n not in (*hidden, *_HIDDEN)]


def carried_by(request: HttpRequest) -> Carried | None:
    """The fields of this POST; None where it is not one that can be repeated later.

    Files stay behind; `files-lost` says so to the form, which asks for them again.
    """
    if not _takes_posts(request.path):
        return None
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    pairs += [("files-lost", "1")] if request.FILES else []
    return _within_limit(request.path, [pair for pair in pairs if pair[0] not in _NOT_OURS])


def unpacked(packed: str) -> Carried | None:
    """The other way round; None for anything that is not our own packing."""
    try:
        raw = json.loads(packed)
        to, fields = raw["to"], [(str(name), str(value)) for name, value in raw["fields"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    local = isinstance(to, str) and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return _within_limit(to, fields) if local and _takes_posts(to) else None


def _within_limit(to: str, fields: Sequence[tuple[str, str]]) -> Carried | None:
    size = sum(len(name) + len(value) for name, value in fields)
    return Carried(to, tuple(fields)) if fields and size <= LIMIT else None


def _takes_posts(path: str) -> bool:
    """Whether a view about people's work answers POST there."""
    try:
        declared = getattr(resolve(path).func, "declared", None)
    except Resolver404:
        return False
    return declared is not None and declared.access not in _NEVER and "POST" in declared.actions
