"""The main navigation: what it calls pages for whom."""

from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from tests import make
from wirportal.people.models import User
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db

OWN, ALL = "Meine Konzepte", "Konzepte"


def called(user: User) -> tuple[list[str], str, str]:
    """What the links to the list of concepts say, its heading, and the title of its page."""
    path = reverse("concepts")
    page = html.fromstring(make.client(user).get(path).content.decode())
    links: Any = page.xpath(f"//nav//a[@href='{path}']/text()")
    return links, str(page.xpath("string(//h1)")), str(page.xpath("string(//title)"))


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.COORDINATOR, OWN),
        (Role.SIGNATORY, OWN),
        (Role.LEADERSHIP, OWN),
        (Role.OFFICER, ALL),
        (Role.APPROVER, ALL),
        (Role.MINISTRY, ALL),
    ],
)
def test_concepts_are_one_s_own_or_those_of_others(role: Role, name: str) -> None:
    place = make.body() if name == OWN else make.office()
    links, heading, title = called(make.user("Alex Rolle", role, place))
    assert (links, heading) == ([name], name)
    assert title.startswith(name)


def test_who_has_both_has_one_link_to_them() -> None:
    both = make.officer("Alex Beides")
    make.user(both.name)
    assert called(both)[:2] == ([OWN], OWN)


@pytest.mark.parametrize("role", [None, Role.CONTRIBUTOR])
def test_who_may_read_none_is_not_led_there(role: Role | None) -> None:
    assert called(make.user("Alex Ohne", role))[:2] == ([], OWN)
