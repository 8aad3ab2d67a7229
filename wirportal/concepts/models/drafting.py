import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from wirportal.concepts.models.calls import Call
from wirportal.editions.load import load
from wirportal.editions.model import Edition
from wirportal.people.models import Membership, Organisation, User
from wirportal.rulebook.facts import Actor, Case
from wirportal.rulebook.roles import REACH, Role, Scope
from wirportal.rulebook.rule import ANSWERING
from wirportal.rulebook.states import ASSIGNMENT_LABELS, STATE_LABELS, AssignmentState, State
from wirportal.sentence import Sentence


class ConceptQuerySet(models.QuerySet["Concept"]):
    def visible_to(self, user: User) -> "ConceptQuerySet":
        """The concepts that the reach of the user's roles covers; fetching is authorising."""
        seen = Q(pk__in=())
        for membership in user.held:
            reach = REACH[Role(membership.role)]
            within = Q(state__in=[state.value for state in reach.states])
            if reach.scope is Scope.OWN:
                seen |= within & Q(organisation_id=membership.organisation_id)
            elif reach.scope is Scope.ASSIGNED:
                asked = Assignment.objects.filter(person=user).values("concept")
                within &= Q(organisation_id=membership.organisation_id)
                seen |= within & Q(pk__in=asked)
            elif reach.scope is Scope.ALL:
                seen |= within
        return self.filter(seen)


class Concept(models.Model):
    """The plan of one body for one call, on the edition of the form that the call names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="concepts"
    )
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="concepts")
    state = models.CharField(
        max_length=20,
        choices=[(state.value, STATE_LABELS[state]) for state in State],
        default=State.DRAFT.value,
    )
    serial_number = models.CharField(max_length=20, blank=True)
    open_questions = models.JSONField(default=list)
    """What the authority last asked to be answered anew: ids of questions."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        ordering = ("-call__budget_year", "organisation__name")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "call"),
                condition=~Q(state=State.WITHDRAWN.value),
                name="concept_once_a_call",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.budget_year}"

    @property
    def budget_year(self) -> int:
        return self.call.budget_year

    @property
    def edition_id(self) -> str:
        return self.call.edition_id

    @property
    def edition(self) -> Edition:
        return load(self.edition_id)

    @property
    def case(self) -> Case:
        """The facts that the rulebook looks at."""
        asked_for = frozenset(self.open_questions) if self.state in ANSWERING else None
        return Case(State(self.state), asked_for=asked_for)

    def actor(self, user: User) -> Actor:
        """The user with the roles that count towards this concept.

        One query for who has a role that reaches assigned questions only, none for others.
        """
        actor = actor_in(user, self.organisation_id)
        if all(REACH[role].scope is not Scope.ASSIGNED for role in actor.roles):
            return actor
        owed = self.assignments.filter(person=user, state=AssignmentState.OPEN)
        asked = owed.values_list("question", "concept__call__edition_id")
        return replace(actor, questions=frozenset(with_companions(asked)))


def actor_in(user: User, organisation_id: int) -> Actor:
    """The user with the roles held in that organisation or over all of them."""
    return Actor(user.pk, frozenset(Role(m.role) for m in held_towards(user, organisation_id)))


def held_towards(user: User, organisation_id: int) -> list[Membership]:
    """What the user is in that organisation or over all of them."""
    return [
        m
        for m in user.held
        if m.organisation_id == organisation_id or REACH[Role(m.role)].scope is Scope.ALL
    ]


def with_companions(asked: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Questions (id, edition's id) with those beside them: who is asked for 3.3 gets its table."""
    for question, edition_id in asked:
        yield from (one.id for one in load(edition_id).companions.get(question, ()))


class Answer(models.Model):
    """One question's present text; a row for each question that is typed exists from the start."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=50)
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=0)
    """Counts the saves; 0: nobody has written yet."""
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("concept", "question"), name="answer_once"),)

    def __str__(self) -> str:
        return f"{self.question} v{self.version}"


class AnswerVersion(models.Model):
    """What a question said after somebody's sitting; the newest is the present text."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    size = models.PositiveIntegerField()
    """Characters of the value as JSON: a text that loses half of itself begins a new version."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("answer", "version"), name="answer_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.version}"


class Revision(models.Model):
    """All answers of a concept at one instant, never changed: what is given out and compared."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    edition_sha256 = models.CharField(max_length=64)
    content = models.TextField()
    """The answers as canonical JSON (RFC 8785)."""
    sha256 = models.CharField(max_length=64)
    """Of the content; the first letters are its short code."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("concept", "number")
        constraints = (
            models.UniqueConstraint(fields=("concept", "number"), name="revision_number_once"),
            models.UniqueConstraint(fields=("concept", "sha256"), name="revision_content_once"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """Eight letters and digits that people can read out: "3F2A-90BC"."""
        return f"{self.sha256[:4]}-{self.sha256[4:8]}".upper()


class ImportedFile(models.Model):
    """An uploaded file: its bytes until it has been read, then what was found in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="imports")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField(null=True)
    """In the database, so that any worker can read it and a power cut loses both or none."""
    content = models.JSONField(null=True)
    """`Imported` as JSON: answers, findings, unassigned, body, revision, suggestions."""
    error = models.CharField(max_length=500, blank=True)
    """Why the file could not be read, as a sentence."""
    base = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    """The revision that was given out and changed offline."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(data=None) | (Q(content=None) & Q(error="")),
                name="import_bytes_only_until_read",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_read(self) -> bool:
        return self.content is not None or bool(self.error)


_UNDER_WAY = (AssignmentState.OPEN.value, AssignmentState.HANDED_BACK.value)


class Assignment(models.Model):
    """A request to one person to write one question, with the table beside it, until a day."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="assignments")
    question = models.CharField(max_length=50)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    note = models.CharField(max_length=1000, blank=True)
    due = models.DateField()
    state = models.CharField(
        max_length=20,
        choices=[(state.value, ASSIGNMENT_LABELS[state]) for state in AssignmentState],
        default=AssignmentState.OPEN.value,
    )
    remark = models.CharField(max_length=1000, blank=True)
    """What the person said when handing it back."""
    handed_back_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    """When it was accepted or cancelled."""

    class Meta:
        ordering = ("due", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("concept", "question", "person"),
                condition=Q(state__in=_UNDER_WAY),
                name="assignment_one_under_way",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, state__in=_UNDER_WAY)
                | Q(closed_at__isnull=False) & ~Q(state__in=_UNDER_WAY),
                name="assignment_closed_when_done",
            ),
        )

    def __str__(self) -> str:
        return f"{self.question}: {self.person} bis {self.due}"

    @property
    def case(self) -> Case:
        """The concept's facts with its own; the concept should be at hand."""
        return replace(
            self.concept.case,
            question=self.question,
            asked=self.person_id,
            request=AssignmentState(self.state),
        )

    @property
    def state_label(self) -> Sentence:
        return Sentence(ASSIGNMENT_LABELS[AssignmentState(self.state)])

    @property
    def is_overdue(self) -> bool:
        return self.state == AssignmentState.OPEN and self.due < timezone.localdate()
