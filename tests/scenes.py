"""What tests of the running portal do behind its back: people, concepts, other people's saves.

Each public function is a scene. `python -m tests.scenes` reads [name, facts] as JSON from each
line of its input and prints what the scene returns.
"""

import json
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import django

if __name__ == "__main__":
    django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import case_scenes, make
from wirportal.concepts.actions import save_answer
from wirportal.concepts.assignments import hand_back
from wirportal.concepts.comments import comment, resolve
from wirportal.concepts.models import (
    Answer,
    AnswerVersion,
    AskedPaper,
    Assignment,
    Call,
    Concept,
    Directive,
    ImportedFile,
    Submission,
)
from wirportal.concepts.sealing import sign_on_paper
from wirportal.concepts.tasks import mail_notices
from wirportal.editions.load import load
from wirportal.ledger.models import Event
from wirportal.ledger.verify import verify
from wirportal.notices.models import Notice
from wirportal.people.invitations import link_to
from wirportal.people.models import Membership, Organisation, User
from wirportal.privacy.actions import propose
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action

Facts = dict[str, Any]


def person(
    name: str,
    body: str = "",
    role: str = Role.COORDINATOR,
    password: str = "",
    **sign_in: Any,
) -> Facts:
    """A person, signed in; with a role where a body is named, with a password where given."""
    made = make.user(name, Role(role) if body else None, make.body(body) if body else None)
    if password:
        made.set_password(password)
        made.save()
    session = SessionStore()
    session[SESSION_KEY] = str(made.pk)
    session[BACKEND_SESSION_KEY] = "wirportal.people.backend.MembershipBackend"
    session[HASH_SESSION_KEY] = made.get_session_auth_hash()
    session.update(make.signed_in(made, **sign_in))
    session.save()
    return {"id": made.pk, "email": made.email, "name": name, "session": session.session_key}


def rename(person: int, email: str) -> None:
    """The person gets another address."""
    User.objects.filter(pk=person).update(email=email)


def call(year: int = make.YEAR) -> None:
    """A call that is open."""
    make.call(year)


def take_files(concept: str) -> None:
    """The concept's call takes signed PDFs."""
    Call.objects.filter(concepts=UUID(concept)).update(signs_by_file=True)


def close_call(year: int) -> None:
    """The call's time is over, and it takes nothing late."""
    closed = timezone.now() - timedelta(minutes=1)
    Call.objects.filter(budget_year=year).update(closes_at=closed, takes_late=False)


def concept(by: int, year: int = make.YEAR, answers: Facts | None = None, state: str = "") -> str:
    """A concept of the person's own body, in a state where one is named; given answers are ours."""
    questions = load().questions
    typed = {key: value for key, value in (answers or {}).items() if not questions[key].given}
    made = make.concept(User.objects.get(pk=by), year, typed)
    if state:
        Concept.objects.filter(pk=made.pk).update(state=state)
    return str(made.pk)


def complete(by: int, signatories: list[str]) -> str:
    """A complete draft of the person, to be signed by people of these names."""
    rows = [{"id": str(uuid4()), "name": name, "function": "Amt"} for name in signatories]
    return str(make.complete(User.objects.get(pk=by), signatories=rows).pk)


def signed(by: int) -> Facts:
    """A complete concept of the person, signed on paper, and the id of its seal."""
    alex = User.objects.get(pk=by)
    sealed = make.sealed(alex)
    sign_on_paper(
        concept_id=sealed.concept_id,
        seal_id=sealed.pk,
        data=b"%PDF-1.7",
        media_type="application/pdf",
        by=alex,
    )
    return {"concept": str(sealed.concept_id), "seal": str(sealed.pk)}


def submitted(concept: str) -> Facts:
    """How often a concept was submitted: rows, and events in the ledger."""
    return {
        "submissions": Submission.objects.filter(seal__concept=UUID(concept)).count(),
        "events": Event.objects.filter(chain=concept, action=Action.SUBMIT).count(),
    }


def submission_numbers() -> list[int]:
    """Those of all submissions, in order."""
    return list(Submission.objects.order_by("number").values_list("number", flat=True))


def mail_now(times: int) -> None:
    """So many tasks begin to mail what is due."""
    for _ in range(times):
        mail_notices.enqueue()


def hurry_mails() -> None:
    """What is to be mailed again later is due now."""
    Notice.objects.filter(mail_at__isnull=False).update(mail_at=timezone.now())


def unmailed() -> Facts:
    """How many notices wait to be mailed, and tasks to be done."""
    waiting = DBTaskResult.objects.exclude(status__in=("SUCCESSFUL", "FAILED")).count()
    return {"value": waiting + Notice.objects.filter(mail_at__isnull=False).count()}


