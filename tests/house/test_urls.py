"""Who gets what at every address: a table that an address without a row makes fail."""

import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import make
from wirportal.concepts.actions import receive_file
from wirportal.concepts.comments import comment
from wirportal.concepts.models import Assignment, Call, Concept, Directive, ImportedFile
from wirportal.editions.load import CURRENT
from wirportal.people.body_list import HEAD
from wirportal.people.models import BodyList, Organisation, User
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
    "officer": Role.OFFICER,
    "admin": Role.ADMINISTRATOR,
    "nobody": None,
}
"""Columns of the table below; `foreign` is a coordinator of another body."""

EXPECTED = """
                          anonymous own foreign signatory leadership officer admin nobody
start        GET  -             302 302     302       302        302     302   302    302
sign-in      GET  -             200 200     200       200        200     200   200    200
sign-in      POST -             422 422     422       422        422     422   422    422
sign-out     POST -             302 302     302       302        302     302   302    302
demo-sign-in POST -             404 404     404       404        404     404   404    404
account_login GET - 200 200 200 200 200 200 200 200
account_login POST - 422 422 422 422 422 422 422 422
mfa_authenticate GET - 302 302 302 302 302 302 302 302
mfa_authenticate POST - 302 302 302 302 302 302 302 302
mfa_login_webauthn GET - 200 200 200 200 200 200 200 200
mfa_login_webauthn POST - 422 422 422 422 422 422 422 422
openid_connect_login GET - 404 404 404 404 404 404 404 404
openid_connect_login POST - 404 404 404 404 404 404 404 404
openid_connect_callback GET - 404 404 404 404 404 404 404 404
reset-password GET - 200 200 200 200 200 200 200 200
reset-password POST - 422 422 422 422 422 422 422 422
account_reset_password_done GET - 200 200 200 200 200 200 200 200
account_reset_password_from_key GET - 410 410 410 410 410 410 410 410
account_reset_password_from_key POST - 410 410 410 410 410 410 410 410
account      GET  -               302 200     200       200        200     200   200    200
confirm-person GET - 302 200 200 200 200 200 200 200
confirm-person POST - 401 422 422 422 422 422 422 422
change-password GET - 302 302 302 302 302 302 302 302
change-password POST - 401 302 302 302 302 302 302 302
change-email GET  -               302 200     200       200        200     200   200    200
change-email POST -               401 422     422       422        422     422   422    422
confirm-email GET - 404 404 404 404 404 404 404 404
confirm-email POST - 404 404 404 404 404 404 404 404
sessions     GET  -               302 200     200       200        200     200   200    200
end-session  POST -               401 404     404       404        404     404   404    404
end-other-sessions POST - 401 302 302 302 302 302 302 302
mfa_index    GET  -               302 200     200       200        200     200   200    200
add-app      GET  -               302 200     200       200        200     200   200    200
add-app      POST -               401 422     422       422        422     422   422    422
add-passkey  GET  -               302 200     200       200        200     200   200    200
add-passkey  POST -               401 422     422       422        422     422   422    422
recovery-codes GET - 302 302 302 302 302 302 302 302
recovery-codes POST - 401 302 302 302 302 302 302 302
remove-factor GET - 302 404 404 404 404 404 404 404
remove-factor POST - 401 404 404 404 404 404 404 404
set_language POST -             302 302     302       302        302     302   302    302
organisations GET -             302 403     403       403        403     200   200    403
organisation GET  -             302 403     403       403        403     200   200    403
change-organisation GET -       302 403     403       403        403     403   200    403
change-organisation POST -      401 403     403       403        403     403   422    403
import-bodies GET -             302 403     403       403        403     403   200    403
import-bodies POST -            401 403     403       403        403     403   422    403
body-list    GET  -             302 403     403       403        403     403   200    403
body-list    POST -             401 403     403       403        403     403   409    403
calls        GET  -             302 200     200       200        200     200   200    403
call         GET  -             302 200     200       200        200     200   200    403
new-call     GET  -             302 403     403       403        403     403   200    403
new-call     POST -             401 403     403       403        403     403   422    403
change-call  GET  -             302 403     403       403        403     403   200    403
change-call  POST -             401 403     403       403        403     403   422    403
directives   GET  -             302 200     200       200        200     200   200    403
directive    GET  -             302 200     200       200        200     200   200    403
new-directive GET -             302 403     403       403        403     403   200    403
new-directive POST -            401 403     403       403        403     403   422    403
change-directive GET -          302 403     403       403        403     403   200    403
change-directive POST -         401 403     403       403        403     403   422    403
concepts     GET  -             302 200     200       200        200     200   200    200
new-concept  GET  -             302 200     200       403        403     403   403    403
new-concept  POST -             401 302     422       403        403     403   403    403
concept      GET  draft         302 200     404       200        404     404   404    404
concept      GET  submitted     302 200     404       200        404     200   404    404
section      GET  draft         302 200     404       403        404     404   404    404
section      GET  submitted     302 403     404       403        404     403   404    404
section      POST draft         401 302     404       403        404     404   404    404
section      POST submitted     401 403     404       403        404     403   404    404
change-rows  POST draft         401 302     404       403        404     404   404    404
change-rows  POST submitted     401 403     404       403        404     403   404    404
assignments  GET  draft         302 200     404       200        404     404   404    404
assignments  GET  submitted     302 200     404       200        404     403   404    404
accept       POST draft         401 403     404       403        404     404   404    404
accept       POST submitted     401 403     404       403        404     403   404    404
cancel       POST draft         401 302     404       403        404     404   404    404
cancel       POST submitted     401 403     404       403        404     403   404    404
ask-again    GET  draft         302 200     404       403        404     404   404    404
ask-again    GET  submitted     302 403     404       403        404     403   404    404
ask-again    POST draft         401 422     404       403        404     404   404    404
ask-again    POST submitted     401 403     404       403        404     403   404    404
ask          GET  draft         302 200     404       403        404     404   404    404
ask          GET  submitted     302 403     404       403        404     403   404    404
ask          POST draft         401 422     404       403        404     404   404    404
ask          POST submitted     401 403     404       403        404     403   404    404
hand-back    POST draft         401 404     404       403        404     404   404    404
hand-back    POST submitted     401 403     404       403        404     403   404    404
here         GET  draft         302 302     404       403        404     404   404    404
here         GET  submitted     302 403     404       403        404     403   404    404
comments     GET  draft         302 200     404       200        404     404   404    404
comments     GET  submitted     302 200     404       200        404     403   404    404
comments     POST draft         401 422     404       422        404     404   404    404
comments     POST submitted     401 403     404       403        404     403   404    404
resolve-comment POST draft      401 302     404       302        404     404   404    404
resolve-comment POST submitted  401 403     404       403        404     403   404    404
reopen-comment POST draft       401 302     404       302        404     404   404    404
reopen-comment POST submitted   401 403     404       403        404     403   404    404
history      GET  draft         302 200     404       200        404     404   404    404
history      GET  submitted     302 200     404       200        404     200   404    404
history      POST draft         401 302     404       403        404     404   404    404
history      POST submitted     401 403     404       403        404     403   404    404
check        GET  draft         302 200     404       200        404     404   404    404
check        GET  submitted     302 200     404       200        404     200   404    404
read         GET  draft         302 200     404       200        404     404   404    404
read         GET  submitted     302 200     404       200        404     200   404    404
pdf          GET  draft         302 200     404       200        404     404   404    404
pdf          GET  submitted     302 200     404       200        404     200   404    404
preview      GET  draft         302 200     404       200        404     404   404    404
preview      GET  submitted     302 200     404       200        404     200   404    404
preview-page GET  draft         302 200     404       200        404     404   404    404
preview-page GET  submitted     302 200     404       200        404     200   404    404
give-out     GET  draft         302 302     404       302        404     404   404    404
give-out     GET  submitted     302 302     404       302        404     302   404    404
give-out     POST draft         401 200     404       403        404     404   404    404
give-out     POST submitted     401 200     404       403        404     403   404    404
import       GET  draft         302 200     404       403        404     404   404    404
import       GET  submitted     302 403     404       403        404     403   404    404
import       POST draft         401 422     404       403        404     404   404    404
import       POST submitted     401 403     404       403        404     403   404    404
imported     GET  draft         302 200     404       403        404     404   404    404
imported     GET  submitted     302 403     404       403        404     403   404    404
imported     POST draft         401 200     404       403        404     404   404    404
imported     POST submitted     401 403     404       403        404     403   404    404
empty-form   GET  -             200 200     200       200        200     200   200    200
schema       GET  -             200 200     200       200        200     200   200    200
accessibility GET -             200 200     200       200        200     200   200    200
privacy      GET  -             200 200     200       200        200     200   200    200
imprint      GET  -             200 200     200       200        200     200   200    200
"""
ROWS = [line.split() for line in EXPECTED.split("\n")[2:] if line]
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
    "person": 1,
    "provider_id": "nirgends",
    "uidb36": "1",
    "key": "falsch",
    "token": "falsch",
    "factor": 0,
    "page": 1,
    "ending": "docx",
    "imported": uuid.uuid4(),
    "edition": CURRENT,
    "organisation": 900,
    "call": 900,
    "directive": 900,
    "body_list": uuid.uuid4(),
}
SPECIAL: dict[str, dict[str, Any]] = {"change-rows": {"question": "goals"}}
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
    given = ARGUMENTS | {"concept": concept} | SPECIAL.get(name, {})
    return reverse(name, kwargs={key: given[key] for key in PATTERNS[name][1]})


