"""States of the world, reached the way users reach them, with a standing cast."""

import json
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.test import Client
from django.utils import timezone

from tests import serve
from wirportal.concepts.actions import create_concept, freeze, save_answer
from wirportal.concepts.assignments import ask
from wirportal.concepts.attachments import attach
from wirportal.concepts.models import (
    Answer,
    AnswerVersion,
    AskedPaper,
    Assignment,
    Attachment,
    Call,
    Concept,
    Directive,
    Seal,
    Submission,
    Upload,
    Visit,
)
from wirportal.concepts.queries import answers_of
from wirportal.concepts.sealing import seal, sign_on_paper, submit
from wirportal.concepts.uploads import Sent, settle
from wirportal.editions.answers import clean_answers
from wirportal.people.bodies import load_bodies
from wirportal.people.invitations import invite
from wirportal.people.models import Invitation, Membership, Organisation, User
from wirportal.review import requesting
from wirportal.review.actions import open_case
from wirportal.review.models import CaseFile, Request
from wirportal.review.requesting import ItemFacts, RequestFacts, save_request, send_request
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State
from wirportal.sentence import Sentence

YEAR = 2027
PNG = b"\x89PNG\r\n\x1a\n"
"""Begins like a picture: enough for what only looks at first bytes."""
EXAMPLE = serve.EXAMPLE


def body(name: str = "Landkreis Musterland", body_type: str = "Landkreis") -> Organisation:
    """A fictitious body with a status since 2014."""
    if there := Organisation.objects.filter(name=name).first():
        return there
    key = f"07{Organisation.objects.count():03}"
    row = {
        "name": name,
        "type": body_type,
        "ags": key if body_type == "Landkreis" else f"{key}000",
        "ars": f"{key}0000000",
        "seat": "Musterstadt",
        "regierungsbezirk": "Darmstadt",
        "population_2023": "1000",
        "valid_from": "2014-01-01",
        "valid_to": "",
    }
    load_bodies(rows=[row], fictitious=True)
    return Organisation.objects.get(name=name)


def office(name: str = "Regierungspräsidium Musterbezirk") -> Organisation:
    """A fictitious granting authority."""
    made, _ = Organisation.objects.get_or_create(
        key="musterbezirk",
        defaults={"kind": "authority", "name": name, "legal_name": name, "fictitious": True},
    )
    return made


def user(
    name: str = "Alex Beispiel",
    role: Role | None = Role.COORDINATOR,
    of: Organisation | None = None,
) -> User:
    """A person without a password; with a role, in the organisation (default: Musterland)."""
    person, _ = User.objects.get_or_create(
        email=f"{name.lower().replace(' ', '.')}@musterland.example",
        defaults={"name": name, "password": make_password(None)},
    )
    if role:
        Membership.objects.get_or_create(user=person, organisation=of or body(), role=role.value)
    return User.objects.get(pk=person.pk)


def client(person: User | None = None, *, method: str = "mfa", ago: float = 0) -> Client:
    """A browser in which the person has signed in: by this method, so many seconds ago."""
    browser = Client()
    if person:
        browser.force_login(person)
        session = browser.session
        session.update(signed_in(person, method=method, ago=ago))
        session.save()
    return browser


def signed_in(person: User, *, method: str = "mfa", ago: float = 0) -> dict[str, Any]:
    """What stands in a session after a sign-in."""
    then = time.time() - ago
    return {
        "began": then,
        "seen": time.time(),
        "account_authentication_methods": [{"method": method, "at": then}],
        "account_authentication_methods_user": str(person.pk),
    }


def directive() -> Directive:
    """A version of the Richtlinie with one figure."""
    made, is_new = Directive.objects.get_or_create(key="wir", defaults={"name": "Richtlinie WIR"})
    if is_new:
        made.provisions.create(place=0, label="Volle Stelle", amount=60_000, unit="Euro im Jahr")
    return made


def call(year: int = YEAR) -> Call:
    """A call that is open now and has no end near."""
    made, _ = Call.objects.get_or_create(
        budget_year=year,
        defaults={
            "directive": directive(),
            "eligible_on": date(2027, 1, 1),
            "opens_at": datetime(2014, 1, 1, tzinfo=UTC),
            "closes_at": datetime(2099, 12, 31, tzinfo=UTC),
        },
    )
    return made


def concept(
    by: User | None = None, year: int = YEAR, answers: dict[str, Any] | None = None
) -> Concept:
    """A draft of the person's own organisation, with some answers saved."""
    person = by or user()
    place = person.held[0].organisation
    made = create_concept(organisation=place, call=call(year), by=person)
    for question_id, value in (answers or {}).items():
        saved(made, question_id, value, person)
    return made


def complete(by: User | None = None, year: int = YEAR, **changes: Any) -> Concept:
    """A draft in which the check finds no error; `changes` are answers that differ."""
    made = concept(by, year)
    example = json.loads(EXAMPLE.read_text())["answers"] | changes
    person = made.created_by
    for question_id, value in clean_answers(made.edition, example).items():
        if not made.edition.questions[question_id].given:
            saved(made, question_id, value, person)
    return made


def sealed(by: User | None = None, year: int = YEAR, **changes: Any) -> Seal:
    """A complete concept given to be signed."""
    made = complete(by, year, **changes)
    return seal(concept_id=made.pk, by=made.created_by)


