"""As what people act: nobody should have to guess which of several roles they are using."""

from collections.abc import Iterable

from wirportal.concepts.models import Concept, held_towards
from wirportal.people.models import Membership, User
from wirportal.rulebook.roles import ROLE_LABELS, Role
from wirportal.sentence import Sentence, listed


def acting_here(user: User, concept: Concept | None) -> list[Sentence]:
    """On a concept's page only what counts towards it; elsewhere all that the user is."""
    return acting(held_towards(user, concept.organisation_id) if concept else user.held)


def acting(held: Iterable[Membership]) -> list[Sentence]:
    """A line for each organisation, and one for each person whom the user stands in for there."""
    lines: dict[tuple[str, str], list[Role]] = {}
    for one in held:
        place = (str(one.organisation), str(one.deputy_for or ""))
        lines.setdefault(place, []).append(Role(one.role))
    return [_line(roles, *place) for place, roles in lines.items()]


def _line(roles: list[Role], organisation: str, represented: str) -> Sentence:
    facts = {"roles": listed(ROLE_LABELS[role] for role in roles), "organisation": organisation}
    if not represented:
        return Sentence("{roles}, {organisation}", **facts)
    return Sentence("{roles}, {organisation}, in Vertretung für {name}", name=represented, **facts)
