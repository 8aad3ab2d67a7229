"""What pages read of concepts; each function says how many queries it costs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from wirportal.concepts.models import (
    Answer,
    AnswerVersion,
    Assignment,
    Call,
    Comment,
    Concept,
    GuestQuestion,
    Revision,
    Scan,
    Seal,
    Signature,
    SignedFile,
    Submission,
    actor_in,
)
from wirportal.documents.paper import Paper
from wirportal.editions.answers import answered
from wirportal.editions.kinds import iso_date
from wirportal.editions.model import Answers
from wirportal.editions.outline import Body
from wirportal.people.models import BodyStatus, Membership, Organisation, User
from wirportal.rulebook.decide import decide
from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import AssignmentState, State
from wirportal.rulebook.timing import Timing


def concepts_of(user: User) -> QuerySet[Concept]:
    """The concepts a user sees, newest year first, with `edited_at` and `written`; one query."""
    return (
        Concept.objects.visible_to(user)
        .select_related("organisation", "call")
        .annotate(
            edited_at=Max("answers__edited_at"),
            written=Count("answers", filter=Q(answers__version__gt=0)),
        )
    )


def calls_for_new() -> list[Call]:
    """The calls on which a concept can be begun now, newest first; one query."""
    now = timezone.now()
    return [call for call in Call.objects.all() if call.timing(now) in (Timing.OPEN, Timing.LATE)]


def all_calls() -> list[Call]:
    """All calls with their directives, newest first; one query."""
    return list(Call.objects.select_related("directive"))


CALLS_BESIDE = 6
"""Offered to each side of a call: whoever goes to the last of them finds the next."""


class CallYear(NamedTuple):
    """A call to choose."""

    pk: int
    budget_year: int


def calls_near(call_id: int | None) -> list[CallYear]:
    """The call with the nearest of other years, newest first; the newest ones where there is no
    such call; one query."""
    years = [CallYear(*row) for row in Call.objects.values_list("pk", "budget_year")]
    place = next((place for place, one in enumerate(years) if one.pk == call_id), 0)
    return years[max(0, place - CALLS_BESIDE) : place + CALLS_BESIDE + 1]


def places_for_new(user: User, calls: Sequence[Call]) -> list[Organisation]:
    """Where the user may begin a concept on one of the calls; one query.

    Without a call every place where the user's role is the right one.
    """
    places = {m.organisation_id: m.organisation for m in user.held}
    statuses = list(BodyStatus.objects.filter(organisation__in=places))
    bodies = {s.organisation_id for s in statuses for c in calls if s.covers(c.eligible_on)}
    return [
        place
        for pk, place in places.items()
        if decide(Action.CREATE, Case(eligible=not calls or pk in bodies), actor_in(user, pk))
    ]


def eligible_bodies(call: Call) -> list[BodyStatus]:
    """Who may apply: the bodies as they are on the call's day, by type and name; one query."""
    bodies = BodyStatus.objects.on(call.eligible_on).select_related("organisation")
    return list(bodies.order_by("type", "name"))


def eligible_names(call: Call) -> dict[int, str]:
    """Organisation → what it is called as a body on the call's day; by type and name; one query."""
    bodies = BodyStatus.objects.on(call.eligible_on).order_by("type", "name")
    return dict(bodies.values_list("organisation", "name"))


def answers_by_question(concept: Concept) -> dict[str, Answer]:
    """All answer rows of a concept with who wrote last; one query."""
    rows = Answer.objects.filter(concept=concept).select_related("edited_by")
    return {answer.question: answer for answer in rows}


def answers_of(concept: Concept, rows: dict[str, Answer] | None = None) -> Answers:
    """The concept's answers in canonical form, given ones included; one query, none with `rows`."""
    rows = answers_by_question(concept) if rows is None else rows
    typed = {question: answer.value for question, answer in rows.items()}
    given = {"budget_year": concept.budget_year, "serial_number": concept.serial_number}
    return answered(concept.edition, typed | given)


