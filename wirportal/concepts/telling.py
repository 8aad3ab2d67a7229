"""Whom to tell of what was done in a concept, and who may still hear of it."""

from collections.abc import Callable, Collection, Iterable
from textwrap import shorten
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from wirportal.concepts.models import Assignment, Comment, Concept, Upload
from wirportal.ledger.models import Event
from wirportal.notices.actions import About, tell
from wirportal.notices.kinds import Kind
from wirportal.notices.models import Notice, NoticeQuerySet
from wirportal.people.models import Membership, User
from wirportal.rulebook.roles import REACH, Role, Scope
from wirportal.rulebook.rule import AUTHORITY, COORDINATOR, MINISTRY, MUNICIPAL, OFFICER
from wirportal.rulebook.rules import Action


def notices_of(user: User) -> NoticeQuerySet:
    """What the user was told about concepts that they still see; no query yet."""
    visible = Concept.objects.visible_to(user).values("pk")
    return Notice.objects.filter(Q(chain=None) | Q(chain__in=visible), person=user)


def seen(person: User, concepts: Collection[UUID]) -> set[UUID]:
    """Which of these concepts the person sees now; two queries."""
    visible = Concept.objects.visible_to(person).filter(pk__in=concepts)
    return set(visible.values_list("pk", flat=True))


# --- Mitzeichnung ---------------------------------------------------------------------------------


def question_path(assignment: Assignment) -> str:
    """To the place where the question is written."""
    concept = assignment.concept
    section = concept.edition.section_of[assignment.question].id
    url = reverse("section", kwargs={"concept": concept.pk, "section": section})
    return f"{url}#{assignment.question}-frage"


def overview_path(assignment: Assignment) -> str:
    """To the place where it is seen who owes what."""
    url = reverse("assignments", kwargs={"concept": assignment.concept_id})
    return f"{url}#mitzeichnung-{assignment.pk}"


def _home(assignment: Assignment) -> str:
    """Whoever owes nothing more may not reach the question."""
    return reverse("concepts")


class Telling(NamedTuple):
    """What kind of notice an action makes, for whom (field of the assignment), leading where; and
    which one for those who share that person's work."""

    kind: Kind
    whom: str
    path: Callable[[Assignment], str]
    shared: Kind | None = None


TOLD = {
    Action.ASK: Telling(Kind.ASKED, "person", question_path),
    Action.ASK_AGAIN: Telling(Kind.ASKED_AGAIN, "person", question_path),
    Action.HAND_BACK: Telling(
        Kind.HANDED_BACK, "asked_by", overview_path, Kind.HANDED_BACK_TO_COLLEAGUE
    ),
    Action.ACCEPT: Telling(Kind.ACCEPTED, "person", _home),
    Action.CANCEL: Telling(Kind.CANCELLED, "person", _home),
}


def tell_of_assignment(action: Action, assignment: Assignment, by: User, event: Event) -> None:
    """Tell the other side of what was done with a request; the event is what is told of."""
    kind, whom, path, shared = TOLD[action]
    person, facts = getattr(assignment, whom), facts_of(assignment)
    about = About(assignment.concept_id, path(assignment), f"event {event.pk}", facts)
    if shared is None:
        tell(kind=kind, people=[person], about=about, by=by)
        return
    facts["name"] = person.name
    instead, beside = _sharing(assignment.concept, person)
    tell(kind=kind, people=[person, *instead], about=about, by=by)
    tell(kind=shared, people=beside, about=about, by=by)


def _sharing(concept: Concept, person: User) -> tuple[list[User], list[User]]:
    """Of the body's other coordinators those who act in the person's place, and the rest; two
    queries.

    In place of who coordinates no longer every other one does.
    """
    everyone = holders(concept, COORDINATOR)
    others = [one for one in everyone if one != person]
    if person not in everyone:
        return others, []
    held = Membership.objects.in_force().filter(
        organisation=concept.organisation_id, role__in=COORDINATOR, deputy_for=person
    )
    deputies = set(held.values_list("user", flat=True))
    return (
        [one for one in others if one.pk in deputies],
        [one for one in others if one.pk not in deputies],
    )


def facts_of(assignment: Assignment) -> dict[str, str]:
    """What sentences say of a request."""
    day = date_format(assignment.due, "d.m.Y")
    return _place(assignment.concept, assignment.question) | {"day": day}


def _place(concept: Concept, question_id: str) -> dict[str, str]:
    question = concept.edition.questions[question_id]
    return {"question": shorten(question.short, 60, placeholder=" …"), "place": str(concept)}


# --- from the finished draft to the authority -----------------------------------------------------


class StepTelling(NamedTuple):
    """What kind of notice a step of the concept makes, for whom, by role, and leading where."""

    kind: Kind
    roles: frozenset[Role]
    page: str = "signing"
    """Name of an address of the concept."""


