"""The verbs about words that the authority uses again and again."""

from dataclasses import asdict, dataclass

from django.db import transaction

from wirportal.editions.text import clean_line, clean_text
from wirportal.ledger.actions import chain_of, record
from wirportal.people.models import User
from wirportal.people.seen import digest, require_seen
from wirportal.review.models import TextBlock
from wirportal.rulebook.decide import require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action


@dataclass(frozen=True)
class BlockFacts:
    """Everything that an officer writes about a text block."""

    purpose: str
    title: str
    text: str

    @classmethod
    def of(cls, block: TextBlock) -> "BlockFacts":
        return cls(block.purpose, block.title, block.text)

    @property
    def cleaned(self) -> "BlockFacts":
        return BlockFacts(self.purpose, clean_line(self.title), clean_text(self.text))


class Taken(Exception):
    """Another text block for the same purpose has this title."""


@transaction.atomic
def add_block(*, facts: BlockFacts, by: User) -> TextBlock:
    """A new text block; the existing one where it says the very same. Taken: see there."""
    require(Action.CHANGE_TEXT_BLOCKS, Case(), by.everywhere)
    new = facts.cleaned
    there = TextBlock.objects.filter(purpose=new.purpose, title=new.title).first()
    if there and BlockFacts.of(there) == new:
        return there
    if there:
        raise Taken
    made = TextBlock.objects.create(**asdict(new))
    _record(made, by, after=digest(asdict(new)))
    return made


@transaction.atomic
def change_block(*, block_id: int, facts: BlockFacts, seen: str, by: User) -> None:
    """Write it anew. Stale where somebody has changed it since the person saw it; Taken: see
    there."""
    require(Action.CHANGE_TEXT_BLOCKS, Case(), by.everywhere)
    block = TextBlock.objects.select_for_update().get(pk=block_id)
    before, new = BlockFacts.of(block), facts.cleaned
    if before == new:
        return
    require_seen(asdict(before), seen)
    others = TextBlock.objects.exclude(pk=block_id)
    if others.filter(purpose=new.purpose, title=new.title).exists():
        raise Taken
    TextBlock.objects.filter(pk=block_id).update(**asdict(new))
    _record(block, by, before=seen, after=digest(asdict(new)))


@transaction.atomic
def delete_block(*, block_id: int, by: User) -> None:
    """One that is gone stays gone; letters made of it stay as they are."""
    require(Action.CHANGE_TEXT_BLOCKS, Case(), by.everywhere)
    block = TextBlock.objects.select_for_update().filter(pk=block_id).first()
    if block:
        _record(block, by, before=digest(asdict(BlockFacts.of(block))))
        block.delete()


def _record(block: TextBlock, by: User, **digests: str) -> None:
    chain = chain_of(f"text_block {block.pk}")
    record(chain=chain, actor_id=by.pk, action=Action.CHANGE_TEXT_BLOCKS, **digests)