def body_of(concept: Concept, answers: Answers) -> Body:
    """Name and type on the day of the application, else of the draft; one query."""
    day = iso_date(answers.get("application_date")) or concept.created_at.date()
    status = concept.organisation.status_on(day)
    return Body(status.name, status.type) if status else Body(concept.organisation.name)


def paper_of(concept: Concept) -> Paper:
    """The concept as it is printed now; two queries."""
    rows = answers_by_question(concept)
    answers = answers_of(concept, rows)
    return Paper(
        edition=concept.edition,
        answers=answers,
        body=body_of(concept, answers),
        draft=concept.state == State.DRAFT,
        stamp=last_change(concept, rows),
    )


def paper_of_revision(concept: Concept, revision: Revision, *, draft: bool = True) -> Paper:
    """What the revision says, whatever has been saved since; one query."""
    answers = json.loads(revision.content)
    return Paper(
        edition=concept.edition,
        answers=answers,
        body=body_of(concept, answers),
        draft=draft,
        revision=revision.code,
        stamp=revision.created_at,
    )


def submission_of(concept: Concept) -> Submission | None:
    """What was handed in last, with its revision; one query."""
    handed_in = Submission.objects.filter(seal__concept=concept).defer("receipt", "seal__pdf")
    return handed_in.select_related("seal__revision", "call").order_by("-at").first()


def paper_for(concept: Concept, actor: Actor) -> Paper | None:
    """What this reader may read of it: the present texts, or what was handed in last; two
    queries. None where nothing was handed in."""
    if decide(Action.READ_DRAFT, concept.case, actor):
        return paper_of(concept)
    handed_in = submission_of(concept)
    if handed_in is None:
        return None
    return paper_of_revision(concept, handed_in.seal.revision, draft=False)


def last_change(concept: Concept, rows: dict[str, Answer]) -> datetime:
    """When a text was last changed, to the second, UTC."""
    instants = [answer.edited_at for answer in rows.values() if answer.edited_at]
    return max(instants, default=concept.created_at).astimezone(UTC).replace(microsecond=0)


def versions_of(concept_id: UUID, question_id: str) -> Sequence[AnswerVersion]:
    """A question's texts, newest first, with their authors; one query."""
    return list(
        AnswerVersion.objects.filter(
            answer__concept_id=concept_id, answer__question=question_id
        ).select_related("author")
    )


@dataclass(frozen=True)
class LastEdit:
    """Who worked where last."""

    name: str
    at: datetime


def last_edit(rows: dict[str, Answer], question_ids: Sequence[str]) -> LastEdit | None:
    """The newest edit among some questions; None where nobody has written."""
    edits: list[Any] = [
        (rows[question].edited_at, rows[question].edited_by)
        for question in question_ids
        if question in rows and rows[question].edited_at
    ]
    if not edits:
        return None
    at, person = max(edits, key=lambda edit: edit[0])
    return LastEdit(person.name, at)


# --- Mitzeichnung ---------------------------------------------------------------------------------


def assignments_of(concept: Concept) -> list[Assignment]:
    """Everything that was ever asked in a concept, with its people, by date; one query."""
    return list(concept.assignments.select_related("person", "asked_by"))


def tasks_of(user: User) -> list[Assignment]:
    """What the user was asked for and nobody has settled yet, by date; one query."""
    return list(
        Assignment.objects.filter(
            person=user,
            closed_at=None,
            concept__state=State.DRAFT,
            concept__in=Concept.objects.visible_to(user),
        ).select_related("concept__organisation", "concept__call", "asked_by")
    )


def handed_back_in(concepts: Iterable[Concept]) -> dict[UUID, int]:
    """How much was given back there and not answered yet, by concept; one query."""
    waiting = Assignment.objects.filter(state=AssignmentState.HANDED_BACK, concept__in=concepts)
    return dict(waiting.order_by().values_list("concept").annotate(Count("pk")))