STEPS = {
    Action.SEAL: StepTelling(Kind.SEALED, frozenset({Role.SIGNATORY})),
    Action.UNSEAL: StepTelling(Kind.UNSEALED, frozenset({Role.COORDINATOR, Role.SIGNATORY})),
    Action.SIGN: StepTelling(Kind.SIGNED, frozenset({Role.COORDINATOR})),
    Action.SIGN_BY_FILE: StepTelling(Kind.JUDGED, frozenset({Role.COORDINATOR, Role.SIGNATORY})),
    Action.SUBMIT: StepTelling(
        Kind.SUBMITTED, frozenset({Role.COORDINATOR, Role.SIGNATORY, Role.OFFICER})
    ),
    Action.OPEN_CASE: StepTelling(Kind.IN_REVIEW, frozenset({Role.COORDINATOR})),
    Action.ASK_OPINION: StepTelling(Kind.OPINION_ASKED, MINISTRY, "opinions"),
    Action.MOVE_OPINION: StepTelling(Kind.OPINION_MOVED, MINISTRY, "opinions"),
    Action.CANCEL_OPINION: StepTelling(Kind.OPINION_CANCELLED, MINISTRY, "opinions"),
    Action.GIVE_OPINION: StepTelling(Kind.OPINION_GIVEN, frozenset({Role.OFFICER}), "opinions"),
    Action.GIVE_PROPOSAL: StepTelling(Kind.PROPOSED, frozenset({Role.APPROVER}), "proposal-desk"),
    Action.SEND_BACK: StepTelling(Kind.SENT_BACK, AUTHORITY, "proposal-desk"),
    Action.COUNTERSIGN: StepTelling(Kind.COUNTERSIGNED, OFFICER, "proposal-desk"),
    Action.APPROVE: StepTelling(Kind.DECIDED, MUNICIPAL, "decision"),
    Action.DECLINE: StepTelling(Kind.DECIDED, MUNICIPAL, "decision"),
    Action.OBJECT: StepTelling(Kind.OBJECTED, MUNICIPAL | AUTHORITY, "decision"),
    Action.WITHDRAW: StepTelling(
        Kind.WITHDRAWN, frozenset({Role.COORDINATOR, Role.SIGNATORY}) | AUTHORITY
    ),
    Action.SEND_REQUEST: StepTelling(
        Kind.REQUESTED, frozenset({Role.COORDINATOR, Role.SIGNATORY}), page="requests"
    ),
}


def tell_of_step(
    action: Action, concept: Concept, by: User | None, event: Event, **facts: str
) -> None:
    """Tell those who go on from here that the concept has come a step further, or back.

    by: nobody where a worker has found something out; then those who began it are told, too.
    """
    kind, roles, page = STEPS[action]
    path = reverse(page, kwargs={"concept": concept.pk})
    about = About(concept.pk, path, f"event {event.pk}", {"place": str(concept)} | facts)
    tell(kind=kind, people=holders(concept, roles), about=about, by=by)


_LIES = (("attachments", Q(attachments__isnull=False)), ("messages", Q(message__isnull=False)))
"""On which page a file is met; the proof of a condition on theirs."""


def tell_of_refused(concept: Concept, upload: Upload, event: Event) -> None:
    """Tell whoever has sent a file that it was not taken."""
    came = concept.uploads.filter(pk=upload.pk)
    page = next((name for name, lies in _LIES if came.filter(lies).exists()), "conditions")
    path = reverse(page, kwargs={"concept": concept.pk})
    facts = {"place": str(concept), "name": upload.name}
    about = About(concept.pk, path, f"event {event.pk}", facts)
    tell(kind=Kind.UPLOAD_REFUSED, people=[upload.by], about=about)


def holders(concept: Concept, roles: Collection[Role]) -> list[User]:
    """Who has one of the roles towards the concept today; one query."""
    everywhere = [role for role in roles if REACH[role].scope is Scope.ALL]
    towards = Q(organisation=concept.organisation_id) | Q(role__in=everywhere)
    held = Membership.objects.in_force().filter(towards, role__in=roles)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True))


# --- comments -------------------------------------------------------------------------------------


def tell_of_comment(said: Comment, *, mentioned: Iterable[User], readers: Iterable[User]) -> None:
    """Tell whom it names, and of the others who has spoken in the thread and may still read it."""
    named = set(mentioned)
    spoke = set(said.root.replies.values_list("author", flat=True)) if said.root else set()
    began = said.root.author_id if said.root else None
    spoken = [user for user in readers if user.pk in {began, *spoke} and user not in named]
    address = {"concept": said.concept_id, "question": said.question}
    path = f"{reverse('comments', kwargs=address)}#kommentar-{said.root_id or said.pk}"
    about = About(said.concept_id, path, f"comment {said.pk}", _place(said.concept, said.question))
    for kind, people in ((Kind.MENTIONED, named), (Kind.ANSWERED, spoken)):
        tell(kind=kind, people=people, about=about, by=said.author)
