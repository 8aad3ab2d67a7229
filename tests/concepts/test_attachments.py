"""Papers beside the concept: added, replaced, removed, and sealed with what they belong to."""

import hashlib
import io
from typing import Any

import pypdf
import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.concepts.test_sealing import on_paper, submit
from tests.documents import attachments as files
from wirportal.concepts import attachments, sealing
from wirportal.concepts.beside import attachments_of
from wirportal.concepts.models import AskedPaper, Attachment, Concept, Seal, Upload
from wirportal.concepts.uploads import Sent
from wirportal.documents.errors import UnreadableFile
from wirportal.ledger.models import Event
from wirportal.people.models import User
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State
from wirportal.sentence import Sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def plan() -> AskedPaper:
    return make.paper()


@pytest.fixture
def concept(alex: User, plan: AskedPaper) -> Concept:
    return make.complete(alex)


def detach(one: Attachment, by: User) -> None:
    attachments.detach(concept_id=one.concept_id, attachment_id=one.pk, by=by)


def events(concept: Concept) -> list[tuple[str, str]]:
    told = Event.objects.filter(chain=concept.pk, action__startswith="attachment.")
    return list(told.order_by("sequence").values_list("action", "reason"))


def sealed(concept: Concept) -> Seal:
    return sealing.seal(concept_id=concept.pk, by=concept.created_by)


# --- beside the draft -----------------------------------------------------------------------------


def test_the_same_file_twice_is_one_attachment(concept: Concept, plan: AskedPaper) -> None:
    first = make.attached(concept, plan)
    assert make.attached(concept, plan) == first
    assert Upload.objects.count() == 1
    assert events(concept) == [("attachment.add", "Plan.png")]


def test_another_file_takes_the_place_of_the_first(concept: Concept, plan: AskedPaper) -> None:
    make.attached(concept, plan)
    new = make.attached(concept, plan, data=make.PNG + b"2", name="Neu.png")
    assert attachments_of(concept) == [new]
    assert Upload.objects.get() == new.upload


def test_what_the_call_does_not_ask_for_lies_side_by_side(concept: Concept) -> None:
    for number in (b"1", b"2"):
        make.attached(concept, data=make.PNG + number)
    assert len(attachments_of(concept)) == 2


def test_removing_twice_removes_once(concept: Concept, plan: AskedPaper, alex: User) -> None:
    one = make.attached(concept, plan)
    for _ in range(2):
        detach(one, alex)
    assert not Upload.objects.exists()
    assert [action for action, _ in events(concept)] == ["attachment.add", "attachment.remove"]


def test_a_refused_file_leaves_the_present_one(concept: Concept, plan: AskedPaper) -> None:
    there = make.attached(concept, plan)
    with pytest.raises(UnreadableFile):
        make.attached(concept, plan, data=b"MZ", name="Plan.pdf")
    assert attachments_of(concept) == [there]


def test_after_a_refusal_the_same_file_is_looked_at_anew(
    concept: Concept, plan: AskedPaper
) -> None:
    refused = make.attached(concept, plan)
    make.checked(refused.upload, Sentence("Nein."))
    assert make.attached(concept, plan).upload.state == "waiting"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
def test_only_coordinators_add_and_remove(concept: Concept, role: Role) -> None:
    other = make.user("Kim Muster", role)
    one = make.attached(concept)
    sent = Sent("a.png", make.PNG + b"x")
    with pytest.raises(Refused):
        attachments.attach(concept_id=concept.pk, paper_id=None, sent=sent, by=other)
    with pytest.raises(Refused):
        detach(one, other)


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT, State.RETURNED}))
def test_nothing_changes_while_others_have_it(concept: Concept, alex: User, state: State) -> None:
    one = make.attached(concept)
    Concept.objects.filter(pk=concept.pk).update(state=state)
    with pytest.raises(Refused, match="Zustand"):
        make.attached(concept, data=make.PNG + b"2")
    with pytest.raises(Refused, match="Zustand"):
        detach(one, alex)