def guests_of(concept: Concept) -> list[GuestQuestion]:
    """What people are invited for who have not joined yet; one query."""
    waiting = concept.guest_questions.filter(
        invitation__accepted_at=None, invitation__withdrawn_at=None
    )
    return list(waiting.select_related("invitation").order_by("due", "pk"))


def members_of(concept: Concept) -> dict[User, frozenset[Role]]:
    """Who belongs to the concept's organisation today, as what, by name; one query."""
    members: dict[User, frozenset[Role]] = {}
    held = Membership.objects.in_force().filter(
        organisation=concept.organisation_id, user__is_active=True
    )
    for membership in held.select_related("user").order_by("user__name", "pk"):
        roles = members.get(membership.user, frozenset())
        members[membership.user] = roles | {Role(membership.role)}
    return members


def people_who_may(action: Action, concept: Concept, question_id: str) -> list[User]:
    """Members whom the rulebook allows it for an official question, by name; two queries."""
    owed: dict[int, set[str]] = {}
    open_ones = concept.assignments.filter(state=AssignmentState.OPEN)
    for person, question in open_ones.values_list("person", "question"):
        owed.setdefault(person, set()).add(question)
    case = replace(concept.case, question=question_id)
    return [
        user
        for user, roles in members_of(concept).items()
        if decide(action, case, Actor(user.pk, roles, frozenset(owed.get(user.pk, ()))))
    ]


# --- comments -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thread:
    """A comment and what was answered to it, in order."""

    root: Comment
    replies: list[Comment]


def threads_of(concept: Concept, question_id: str) -> list[Thread]:
    """What was said about a question, oldest first; two queries."""
    said = (
        concept.comments.filter(question=question_id)
        .select_related("author", "resolved_by")
        .prefetch_related("mentions")
    )
    threads = {one.pk: Thread(one, []) for one in said if one.root_id is None}
    for one in said:
        if one.root_id:
            threads[one.root_id].replies.append(one)
    return list(threads.values())


def open_threads(concept: Concept) -> dict[str, int]:
    """How many threads of each question are not settled; one query."""
    unsettled = concept.comments.filter(root=None, resolved_at=None).order_by()
    return dict(unsettled.values_list("question").annotate(Count("pk")))


def mentions_of(user: User) -> list[Comment]:
    """What names the user in threads that are not settled, newest first; one query.

    Whoever contributes only sees it as long as the question is theirs.
    """
    reading = [m.organisation_id for m in user.held if m.role != Role.CONTRIBUTOR]
    owed = Assignment.objects.filter(
        person=user, state=AssignmentState.OPEN, concept=OuterRef("concept")
    ).filter(question=OuterRef("question"))
    return list(
        Comment.objects.filter(
            Q(concept__organisation__in=reading) | Exists(owed),
            Q(root=None, resolved_at=None) | Q(root__isnull=False, root__resolved_at=None),
            mentions=user,
            concept__state=State.DRAFT,
            concept__in=Concept.objects.visible_to(user),
        )
        .select_related("author", "concept__organisation", "concept__call")
        .order_by("-at")
    )


# --- signing and handing in -----------------------------------------------------------------------


def unsigned_of(seal_id: UUID) -> list[Signature]:
    """The places that nobody has signed yet, in order; one query."""
    return list(Signature.objects.filter(seal=seal_id, way="").select_related("seal__revision"))


def seals_of(concept: Concept, *, inside: bool) -> list[Seal]:
    """What is given to be signed, newest first, with all that hangs on it; five queries.

    Args:
        inside: whether the reader also sees what is not handed in, or was taken back, and signed
            files that did not count.
    """
    wanted = Q() if inside else Q(submission__isnull=False)
    counted = Q() if inside else Q(pk__in=Signature.objects.values("file"))
    files = SignedFile.objects.filter(counted).defer("data")
    scans = Prefetch("signatures__scan", Scan.objects.defer("data"))
    return list(
        concept.seals.filter(wanted)
        .defer("pdf", "submission__receipt")
        .select_related("revision", "by", "broken_by", "submission__call", "submission__by")
        .prefetch_related("signatures__by", scans, Prefetch("files", files))
    )
