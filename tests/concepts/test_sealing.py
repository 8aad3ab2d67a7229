"""From the finished draft to the authority: sealed, signed, taken back, submitted, each once."""

import hashlib
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import make
from wirportal.concepts import sealing
from wirportal.concepts.actions import save_answer
from wirportal.concepts.models import Call, Concept, Scan, Seal, Signature, Submission
from wirportal.documents import pdf
from wirportal.ledger.models import Event
from wirportal.ledger.verify import first_broken
from wirportal.people.models import Membership, User
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State, Way

pytestmark = pytest.mark.django_db

PAPER = b"%PDF-1.7 scan"


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def robin() -> User:
    """Signs first."""
    return make.user("Robin Vorlage", Role.SIGNATORY)


@pytest.fixture
def toni() -> User:
    """Signs second."""
    return make.user("Toni Entwurf", Role.SIGNATORY)


@pytest.fixture
def sealed(alex: User) -> Seal:
    return make.sealed(alex)


def state_of(seal: Seal) -> str:
    return Concept.objects.get(pk=seal.concept_id).state


def sign(seal: Seal, by: User) -> Signature:
    return sealing.sign(concept_id=seal.concept_id, seal_id=seal.pk, by=by)


def on_paper(seal: Seal, by: User, data: bytes = PAPER) -> Scan:
    return sealing.sign_on_paper(
        concept_id=seal.concept_id, seal_id=seal.pk, data=data, media_type="application/pdf", by=by
    )


def submit(seal: Seal, by: User) -> Submission:
    return sealing.submit(concept_id=seal.concept_id, seal_id=seal.pk, by=by)


def unseal(seal: Seal, by: User, reason: str = "Ein Ziel fehlt") -> None:
    sealing.unseal(concept_id=seal.concept_id, by=by, reason=reason)


def actions(seal: Seal) -> list[str]:
    events = Event.objects.filter(chain=seal.concept_id).exclude(action="answer.save")
    return list(events.order_by("sequence").values_list("action", flat=True))


# --- seal -----------------------------------------------------------------------------------------


def test_sealing_freezes_answers_and_pdf(sealed: Seal) -> None:
    data = bytes(sealed.pdf)
    assert data.startswith(b"%PDF-")
    assert hashlib.sha256(data).hexdigest() == sealed.pdf_sha256
    assert state_of(sealed) == State.SEALED
    assert [(one.place, one.name) for one in sealed.signatures.all()] == [
        (1, "Robin Vorlage"),
        (2, "Toni Entwurf"),
    ]


def test_sealed_concept_cannot_be_written(sealed: Seal, alex: User) -> None:
    with pytest.raises(Refused, match="zur Zeichnung"):
        save_answer(
            concept_id=sealed.concept_id, question_id="status", value="Neu", version=1, by=alex
        )


def test_errors_keep_a_concept_from_being_sealed(alex: User) -> None:
    concept = make.complete(alex, place=None)
    with pytest.raises(Refused, match="noch einen Fehler"):
        sealing.seal(concept_id=concept.pk, by=alex)
    assert not Seal.objects.exists()


def test_sealing_twice_gives_the_first_seal(sealed: Seal, alex: User) -> None:
    assert sealing.seal(concept_id=sealed.concept_id, by=alex) == sealed
    assert actions(sealed).count("seal.make") == 1


def test_only_the_coordinator_seals(robin: User, alex: User) -> None:
    concept = make.complete(alex)
    with pytest.raises(Refused, match="WIR-Koordination"):
        sealing.seal(concept_id=concept.pk, by=robin)