def test_only_papers_asked_for_change_in_a_nachforderung(
    concept: Concept, plan: AskedPaper, alex: User
) -> None:
    other = make.paper("Lebenslauf", required=False)
    there = make.attached(concept, other)
    facts: dict[str, Any] = {"state": State.RETURNED, "open_questions": [f"paper:{plan.pk}"]}
    Concept.objects.filter(pk=concept.pk).update(**facts)
    make.attached(concept, plan)
    for paper in (other, None):
        with pytest.raises(Refused, match="gehört nicht zur Nachforderung"):
            make.attached(concept, paper, data=make.PNG + b"2")
    with pytest.raises(Refused, match="gehört nicht zur Nachforderung"):
        detach(there, alex)


def test_the_database_keeps_one_file_a_paper(concept: Concept, plan: AskedPaper) -> None:
    one = make.attached(concept, plan)
    other = make.attached(concept, data=make.PNG + b"2").upload
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.create(concept=concept, paper=plan, upload=other)
    assert attachments_of(concept)[0] == one


# --- with the version that is signed --------------------------------------------------------------


def test_a_missing_paper_holds_sealing_back(concept: Concept) -> None:
    with pytest.raises(Refused, match=r"Es fehlen noch Unterlagen.*Stellenplan"):
        sealed(concept)


def test_what_nobody_has_checked_holds_sealing_back(concept: Concept, plan: AskedPaper) -> None:
    make.attached(concept, plan)
    with pytest.raises(Refused, match="wird noch geprüft"):
        sealed(concept)


def test_a_refused_file_holds_sealing_back(concept: Concept, plan: AskedPaper) -> None:
    make.checked(make.attached(concept, plan).upload)
    make.checked(make.attached(concept, data=make.PNG + b"2").upload, Sentence("Nein."))
    with pytest.raises(Refused, match="bei der Prüfung abgewiesen"):
        sealed(concept)


def test_what_is_sealed_stays_with_its_version(
    concept: Concept, plan: AskedPaper, alex: User
) -> None:
    make.checked(make.attached(concept, plan).upload)
    first = sealed(concept)
    sealing.unseal(concept_id=concept.pk, by=alex, reason="Falscher Plan")
    new = make.attached(concept, plan, data=make.PNG + b"2", name="Neu.png")
    make.checked(new.upload)
    second = sealed(concept)
    assert [one.upload.name for one in attachments_of(concept, first)] == ["Plan.png"]
    assert [one.upload.name for one in attachments_of(concept, second)] == ["Neu.png"]


def test_the_receipt_names_them_with_their_checksums(
    concept: Concept, plan: AskedPaper, alex: User
) -> None:
    make.checked(make.attached(concept, plan).upload)
    version = sealed(concept)
    on_paper(version, alex)
    receipt = submit(version, alex).receipt
    pages = pypdf.PdfReader(io.BytesIO(receipt)).pages
    said = "".join(page.extract_text() for page in pages).replace(" ", "").replace("\n", "")
    assert "StellenplanPlan.png" in said
    assert hashlib.sha256(make.PNG).hexdigest() in said


# --- the code of a version in a scan --------------------------------------------------------------


def test_a_scan_that_names_this_version_counts(alex: User) -> None:
    version = make.sealed(alex)
    scan = on_paper(version, alex, files.printed(f"Fassung {version.revision.code}"))
    assert scan.code_found


def test_a_scan_without_text_counts_and_says_so(alex: User) -> None:
    assert not on_paper(make.sealed(alex), alex, files.pdf()).code_found


def test_a_scan_of_another_version_is_refused(alex: User) -> None:
    version = make.sealed(alex)
    with pytest.raises(Refused, match="steht „Fassung 0000-0000“"):
        on_paper(version, alex, files.printed("Fassung 0000-0000"))
    assert version.signatures.filter(way="").count() == 2


def test_a_scan_that_names_an_earlier_one_beside_it_counts(alex: User) -> None:
    version = make.sealed(alex)
    text = f"wie in Fassung 0000-0000, Fassung {version.revision.code}"
    assert on_paper(version, alex, files.printed(text)).code_found
