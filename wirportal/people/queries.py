"""Reads of lists about people and organisations."""

from dataclasses import dataclass
from datetime import date

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from wirportal.people.models import BodyList, BodyStatus, Organisation, OrganisationKind, User


def sessions_of(user: User) -> QuerySet[UserSession]:
    """Where the person is signed in, last seen first. One query."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    mine = UserSession.objects.filter(user=user, session_key__in=alive)
    return mine.order_by("-last_seen_at")


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