def test_a_failed_drawing_leaves_nothing(alex: User, monkeypatch: pytest.MonkeyPatch) -> None:
    concept = make.complete(alex)

    def fail(paper: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(pdf, "render", fail)
    with pytest.raises(MemoryError):
        sealing.seal(concept_id=concept.pk, by=alex)
    concept.refresh_from_db()
    assert concept.state == State.DRAFT
    assert not concept.revisions.exists()


# --- take back ------------------------------------------------------------------------------------


def test_unsealing_voids_signatures_and_says_why(sealed: Seal, alex: User, robin: User) -> None:
    sign(sealed, robin)
    unseal(sealed, alex)
    sealed.refresh_from_db()
    assert (sealed.broken_by, sealed.broken_why) == (alex, "Ein Ziel fehlt")
    assert sealed.signatures.get(place=1).by == robin  # stays to be seen
    again = sealing.seal(concept_id=sealed.concept_id, by=alex)
    assert again.signatures.filter(way="").count() == 2
    assert bytes(again.pdf) == bytes(sealed.pdf)


def test_a_broken_version_is_not_signed(sealed: Seal, alex: User, robin: User) -> None:
    unseal(sealed, alex)
    sealing.seal(concept_id=sealed.concept_id, by=alex)
    with pytest.raises(Refused, match="nicht mehr gezeichnet"):
        sign(sealed, robin)


def test_a_seal_is_not_broken_without_reason(sealed: Seal, alex: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        unseal(sealed, alex, reason=" ")
    assert state_of(sealed) == State.SEALED


# --- sign -----------------------------------------------------------------------------------------


def test_people_sign_in_the_order_of_the_form(sealed: Seal, robin: User, toni: User) -> None:
    with pytest.raises(Refused, match="einer anderen Person"):
        sign(sealed, toni)
    assert sign(sealed, robin).place == 1
    assert sign(sealed, toni).place == 2


def test_somebody_else_does_not_sign(sealed: Seal) -> None:
    with pytest.raises(Refused, match="einer anderen Person"):
        sign(sealed, make.user("Sam Sonst", Role.SIGNATORY))


def test_a_title_on_the_form_is_no_other_person(alex: User) -> None:
    sealed = make.sealed(alex, signatories=[{"id": str(uuid4()), "name": "Dr. Robin Vorlage"}])
    assert sign(sealed, make.user("Robin Vorlage", Role.SIGNATORY)).place == 1


def test_a_deputy_signs_in_the_place_of_whom_they_stand_in_for(
    sealed: Seal, robin: User, toni: User
) -> None:
    kim = make.user("Kim Muster", role=None)
    Membership.objects.create(
        user=kim,
        organisation=make.body(),
        role=Role.SIGNATORY,
        deputy_for=robin,
        valid_from=date(2014, 1, 1),
        valid_to=date(2099, 12, 31),
    )
    signed = sign(sealed, User.objects.get(pk=kim.pk))
    assert (signed.place, signed.by, signed.as_deputy) == (1, kim, True)
    assert not sign(sealed, toni).as_deputy


def test_signing_twice_is_one_signature(sealed: Seal, robin: User) -> None:
    assert sign(sealed, robin) == sign(sealed, robin)
    assert actions(sealed).count("seal.sign") == 1


def test_call_says_which_ways_it_takes(sealed: Seal, alex: User, robin: User) -> None:
    Call.objects.update(signs_in_portal=False)
    with pytest.raises(Refused, match="Erklärung im Portal"):
        sign(sealed, robin)
    assert on_paper(sealed, alex)


def test_paper_fills_the_missing_places(sealed: Seal, alex: User, robin: User) -> None:
    sign(sealed, robin)
    scan = on_paper(sealed, alex)
    ways = sealed.signatures.values_list("way", "by__name", "scan")
    assert list(ways) == [(Way.PORTAL, robin.name, None), (Way.PAPER, alex.name, scan.pk)]
    assert on_paper(sealed, alex) == scan
    with pytest.raises(Refused, match="keine Unterschrift mehr"):
        on_paper(sealed, alex, b"%PDF-other")


# --- submit ---------------------------------------------------------------------------------------


def test_an_unsigned_version_is_not_submitted(sealed: Seal, alex: User, robin: User) -> None:
    sign(sealed, robin)
    with pytest.raises(Refused, match="fehlen noch Unterschriften"):
        submit(sealed, alex)
    assert not Submission.objects.exists()


def test_submitting_gives_number_instant_and_receipt(sealed: Seal, alex: User) -> None:
    on_paper(sealed, alex)
    before = timezone.now()
    made = submit(sealed, alex)
    assert made.code == "2027-0001"
    assert before <= made.at <= timezone.now()
    assert bytes(made.receipt).startswith(b"%PDF-")
    assert not made.late
    assert state_of(sealed) == State.SUBMITTED
    assert actions(sealed)[-3:] == ["seal.make", "seal.sign_on_paper", "concept.submit"]
    assert first_broken(sealed.concept_id) is None


def test_submitting_twice_is_one_submission(sealed: Seal, alex: User) -> None:
    on_paper(sealed, alex)
    assert submit(sealed, alex) == submit(sealed, alex)
    assert actions(sealed).count("concept.submit") == 1


def test_numbers_follow_one_another_in_a_call(alex: User) -> None:
    sam = make.user("Sam Sonst", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    codes = []
    for person in (alex, sam):
        sealed = make.sealed(person)
        on_paper(sealed, person)
        codes.append(submit(sealed, person).code)
    assert codes == ["2027-0001", "2027-0002"]


def test_after_the_deadline_it_is_late(sealed: Seal, alex: User) -> None:
    on_paper(sealed, alex)
    Call.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert submit(sealed, alex).late


def test_after_the_deadline_a_strict_call_takes_nothing(sealed: Seal, alex: User) -> None:
    on_paper(sealed, alex)
    Call.objects.update(closes_at=timezone.now() - timedelta(seconds=1), takes_late=False)
    with pytest.raises(Refused, match="Frist"):
        submit(sealed, alex)
    assert state_of(sealed) == State.SEALED