def save(concept: str, question: str, value: Any, by: int) -> int:
    """Somebody saves, whoever is editing; returns the new version."""
    return save_answer(
        concept_id=UUID(concept),
        question_id=question,
        value=value,
        version=_row(concept, question).version,
        by=User.objects.get(pk=by),
    ).version


def asked(concept: str, question: str, person: int, by: int, **facts: Any) -> int:
    """Somebody asks a person for a question; returns the id of the request."""
    made = Concept.objects.get(pk=concept)
    users = User.objects.in_bulk([person, by])
    if "due" in facts:
        facts["due"] = date.fromisoformat(facts["due"])
    return make.asked(made, users[person], question, by=users[by], **facts).pk


def invited(by: int, email: str = "", role: str = Role.CONTRIBUTOR) -> str:
    """The person invites an address (else somebody new); the path of the link."""
    address = email or f"gast.{uuid4().hex}@verein.example"
    invitation = make.invited(User.objects.get(pk=by), address, Role(role))
    return link_to(invitation, "")


def membership(person: int) -> int:
    """The id of the person's first role."""
    return Membership.objects.filter(user=person).order_by("pk").values_list("pk", flat=True)[0]


def handed_back(concept: str, question: str, by: int) -> None:
    """Whoever was asked gives the question back."""
    owed = Assignment.objects.get(concept=UUID(concept), question=question, person=by)
    hand_back(assignment_id=owed.pk, by=User.objects.get(pk=by), remark="Zahlen folgen")


def said(concept: str, text: str, by: int, settled: bool, question: str = "opening") -> None:
    """Somebody begins a thread; it is settled where told."""
    author = User.objects.get(pk=by)
    made = comment(
        key=uuid4(), concept_id=UUID(concept), question_id=question, text=text, by=author
    )
    comment(
        key=uuid4(),
        concept_id=UUID(concept),
        question_id=question,
        text="Danke!",
        by=author,
        root=made.pk,
    )
    if settled:
        resolve(comment_id=made.pk, by=author)


def been_away(concept: str, person: int) -> None:
    """Everything that was done in the concept, the person's last visit too, is two hours old."""
    make.long_ago(Concept.objects.get(pk=concept), User.objects.get(pk=person))


def imported(concept: str, by: int, minutes: int = 0, error: str = "") -> str:
    """A file that came so many minutes ago: unreadable, or still waiting."""
    file = ImportedFile.objects.create(
        concept_id=UUID(concept),
        name="Konzept aus Word.docx",
        data=None if error else b"wartet",
        error=error,
        author=User.objects.get(pk=by),
    )
    came = timezone.now() - timedelta(minutes=minutes)
    ImportedFile.objects.filter(pk=file.pk).update(at=came)
    return str(file.pk)


def due(concept: str, year: int) -> None:
    """The concept's call (given that year as its own) ended long ago; the daily look follows."""
    ended = make.call(year)
    Call.objects.filter(pk=ended.pk).update(closes_at=datetime(2014, 12, 31, tzinfo=UTC))
    Concept.objects.filter(pk=concept).update(call=ended)
    propose()


def grounds() -> Facts:
    """Ids of an organisation with a past, of a call and of a directive."""
    return {
        "organisation": Organisation.objects.get(key="hanau").pk,
        "call": make.call().pk,
        "directive": Directive.objects.get(key="wir-2013").pk,
    }


def answer(concept: str, question: str) -> Facts:
    """What stands in the database."""
    row = _row(concept, question)
    return {"value": row.value, "version": row.version}


def texts(concept: str, question: str) -> list[Any]:
    """Every text of the question that can be brought back, oldest first."""
    kept = AnswerVersion.objects.filter(answer=_row(concept, question))
    return [version.value for version in kept.order_by("version")]


def _row(concept: str, question: str) -> Answer:
    return Answer.objects.get(concept_id=UUID(concept), question=question)


def events(concept: str, question: str) -> list[str]:
    """The hash of every saved value, oldest first."""
    saved = Event.objects.filter(chain=concept, object=question).order_by("sequence")
    return list(saved.values_list("after", flat=True))


def broken_chains() -> list[str]:
    """The histories in the ledger that somebody or something has damaged."""
    return [str(broken.chain) for broken in verify().breaks]


def sign_out(person: int) -> None:
    """All sessions of the person run out."""
    for session in Session.objects.all():
        if session.get_decoded().get(SESSION_KEY) == str(person):
            session.delete()


def main() -> None:
    # scenes hand in without papers; the demonstration's call would hold that back
    AskedPaper.objects.filter(call__budget_year=make.YEAR).update(required=False)
    for line in sys.stdin:
        name, facts = json.loads(line)
        close_old_connections()
        print(json.dumps((vars(case_scenes) | globals())[name](**facts)), flush=True)


if __name__ == "__main__":
    main()
