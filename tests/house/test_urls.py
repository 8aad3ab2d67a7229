"""Who gets what at every address: a table, access.txt, that an address without a row makes fail."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests import make
from wirportal.concepts.actions import receive_file
from wirportal.concepts.comments import comment
from wirportal.concepts.models import (
    Assignment,
    Attachment,
    Call,
    Concept,
    Directive,
    ImportedFile,
    Preview,
    PreviewPage,
    Upload,
)
from wirportal.concepts.models.uploads import UploadState
from wirportal.editions.load import CURRENT
from wirportal.people.body_list import HEAD
from wirportal.people.models import BodyList, Invitation, Membership, User
from wirportal.privacy.models import Proposal
from wirportal.review.checklists import load_checklist
from wirportal.review.models import CaseFile, TextBlock
from wirportal.rulebook.roles import Role
from wirportal.web.access import Declared

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PEOPLE: dict[str, Role | None] = {
    "anonymous": None,
    "own": Role.COORDINATOR,
    "foreign": Role.COORDINATOR,
    "signatory": Role.SIGNATORY,
    "leadership": Role.LEADERSHIP,
    "contributor": Role.CONTRIBUTOR,
    "officer": Role.OFFICER,
    "approver": Role.APPROVER,
    "ministry": Role.MINISTRY,
    "admin": Role.ADMINISTRATOR,
    "nobody": None,
}
"""Columns of the table; `foreign` is a coordinator of another body."""

EXPECTED = Path(__file__).with_name("access.txt")
"""Name of the address, method, the concept's state, and the status for each column of PEOPLE."""
ROWS = [line.split() for line in EXPECTED.read_text().splitlines()[1:]]
POSTED: dict[str, dict[str, Any]] = {
    "sign-in": {"login": "niemand@stadt.example", "password": "falsch"},
    "account_login": {"login": "niemand@stadt.example", "password": "falsch"},
    "set_language": {"language": "en"},
    "new-concept": {},
    "section": {"version-opening": "1-", "opening": "Neuer Text"},
    "change-rows": {"version-goals": "0-"},
    "history": {"restored": "1", "present": "1"},
}
ARGUMENTS: dict[str, Any] = {
    "section": "strategy",
    "question": "opening",
    "op": "add",
    "session": 0,
    "assignment": 1,
    "comment": uuid.uuid4(),
    "attachment": 90_001,
    "upload": uuid.uuid4(),
    "membership": 90_001,
    "invitation": 90_001,
    "person": 1,
    "provider_id": "nirgends",
    "uidb36": "1",
    "key": "falsch",
    "token": "falsch",
    "factor": 0,
    "notice": 0,
    "page": 1,
    "ending": "docx",
    "imported": uuid.uuid4(),
    "edition": CURRENT,
    "directive": 90_001,
    "body_list": uuid.uuid4(),
    "seal": uuid.uuid4(),
    "file": uuid.uuid4(),
    "proposal": 1,
    "call": 90_001,
    "view": 90_001,
    "remark": 90_001,
    "opinion": 90_001,
    "block": 90_001,
    "version": 1,
    "place": 1,
    "round": 1,
}
SPECIAL: dict[str, dict[str, Any]] = {
    "change-rows": {"question": "goals"},
    "erase-person": {"person": 90_001},
}
"""Arguments of single addresses that differ from the usual ones."""


