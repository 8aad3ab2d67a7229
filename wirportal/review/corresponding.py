"""The verb of writing to one another: a message in the file, and word of it to the other side."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wirportal.concepts.models import Concept, Upload
from wirportal.concepts.steps import locked
from wirportal.concepts.telling import holders
from wirportal.concepts.uploads import Sent, take_in
from wirportal.documents.errors import UnreadableFile
from wirportal.editions.text import clean_text
from wirportal.ledger.actions import record
from wirportal.ledger.hashing import digest_of
from wirportal.notices.actions import About, tell
from wirportal.notices.kinds import Kind
from wirportal.people.models import User
from wirportal.review.models import CaseFile, Message, MessageUpload
from wirportal.rulebook.decide import require
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rule import MUNICIPAL
from wirportal.rulebook.rules import Action
from wirportal.sentence import Sentence


@transaction.atomic
def write(
    *, key: UUID, concept_id: UUID, text: str, by: User, files: Sequence[Sent] = ()
) -> Message:
    """Write to the other side, with files. Raises UnreadableFile, and sends nothing then.

    The same text with the same key is sent once; another text (somebody went back in the browser
    and wrote on) is another message.
    """
    concept = locked(concept_id)
    actor = concept.actor(by)
    require(Action.WRITE_MESSAGE, concept.case, actor)
    facts = {"by": by, "text": clean_text(text)[:10_000]}
    if repeated := Message.objects.filter(pk=key, concept=concept, **facts).first():
        return repeated
    free = not Message.objects.filter(pk=key).exists()
    made = Message.objects.create(
        pk=key if free else uuid4(),
        concept=concept,
        from_authority=not actor.roles & MUNICIPAL,
        at=timezone.now(),
        **facts,
    )
    MessageUpload.objects.bulk_create(
        MessageUpload(message=made, upload=_taken_in(concept, one, by)) for one in files
    )
    record(
        chain=concept.pk,
        actor_id=by.pk,
        action=Action.WRITE_MESSAGE,
        object=f"message {made.pk}",
        after=digest_of([made.text, *(one.sha256 for one in files)]),
    )
    _tell(made)
    return made


def _taken_in(concept: Concept, sent: Sent, by: User) -> Upload:
    try:
        return take_in(concept=concept, sent=sent, by=by)
    except UnreadableFile as problem:
        why = Sentence("„{name}“: {why}", name=sent.name, why=problem.sentence)
        raise UnreadableFile(why) from None


def _tell(message: Message) -> None:
    """The other side: who writes for the body; the officer of the file, else every officer."""
    concept = message.concept
    path = f"{reverse('messages', kwargs={'concept': concept.pk})}#nachricht-{message.pk}"
    about = About(concept.pk, path, f"message {message.pk}", {"place": str(concept)})
    people = _municipality(concept) if message.from_authority else _desk(concept)
    tell(kind=Kind.MESSAGE, people=people, about=about, by=message.by)


def _municipality(concept: Concept) -> list[User]:
    return holders(concept, {Role.COORDINATOR, Role.SIGNATORY})


def _desk(concept: Concept) -> list[User]:
    officers = holders(concept, {Role.OFFICER})
    in_charge = CaseFile.objects.filter(concept=concept).values_list("officer", flat=True)
    return [one for one in officers if one.pk in in_charge] or officers