def person(column: str) -> User | None:
    if column == "anonymous":
        return None
    place = make.body("Landkreis Anderswo") if column == "foreign" else make.body()
    return make.user(f"Person {column}", PEOPLE[column], place)


def ask(column: str, name: str, method: str, concept: Any) -> Any:
    """The answer that the person gets."""
    user = person(column)
    client = make.client(user)
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
    Organisation.objects.create(pk=ARGUMENTS["organisation"], key="ministerium", name="Ministerium")
    directive = Directive.objects.create(pk=ARGUMENTS["directive"], key="wir-2040", name="WIR 2040")
    Call.objects.filter(pk=make.call(2040).pk).update(id=ARGUMENTS["call"], directive=directive)
    BodyList.objects.create(
        pk=ARGUMENTS["body_list"], name="liste.csv", text=",".join(HEAD), author=make.user()
    )


def concept_in(state: str) -> Concept:
    administered()
    author = make.user("Person own")
    concept = make.concept(author, answers={"opening": "Ein Text"})
    file = receive_file(concept_id=concept.pk, name="Konzept.docx", data=b"x", by=author)
    ImportedFile.objects.filter(pk=file.pk).update(id=ARGUMENTS["imported"])
    asked = make.asked(concept, make.user("Kim Muster", Role.CONTRIBUTOR))
    Assignment.objects.filter(pk=asked.pk).update(id=ARGUMENTS["assignment"])
    comment(
        key=ARGUMENTS["comment"],
        concept_id=concept.pk,
        question_id="opening",
        text="Stimmt das?",
        by=author,
    )
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


HIDDEN = [(row[0], row[1], row[2]) for row in ROWS if "404" in row and row[2] != "-"]


@pytest.mark.parametrize(("name", "method", "state"), HIDDEN)
def test_foreign_concept_answers_like_a_missing_one(name: str, method: str, state: str) -> None:
    concept = concept_in(state)
    missing = uuid.uuid4()
    for column in ("foreign", "leadership", "nobody"):
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


def same(answer: HttpResponse, concept: uuid.UUID) -> tuple[bytes, list[tuple[str, str]]]:
    """Body and headers without the id asked for and the token that is new on every page."""
    body = answer.content.replace(str(concept).encode(), b"ID")
    token = rb'(name="csrfmiddlewaretoken" value=")[^"]+'
    return re.sub(token, rb"\1", body), sorted(answer.headers.items())
