"""While a Nachforderung is being answered the authority learns nothing of the answer."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from wirportal.concepts.models import Concept
from wirportal.people.models import User
from wirportal.people.seen import digest
from wirportal.review import requesting
from wirportal.review.models import CaseFile
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State

pytestmark = pytest.mark.django_db

SECRET = "Dieser Satz ist noch nicht eingereicht."


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def robin() -> User:
    return make.officer()


@pytest.fixture
def file(alex: User) -> CaseFile:
    return make.in_review(alex)


def at(name: str, file: CaseFile, *more: object) -> str:
    return reverse(name, args=[file.concept_id, *more])


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_until_it_is_handed_in_the_authority_reads_the_former_submission(
    file: CaseFile, alex: User, robin: User
) -> None:
    request = make.requested(file)
    readers = [robin, make.user("Lou Amt", Role.APPROVER, make.office())]
    pages = [
        at(name, file)
        for name in ("case", "read", "preview", "signing", "ledger", "requests", "pdf")
    ]
    pages += [at("request", file, 1), at("preview-page", file, 1)]

    def all_pages() -> list[tuple[bytes, str]]:
        answers = [make.client(one).get(path) for one in readers for path in pages]
        assert {answer.status_code for answer in answers} == {200}
        return [(unsigned(one.content), one.get("ETag", "")) for one in answers]

    before = all_pages()
    make.saved(Concept.objects.get(), "annual_plan", SECRET, alex)
    requesting.reply(
        concept_id=file.concept_id, number=1, place=1, text=SECRET, seen=digest(""), by=alex
    )
    assert all_pages() == before
    sealed = requesting.seal(concept_id=file.concept_id, by=alex)
    assert Concept.objects.get().state == State.RESEALED
    assert all_pages() == before
    for reader in readers:
        client = make.client(reader)
        for name in ("sealed-pdf", "scan", "receipt-of"):
            assert client.get(at(name, file, sealed.pk)).status_code == 404
        assert SECRET not in text_of(client, at("request", file, 1))
    assert request.answered_with is None


def unsigned(content: bytes) -> bytes:
    """Without the token of the form, which differs from page to page."""
    lines = content.split(b"\n")
    return b"\n".join(line for line in lines if b"csrfmiddlewaretoken" not in line)


def test_lists_do_not_tell_the_authority_when_a_draft_was_changed(
    file: CaseFile, alex: User, robin: User
) -> None:
    make.requested(file)
    assert "Zuletzt geändert" in text_of(make.client(alex), reverse("concepts"))
    assert "Zuletzt geändert" not in text_of(make.client(robin), reverse("concepts"))


def test_how_far_the_signing_is_stays_with_the_municipality(
    file: CaseFile, alex: User, robin: User
) -> None:
    make.requested(file)
    client, lists = make.client(robin), reverse("concepts")
    before = [text_of(client, path) for path in (lists, f"{lists}?zustand=returned")]
    Concept.objects.filter(pk=file.concept_id).update(state=State.RESEALED)
    after = [text_of(client, path) for path in (lists, f"{lists}?zustand=returned")]
    assert [unsigned(one.encode()) for one in after] == [unsigned(one.encode()) for one in before]
    assert "zur Zeichnung" not in text_of(client, at("write-request", file), 409)
    assert "Nachforderung, zur Zeichnung" in text_of(make.client(alex), lists)
