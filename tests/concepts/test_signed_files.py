"""A sealed PDF comes back signed: what counts fills the next place, what does not says why."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests import make
from tests.documents.signing import (
    ADVANCED_CA,
    ERIKA,
    MAX,
    QUALIFIED_CA,
    TSA_CA,
    UPLOADED,
    issued,
    sign,
)
from wirportal.concepts import sealing
from wirportal.concepts.models import Call, Concept, Seal, SignedFile
from wirportal.concepts.tasks import judge_signed_file
from wirportal.documents.signatures import Quality
from wirportal.ledger.models import Event
from wirportal.people.models import User
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State, Way

pytestmark = [pytest.mark.django_db, pytest.mark.documents]

SERVICES = {"qualified": QUALIFIED_CA, "advanced": ADVANCED_CA, "timestamp": TSA_CA}


@pytest.fixture(autouse=True)
def trust(tmp_path: Path, settings: Settings) -> Path:
    """A trust list that was looked after on the day of the uploads."""
    rows = [f"as_of = {UPLOADED:%Y-%m-%d}"]
    for kind, authority in SERVICES.items():
        (tmp_path / f"{kind}.der").write_bytes(authority.der)
        rows.append(f'[[service]]\nname = "{kind}"\nkind = "{kind}"\ncertificate = "{kind}.der"')
    (tmp_path / "trust.toml").write_text("\n".join(rows))
    settings.TRUST_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def seal(alex: User) -> Seal:
    sealed = make.sealed(alex)
    Call.objects.update(signs_by_file=True)
    return sealed


def sent(seal: Seal, data: bytes, by: User) -> SignedFile:
    """A file that was sent on the day for which certificates and trust list were made."""
    made = sealing.send_signed(concept_id=seal.concept_id, seal_id=seal.pk, data=data, by=by)
    SignedFile.objects.filter(pk=made.pk, verdict__isnull=True).update(at=UPLOADED)
    judge_signed_file.call(str(made.pk))
    made.refresh_from_db()
    return made


def quality(file: SignedFile) -> Quality:
    assert file.judged
    return file.judged.quality


def ways(seal: Seal) -> list[str]:
    return list(seal.signatures.values_list("way", flat=True))


def test_two_people_sign_one_after_the_other_and_it_is_submitted(seal: Seal, alex: User) -> None:
    first = sent(seal, sign(bytes(seal.pdf), ERIKA), alex)
    assert quality(first) is Quality.QUALIFIED
    assert ways(seal) == [Way.FILE, ""]
    second = sent(seal, sign(bytes(first.data), MAX, name="Zweite"), alex)
    assert ways(seal) == [Way.FILE, Way.FILE]
    assert [one.file for one in seal.signatures.all()] == [first, second]
    assert sealing.submit(concept_id=seal.concept_id, seal_id=seal.pk, by=alex).number == 1
    assert Concept.objects.get(pk=seal.concept_id).state == State.SUBMITTED


def test_another_file_does_not_count_and_says_why(seal: Seal, alex: User) -> None:
    other = sent(seal, sign(issued(), ERIKA), alex)
    assert quality(other) is Quality.INVALID
    assert other.judged
    assert "eine andere Datei" in other.judged.reason
    assert ways(seal) == ["", ""]


def test_the_second_signature_must_stand_on_the_first(seal: Seal, alex: User) -> None:
    sent(seal, sign(bytes(seal.pdf), ERIKA), alex)
    beside = sent(seal, sign(bytes(seal.pdf), MAX), alex)
    assert quality(beside) is Quality.INVALID
    assert ways(seal) == [Way.FILE, ""]


def test_without_a_trust_list_nothing_counts(
    seal: Seal, alex: User, trust: Path, tmp_path: Path
) -> None:
    (trust / "trust.toml").unlink()
    assert quality(sent(seal, sign(bytes(seal.pdf), ERIKA), alex)) is Quality.INDETERMINATE
    assert ways(seal) == ["", ""]


def test_sent_and_judged_twice_it_counts_once(seal: Seal, alex: User) -> None:
    data = sign(bytes(seal.pdf), ERIKA)
    assert sent(seal, data, alex) == sent(seal, data, alex)
    assert ways(seal) == [Way.FILE, ""]
    assert Event.objects.filter(action=Action.SIGN_BY_FILE).count() == 1


def test_what_was_taken_back_meanwhile_is_judged_and_counts_nowhere(seal: Seal, alex: User) -> None:
    data = sign(bytes(seal.pdf), ERIKA)
    made = sealing.send_signed(concept_id=seal.concept_id, seal_id=seal.pk, data=data, by=alex)
    SignedFile.objects.update(at=UPLOADED)
    sealing.unseal(concept_id=seal.concept_id, by=alex, reason="Ein Ziel fehlt")
    judge_signed_file.call(str(made.pk))
    made.refresh_from_db()
    assert quality(made) is Quality.QUALIFIED
    assert ways(seal) == ["", ""]


def test_a_call_that_takes_no_files_refuses_them(seal: Seal, alex: User) -> None:
    Call.objects.update(signs_by_file=False)
    with pytest.raises(Refused, match="Signierte PDF-Datei"):
        sent(seal, sign(bytes(seal.pdf), ERIKA), alex)
    assert not SignedFile.objects.exists()