def submitted(by: User | None = None, year: int = YEAR, **changes: Any) -> Submission:
    """A complete concept, signed on paper and handed in by its author."""
    made = sealed(by, year, **changes)
    sign_on_paper(
        concept_id=made.concept_id,
        seal_id=made.pk,
        data=b"%PDF-1.7",
        media_type="application/pdf",
        by=made.by,
    )
    return submit(concept_id=made.concept_id, seal_id=made.pk, by=made.by)


def officer(name: str = "Robin Amt") -> User:
    """A case officer of the fictitious authority."""
    return user(name, Role.OFFICER, office())


def in_review(by: User | None = None, year: int = YEAR, **changes: Any) -> CaseFile:
    """A submitted concept whose check the officer has begun."""
    handed_in = submitted(by, year, **changes)
    return open_case(concept_id=handed_in.seal.concept_id, by=officer())


def paper(name: str = "Stellenplan", *, required: bool = True, year: int = YEAR) -> AskedPaper:
    """Something that the year's call asks for beside the concept."""
    asking = call(year)
    place = asking.papers.count()
    made, _ = asking.papers.get_or_create(
        name=name, defaults={"place": place, "required": required}
    )
    return made


def attached(
    concept: Concept, paper: AskedPaper | None = None, *, data: bytes = PNG, name: str = "Plan.png"
) -> Attachment:
    """A file that its author has laid beside the draft, and that nobody has checked yet."""
    paper_id = paper.pk if paper else None
    sent = Sent(name, data)
    return attach(concept_id=concept.pk, paper_id=paper_id, sent=sent, by=concept.created_by)


def checked(upload: Upload, why: Sentence | None = None) -> None:
    """A worker has looked into it, and has found nothing but what is said here."""
    settle(upload_id=upload.pk, why=why)


def requested(file: CaseFile, *items: ItemFacts, by: User | None = None) -> Request:
    """A Nachforderung sent to the municipality: of Ziele where nothing else is named."""
    person = by or officer()
    wanted = items or (ItemFacts("annual_plan", "Bitte nennen Sie Zahlen."),)
    facts = RequestFacts(text="Bitte ergänzen Sie.", due=date(2098, 12, 31), items=wanted)
    draft = save_request(
        concept_id=file.concept_id, facts=facts, seen=RequestFacts().seen, by=person
    )
    assert draft
    return send_request(concept_id=file.concept_id, number=draft.number, seen=facts.seen, by=person)


def answered(request: Request, **changes: Any) -> Submission:
    """The municipality writes what changes, signs on paper and hands in again."""
    concept = Concept.objects.get(pk=request.file.concept_id)
    author = concept.created_by
    for question, value in changes.items():
        saved(concept, question, value, author)
    made = requesting.seal(concept_id=concept.pk, by=author)
    sign_on_paper(
        concept_id=concept.pk,
        seal_id=made.pk,
        data=b"%PDF-1.7 again",
        media_type="application/pdf",
        by=author,
    )
    return requesting.submit(concept_id=concept.pk, seal_id=made.pk, by=author)


def as_handed_in(concept: Concept) -> Submission:
    """The draft as it stands, as if it had been handed in: quick, for tests of many states."""
    author, now = concept.created_by, timezone.now()
    revision = freeze(concept=concept, answers=answers_of(concept), by=author)
    seal = Seal.objects.create(
        concept=concept,
        revision=revision,
        round=1 + concept.seals.count(),
        pdf=b"%PDF-1.7",
        pdf_sha256="0" * 64,
        by=author,
        at=now,
    )
    return Submission.objects.create(
        seal=seal,
        call=concept.call,
        number=1 + concept.call.submissions.count(),
        by=author,
        at=now,
        late=False,
        receipt=b"%PDF-1.7",
    )


def opened(by: User | None = None, year: int = YEAR, **answers: Any) -> CaseFile:
    """A draft as if it had been handed in, whose check the officer has begun: quick."""
    made = concept(by, year, answers)
    as_handed_in(made)
    Concept.objects.filter(pk=made.pk).update(state=State.SUBMITTED)
    return open_case(concept_id=made.pk, by=officer())


def saved(concept: Concept, question: str, value: Any, by: User) -> None:
    """The person writes a value over the one that stands there."""
    seen = version(concept, question)
    save_answer(concept_id=concept.pk, question_id=question, value=value, version=seen, by=by)


def asked(concept: Concept, person: User, question: str = "opening", **facts: Any) -> Assignment:
    """The concept's author asks the person for a question, until the end of 2098."""
    by = facts.pop("by", concept.created_by)
    given: dict[str, Any] = {"due": date(2098, 12, 31), "note": "Bitte kurz"} | facts
    return ask(concept_id=concept.pk, question_id=question, person=person, by=by, **given)


def invited(
    by: User, email: str = "eli.gast@verein.example", role: Role = Role.CONTRIBUTOR
) -> Invitation:
    """The person invites an address to the own organisation."""
    place = by.held[0].organisation
    return invite(
        organisation=place, email=email, role=role, by=by, origin="https://wir.example.org"
    )


def days_ago(days: int) -> datetime:
    """The same hour on an earlier day: near midnight, 24 hours often enough may be another one."""
    return timezone.localtime() - timedelta(days=days)


def long_ago(concept: Concept, person: User) -> None:
    """Everything that was done in the concept, the person's last visit too, is two hours older."""
    ago = timedelta(hours=2)
    Visit.objects.filter(concept=concept, user=person).update(last=F("last") - ago)
    kept = AnswerVersion.objects.filter(answer__concept=concept)
    kept.update(at=F("at") - ago, began_at=F("began_at") - ago)


def version(concept: Concept, question_id: str) -> int:
    """The version to send with the next save."""
    return Answer.objects.get(concept=concept, question=question_id).version