def patterns(resolver: URLResolver) -> Iterator[tuple[URLPattern, set[str]]]:
    """Every address with the names of its arguments."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            above = set(entry.pattern.regex.groupindex)
            yield from ((pattern, above | names) for pattern, names in patterns(entry))
        else:
            yield entry, set(entry.pattern.regex.groupindex)


PATTERNS = {pattern.name or "": (pattern, names) for pattern, names in patterns(get_resolver())}


def declared(name: str) -> Declared:
    found: Declared = PATTERNS[name][0].callback.declared  # type: ignore[attr-defined]
    return found


def address(name: str, concept: Any) -> str:
    here = {"concept": concept, "organisation": make.body().pk}
    given = ARGUMENTS | here | SPECIAL.get(name, {})
    return reverse(name, kwargs={key: given[key] for key in PATTERNS[name][1]})


def person(column: str) -> User | None:
    if column == "anonymous":
        return None
    place = make.body("Landkreis Anderswo") if column == "foreign" else make.body()
    return make.user(f"Person {column}", PEOPLE[column], place)


def ask(column: str, name: str, method: str, concept: Any) -> Any:
    """The answer that the person gets, whoever has tried before."""
    cache.clear()
    user = person(column)
    return sent(make.client(user), user, name, method, concept)


def sent(client: Client, user: User | None, name: str, method: str, concept: Any) -> Any:
    """The answer to a form of this person's, filled in as `POSTED` says."""
    posted = {
        "writer": user.pk if user else "",
        "organisation": make.body().pk,
        "call": make.call(2031).pk,
    }
    return client.generic(
        method,
        address(name, concept),
        urlencode(posted | POSTED.get(name, {})) if method == "POST" else "",
        content_type="application/x-www-form-urlencoded",
    )


def administered() -> None:
    """What administrators look after, each with the id that the addresses name."""
    directive = Directive.objects.create(pk=ARGUMENTS["directive"], key="wir-2040", name="WIR 2040")
    Call.objects.filter(pk=make.call(2040).pk).update(id=ARGUMENTS["call"], directive=directive)
    TextBlock.objects.create(
        pk=ARGUMENTS["block"], purpose="request", title="Anrede", text="Guten Tag"
    )
    BodyList.objects.create(
        pk=ARGUMENTS["body_list"], name="liste.csv", text=",".join(HEAD), author=make.user()
    )


def in_the_file(concept: Concept) -> None:
    """What the authority wrote about it, each with the id that the addresses name."""
    officer, now = make.officer(), timezone.now()
    load_checklist(concept.call.directive)
    file = CaseFile.objects.create(
        concept=concept,
        call=concept.call,
        number=1,
        file_number="WIR-2027-001",
        officer=officer,
        opened_by=officer,
        opened_at=now,
    )
    remark = {"question": "opening", "text": "Zu knapp", "by": officer, "at": now}
    file.remarks.create(pk=ARGUMENTS["remark"], **remark)
    asked = {"question": "Passt das?", "asked_by": officer, "asked_at": now}
    file.opinions.create(pk=ARGUMENTS["opinion"], due=now.date(), **asked)


def concept_in(state: str) -> Concept:
    administered()
    author = make.user("Person own")
    concept = make.concept(author, answers={"opening": "Ein Text"})
    file = receive_file(concept_id=concept.pk, name="Konzept.docx", data=b"x", by=author)
    ImportedFile.objects.filter(pk=file.pk).update(id=ARGUMENTS["imported"])
    kim = make.user("Kim Muster", Role.CONTRIBUTOR)
    asked = make.asked(concept, kim)
    Membership.objects.filter(user=kim).update(id=ARGUMENTS["membership"])
    invited = make.invited(author)
    Invitation.objects.filter(pk=invited.pk).update(id=ARGUMENTS["invitation"])
    Assignment.objects.filter(pk=asked.pk).update(id=ARGUMENTS["assignment"])
    comment(
        key=ARGUMENTS["comment"],
        concept_id=concept.pk,
        question_id="opening",
        text="Stimmt das?",
        by=author,
    )
    Proposal.objects.create(
        pk=ARGUMENTS["proposal"],
        matter="visits",
        call=concept.call,
        before="2026-01-01",
        found=1,
        proposed_at=timezone.now(),
    )
    leaver = SPECIAL["erase-person"]["person"]
    User.objects.create(pk=leaver, email="geht@musterland.example", name="Geht")
    upload = Upload.objects.create(
        pk=ARGUMENTS["upload"],
        concept=concept,
        name="Plan.png",
        media_type="image/png",
        size=8,
        sha256="0" * 64,
        data=make.PNG,
        state=UploadState.CLEAN,
        by=author,
        at=timezone.now(),
    )
    preview = Preview.objects.create(upload=upload, asked_at=timezone.now(), pages=1, tries_left=0)
    PreviewPage.objects.create(preview=preview, number=1, width=2, height=2, data=make.PNG)
    Attachment.objects.create(pk=ARGUMENTS["attachment"], concept=concept, upload=upload)
    if state not in ("-", "draft"):
        seal = make.as_handed_in(concept).seal
        Attachment.objects.create(pk=90_002, concept=concept, upload=upload, seal=seal)
        in_the_file(concept)
    Concept.objects.filter(pk=concept.pk).update(state="draft" if state == "-" else state)
    return concept


