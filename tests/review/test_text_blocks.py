"""Text blocks: added, changed, deleted; nobody writes over what they have not seen."""

from dataclasses import asdict, replace

import pytest

from tests import make
from wirportal.people.models import User
from wirportal.people.seen import Stale, digest
from wirportal.review.models import TextBlock
from wirportal.review.text_blocks import (
    BlockFacts,
    Taken,
    add_block,
    change_block,
    delete_block,
)
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db

FACTS = BlockFacts("request", "Anrede", "Sehr geehrte Damen und Herren,")


@pytest.fixture
def robin() -> User:
    return make.officer()


def seen(facts: BlockFacts = FACTS) -> str:
    return digest(asdict(facts))


def test_a_block_is_added_once(robin: User) -> None:
    assert add_block(facts=FACTS, by=robin) == add_block(facts=FACTS, by=robin)
    with pytest.raises(Taken):
        add_block(facts=replace(FACTS, text="Guten Tag"), by=robin)
    add_block(facts=replace(FACTS, purpose="decision"), by=robin)
    assert TextBlock.objects.count() == 2


def test_two_officers_do_not_write_over_one_another(robin: User) -> None:
    block = add_block(facts=FACTS, by=robin)
    mine, theirs = replace(FACTS, text="Guten Tag"), replace(FACTS, text="Guten Morgen")
    change_block(block_id=block.pk, facts=theirs, seen=seen(), by=make.officer("Jona Amt"))
    with pytest.raises(Stale):
        change_block(block_id=block.pk, facts=mine, seen=seen(), by=robin)
    assert TextBlock.objects.get().text == "Guten Morgen"
    change_block(block_id=block.pk, facts=theirs, seen=seen(), by=robin)  # nothing to change


def test_a_title_stays_one_of_its_purpose(robin: User) -> None:
    add_block(facts=FACTS, by=robin)
    other = add_block(facts=replace(FACTS, title="Gruß"), by=robin)
    with pytest.raises(Taken):
        change_block(
            block_id=other.pk, facts=FACTS, seen=seen(replace(FACTS, title="Gruß")), by=robin
        )


def test_a_block_is_deleted_once(robin: User) -> None:
    block = add_block(facts=FACTS, by=robin)
    for _ in range(2):
        delete_block(block_id=block.pk, by=robin)
    assert not TextBlock.objects.exists()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.MINISTRY, Role.COORDINATOR])
def test_others_change_nothing(role: Role) -> None:
    with pytest.raises(Refused):
        add_block(facts=FACTS, by=make.user("Kim", role))
