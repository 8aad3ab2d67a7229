"""The verbs of talking about a question; apart from `actions`, as they touch no answer."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from wirportal.concepts.models import Comment, Concept
from wirportal.concepts.queries import people_who_may
from wirportal.concepts.telling import tell_of_comment
from wirportal.editions.text import clean_text
from wirportal.ledger.actions import record
from wirportal.ledger.hashing import digest_of
from wirportal.people.models import User
from wirportal.rulebook.decide import require
from wirportal.rulebook.rules import Action


@transaction.atomic
def comment(
    *,
    key: UUID,
    concept_id: UUID,
    question_id: str,
    text: str,
    by: User,
    root: UUID | None = None,
    notify: Collection[int] = (),
) -> Comment:
    """Say something about an official question, or answer in a thread (`root`).

    The same text with the same key is said once; another text (somebody went back in the browser
    and wrote on) is another comment. Mentioned is who is named with @ or in `notify` (user ids),
    as far as they may read it. KeyError for an unknown question, Comment.DoesNotExist for a thread.
    """
    concept = _locked(concept_id)
    question = concept.edition.official[question_id]
    require(Action.COMMENT, replace(concept.case, question=question.id), concept.actor(by))
    thread = root and concept.comments.get(pk=root, question=question.id, root=None)
    facts = {"question": question.id, "root": thread, "author": by, "text": clean_text(text)[:4000]}
    if repeated := concept.comments.filter(pk=key, **facts).first():
        return repeated
    free = not Comment.objects.filter(pk=key).exists()
    said = Comment.objects.create(
        pk=key if free else uuid4(), concept=concept, at=timezone.now(), **facts
    )
    readers = people_who_may(Action.READ_COMMENTS, concept, question.id)
    named = {user.pk for user in named_in(said.text, readers)}
    mentioned = [user for user in readers if user.pk in named | set(notify) and user != by]
    said.mentions.set(mentioned)
    tell_of_comment(said, mentioned=mentioned, readers=readers)
    _record(Action.COMMENT, said, by, digest_of(said.text))
    return said


def named_in(text: str, people: Iterable[User]) -> list[User]:
    """Whom the text names with an @ in front: „@Kim Muster“."""
    return [
        user
        for user in people
        if re.search(rf"@{re.escape(user.name)}(?!\w)", text, flags=re.IGNORECASE)
    ]


def forget_mentions(person: User) -> None:
    """Take the name of somebody whose account is closed out of the texts that mention them."""
    name = re.compile(rf"@{re.escape(person.name)}(?!\w)", re.IGNORECASE)
    for said in Comment.objects.filter(mentions=person):
        said.text = name.sub("@…", said.text)
        said.save(update_fields=("text",))


@transaction.atomic
def resolve(*, comment_id: UUID, by: User) -> Comment:
    """Settle a thread; one that is settled stays as it is."""
    return _turn(Action.RESOLVE, comment_id, by, settled=True)


@transaction.atomic
def reopen(*, comment_id: UUID, by: User) -> Comment:
    """Take a settled thread up again."""
    return _turn(Action.REOPEN, comment_id, by, settled=False)


def _turn(action: Action, comment_id: UUID, by: User, *, settled: bool) -> Comment:
    root = Comment.objects.get(pk=comment_id, root=None)
    concept = _locked(root.concept_id)
    root.refresh_from_db()
    require(action, replace(concept.case, question=root.question), concept.actor(by))
    if (root.resolved_at is not None) == settled:
        return root
    root.resolved_at, root.resolved_by = (timezone.now(), by) if settled else (None, None)
    root.save(update_fields=("resolved_at", "resolved_by"))
    _record(action, root, by)
    return root


def _locked(concept_id: UUID) -> Concept:
    concepts = Concept.objects.select_for_update(of=("self",)).select_related("call")
    return concepts.get(pk=concept_id)


def _record(action: Action, said: Comment, by: User, after: str = "") -> None:
    record(chain=said.concept_id, actor_id=by.pk, action=action, object=said.question, after=after)
