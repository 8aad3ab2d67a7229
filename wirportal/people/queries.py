"""Reads of lists about people and organisations."""

from dataclasses import dataclass
from datetime import date

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wirportal.people.models import (
    BodyList,
    BodyStatus,
    Invitation,
    Membership,
    Organisation,
    OrganisationKind,
    User,
)
from wirportal.rulebook.roles import CARE, Role, Scope


def sessions_of(user: User) -> QuerySet[UserSession]:
    """Where the person is signed in, last seen first. One query."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    mine = UserSession.objects.filter(user=user, session_key__in=alive)
    return mine.order_by("-last_seen_at")


def is_last_administrator(user: User, *, locked: bool = False) -> bool:
    """Whether nobody else administers the portal for good. One query.

    Args:
        locked: inside a transaction, locks the administrators: of two who take each other's role
            away, one comes second.
    """
    lasting = Membership.objects.in_force().filter(
        role=Role.ADMINISTRATOR, valid_to=None, deputy_for=None, user__is_active=True
    )
    if locked:
        lasting = lasting.select_for_update(of=("self",))
    return {membership.user_id for membership in lasting.order_by("pk")} == {user.pk}


# --- who is what where ----------------------------------------------------------------------------

MOST = 50
"""Found persons that are listed: whoever gets more types more."""


def looked_after_by(user: User) -> QuerySet[Organisation]:
    """The organisations whose people are the user's to look after; fetching is authorising."""
    cares = [(m, CARE[Role(m.role)]) for m in user.held if m.role in CARE]
    if any(care.scope is Scope.ALL for _, care in cares):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=[m.organisation_id for m, _ in cares])


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Those, by kind and name, with `people`: how many have a role there today. One query."""
    held = Membership.objects.in_force().values("pk")
    people = Count("memberships__user", distinct=True, filter=Q(memberships__in=held))
    return looked_after_by(user).annotate(people=people).order_by("kind", "name")


def members_of(organisation: Organisation) -> list[Membership]:
    """Who is what there, was or will be, by name; one query."""
    held = organisation.memberships.select_related("user", "deputy_for")
    return list(held.order_by("user__name", "user", "pk"))


def invitations_to(organisation: Organisation) -> list[Invitation]:
    """What nobody has accepted or taken back, newest first; one query."""
    waiting = organisation.invitations.filter(accepted_at=None, withdrawn_at=None)
    return list(waiting.select_related("invited_by"))


def find_persons(words: str) -> QuerySet[User]:
    """People whose name or address has all the words, with what they are; two queries."""
    found = User.objects.prefetch_related("memberships__organisation", "memberships__deputy_for")
    for word in words.split()[:10]:
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found.order_by("name", "pk")[:MOST]


def without_coordinator() -> QuerySet[Organisation]:
    """Bodies in which nobody coordinates today; one query."""
    coordinate = Membership.objects.in_force().filter(
        organisation=OuterRef("pk"), role=Role.COORDINATOR, user__is_active=True
    )
    return Organisation.objects.filter(~Exists(coordinate), kind="body").order_by("name")


@dataclass(frozen=True)
class Group:
    """Organisations of one kind, bodies with what they count as on the day."""

    kind: OrganisationKind
    entries: list[tuple[Organisation, BodyStatus | None]]


def organisations_on(day: date) -> list[Group]:
    """Every organisation by kind and name; bodies that have ended come with None. Two queries."""
    statuses = {status.organisation_id: status for status in BodyStatus.objects.on(day)}
    groups = {kind: Group(kind, []) for kind in OrganisationKind}
    for organisation in Organisation.objects.order_by("name"):
        entry = organisation, statuses.get(organisation.pk)
        groups[OrganisationKind(organisation.kind)].entries.append(entry)
    return [group for group in groups.values() if group.entries]


def body_lists() -> QuerySet[BodyList]:
    """The last lists that were brought, newest first. One query."""
    return BodyList.objects.select_related("author").defer("text")[:10]