def test_every_view_declares_who_may_call_it() -> None:
    undeclared = [name for name, (p, _) in PATTERNS.items() if not hasattr(p.callback, "declared")]
    assert not undeclared


def test_every_address_has_a_name_of_its_own() -> None:
    names = [pattern.name for pattern, _ in patterns(get_resolver())]
    assert None not in names
    assert len(names) == len(set(names))


def test_every_address_and_method_stands_in_the_table() -> None:
    there = {
        (name, method, "concept" in names)
        for name, (_, names) in PATTERNS.items()
        for method in declared(name).actions
        if method != "HEAD"
    }
    assert {(name, method, state != "-") for name, method, state, *_ in ROWS} == there


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[:3]))
def test_everybody_gets_what_the_table_says(row: list[str]) -> None:
    name, method, state, *expected = row
    concept = concept_in(state)
    got = [str(ask(column, name, method, concept.pk).status_code) for column in PEOPLE]
    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, expected, strict=True))


@pytest.mark.parametrize("name", PATTERNS)
def test_other_methods_are_refused(name: str) -> None:
    concept = concept_in("draft")
    for method in METHODS:
        if method not in declared(name).actions:
            assert ask("own", name, method, concept.pk).status_code == 405


HIDDEN = [row for row in ROWS if "404" in row and row[2] != "-"]


@pytest.mark.parametrize("row", HIDDEN, ids=lambda row: "-".join(row[:3]))
def test_foreign_concept_answers_like_a_missing_one(row: list[str]) -> None:
    name, method, state, *statuses = row
    concept = concept_in(state)
    missing = uuid.uuid4()
    expected = dict(zip(PEOPLE, statuses, strict=True))
    for column in ("foreign", "nobody", *(["leadership"] if state != "approved" else [])):
        assert expected[column] == "404"
        there = ask(column, name, method, concept.pk)
        nowhere = ask(column, name, method, missing)
        assert there.status_code == nowhere.status_code == 404
        assert same(there, concept.pk) == same(nowhere, missing)


PARTS = [(row[0], row[1]) for row in ROWS if "imported" in PATTERNS[row[0]][1]]


@pytest.mark.parametrize(("name", "method"), PARTS)
def test_part_of_another_concept_answers_like_a_missing_one(name: str, method: str) -> None:
    hidden = concept_in("draft")
    author = person("foreign")
    assert author
    own = make.concept(author)
    there = ask("foreign", name, method, own.pk)
    hidden.imports.all().delete()
    nowhere = ask("foreign", name, method, own.pk)
    assert there.status_code == nowhere.status_code == 404
    assert same(there, own.pk) == same(nowhere, own.pk)


def same(answer: HttpResponse, concept: Any) -> tuple[bytes, list[tuple[str, str]]]:
    """Body and headers without the id asked for and the token that is new on every page."""
    body = answer.content.replace(str(concept).encode(), b"ID")
    token = rb'(name="csrfmiddlewaretoken" value=")[^"]+'
    return re.sub(token, rb"\1", body), sorted(answer.headers.items())
