"""Note what people did not get, and tell it to administrators.

What belongs to others and what does not exist get the same answer after the same statements: see
`access` for the first, `count_denial` for the second.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model

from wirportal.concepts.models import (
    Assignment,
    Attachment,
    Comment,
    Concept,
    ImportedFile,
    Seal,
    SignedFile,
    Upload,
)
from wirportal.ledger.denials import count_denial
from wirportal.ledger.models import Denial, DenialKind
from wirportal.notices.models import Notice
from wirportal.people.models import Invitation, Membership, Organisation, User
from wirportal.people.queries import looked_after_by
from wirportal.review.models import Opinion, Remark, SavedView
from wirportal.rulebook.rules import RULES, Action, Rule
from wirportal.sentence import Sentence


@dataclass(frozen=True)
class Thing:
    """What an argument of an address names, and by which of its fields it belongs to somebody."""

    label: Sentence
    model: type[Model]
    field: str
    to: str
    """"concept": of the address; "person": who asks; "care": an organisation they look after."""


THINGS = {
    "concept": Thing(Sentence("Konzept"), Concept, "pk", "concept"),
    "imported": Thing(Sentence("Eingelesene Datei"), ImportedFile, "concept", "concept"),
    "assignment": Thing(Sentence("Mitzeichnung"), Assignment, "concept", "concept"),
    "seal": Thing(Sentence("Zeichnung"), Seal, "concept", "concept"),
    "file": Thing(Sentence("Signierte Datei"), SignedFile, "seal__concept", "concept"),
    "attachment": Thing(Sentence("Anlage"), Attachment, "concept", "concept"),
    "upload": Thing(Sentence("Datei"), Upload, "concept", "concept"),
    "comment": Thing(Sentence("Kommentar"), Comment, "concept", "concept"),
    "view": Thing(Sentence("Gespeicherte Ansicht"), SavedView, "person", "person"),
    "remark": Thing(Sentence("Bemerkung"), Remark, "file__concept", "concept"),
    "opinion": Thing(Sentence("Stellungnahme"), Opinion, "file__concept", "concept"),
    "session": Thing(Sentence("Anmeldung"), UserSession, "user", "person"),
    "factor": Thing(Sentence("Zweiter Faktor"), Authenticator, "user", "person"),
    "notice": Thing(Sentence("Mitteilung"), Notice, "person", "person"),
    "organisation": Thing(Sentence("Organisation"), Organisation, "pk", "care"),
    "membership": Thing(Sentence("Aufgabe"), Membership, "organisation", "care"),
    "invitation": Thing(Sentence("Einladung"), Invitation, "organisation", "care"),
}
"""By the name of the argument."""


def note_not_found(
    user: User, action: Action | None, named: Mapping[str, Any], seen: Concept | None
) -> None:
    """The person asked for what is not there, or not theirs.

    named: the address's arguments; seen: the concept, where the person does see it.
    """
    found = list(_foreign(user, named, seen))  # all are looked for, whatever is found
    if found:
        count_denial(kind=DenialKind.FOREIGN, user_id=user.pk, action=action or "", object=found[0])
    else:
        count_denial(kind=DenialKind.MISSING, user_id=user.pk)


def _foreign(user: User, named: Mapping[str, Any], seen: Concept | None) -> Iterator[str]:
    own = {
        "concept": [seen.pk] if seen else [],
        "person": [user.pk],
        "care": looked_after_by(user).values("pk"),
    }
    for name, thing in THINGS.items():
        if name in named:
            same = thing.model._default_manager.filter(pk=named[name])
            if same.exclude(**{f"{thing.field}__in": own[thing.to]}).exists():
                yield f"{name} {named[name]}"


def note_refused(user: User, action: Action | None, named: Mapping[str, Any]) -> None:
    """The rulebook said no to what the person sees."""
    object = f"concept {named['concept']}" if "concept" in named else ""
    count_denial(kind=DenialKind.REFUSED, user_id=user.pk, action=action or "", object=object)


# --- what administrators read ---------------------------------------------------------------------

REASONS = {
    DenialKind.FOREIGN: Sentence("Gehört jemand anderem"),
    DenialKind.MISSING: Sentence("Gibt es nicht"),
    DenialKind.REFUSED: Sentence("Nach den Regeln nicht möglich"),
}
_RULES: dict[str, Rule] = {action.value: rule for action, rule in RULES.items()}


@dataclass(frozen=True)
class Denied:
    """A row of the list in words: what the person wanted to do, with what, and why not."""

    denial: Denial
    action: Sentence
    thing: Sentence
    owner: str
    """Whose concept it is."""
    reason: Sentence


def described(denials: Iterable[Denial]) -> list[Denied]:
    """Two queries: the denials, and the concepts that they name."""
    rows = list(denials)
    ids = [thing_id for kind, thing_id in map(_named, rows) if kind == "concept"]
    concepts = Concept.objects.select_related("organisation", "call").in_bulk(ids)
    owners = {str(pk): str(concept) for pk, concept in concepts.items()}
    return [_described(row, owners) for row in rows]


def _described(row: Denial, owners: Mapping[str, str]) -> Denied:
    kind, thing_id = _named(row)
    rule, thing = _RULES.get(row.action), THINGS.get(kind)
    return Denied(
        denial=row,
        action=Sentence(rule.label) if rule else Sentence(""),
        thing=thing.label if thing else Sentence(""),
        owner=owners.get(thing_id, ""),
        reason=REASONS[DenialKind(row.kind)],
    )


def _named(row: Denial) -> tuple[str, str]:
    """Kind and id of what the row is about."""
    kind, _, thing_id = row.object.partition(" ")
    return kind, thing_id
