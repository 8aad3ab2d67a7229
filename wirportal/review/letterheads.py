"""What stands on an authority's letters, kept by its officers or an administrator."""

from dataclasses import asdict, dataclass

from django.db import transaction

from wirportal.ledger.actions import chain_of, record
from wirportal.people.models import Organisation, User
from wirportal.people.models.organisations import OrganisationKind
from wirportal.people.seen import digest, require_seen
from wirportal.review.models import Letterhead
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rule import AUTHORITY
from wirportal.rulebook.rules import RULES, Action


@dataclass(frozen=True)
class LetterheadFacts:
    department: str = ""
    address: str = ""
    place: str = ""
    phone: str = ""
    email: str = ""
    remedy: str = ""

    @classmethod
    def of(cls, authority: Organisation) -> "LetterheadFacts":
        """As it stands; one query."""
        there = Letterhead.objects.filter(organisation=authority).values(*_COLUMNS).first()
        return cls(**there or {})


_COLUMNS = tuple(LetterheadFacts.__dataclass_fields__)


def authorities_of(user: User) -> list[Organisation]:
    """Whose letterheads the person looks after: officers their own, administrators all of them;
    one query at most."""
    roles = RULES[Action.CHANGE_LETTERHEAD].roles
    held = [one for one in user.held if one.role in roles]
    if not held:
        return []
    known = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY).order_by("name")
    if all(one.role in AUTHORITY for one in held):
        known = known.filter(pk__in=[one.organisation_id for one in held])
    return list(known)


@transaction.atomic
def change_letterhead(
    *, authority: Organisation, facts: LetterheadFacts, seen: str, by: User
) -> None:
    """Write it anew. Stale where somebody has changed it since the person saw it."""
    require(Action.CHANGE_LETTERHEAD, Case(), by.everywhere)
    assert authority in authorities_of(by)
    chain = chain_of(f"organisation {authority.pk}")
    before = LetterheadFacts.of(authority)
    if facts == before:
        return
    require_seen(asdict(before), seen)
    Letterhead.objects.update_or_create(organisation=authority, defaults=asdict(facts))
    after = digest(asdict(facts))
    record(
        chain=chain,
        actor_id=by.pk,
        action=Action.CHANGE_LETTERHEAD,
        before=digest(asdict(before)),
        after=after,
    )


def is_of_authority(person: User) -> bool:
    """Whether the person writes letters under an authority's head; no query."""
    return any(one.role in AUTHORITY for one in person.held)


def remedy_of(sender: User) -> str:
    """The Rechtsbehelfsbelehrung of the sender's authority, "" where nobody has entered one; one
    query."""
    authorities = [one.organisation_id for one in sender.held if one.role in AUTHORITY]
    known = Letterhead.objects.filter(organisation__in=authorities[:1])
    return known.values_list("remedy", flat=True).first() or ""
