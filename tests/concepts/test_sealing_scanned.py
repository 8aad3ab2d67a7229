"""Signed paper and signed PDFs take effect at once: nothing that a virus scanner has not passed."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import make
from tests.documents.clamav import Clamd
from tests.documents.scanner import EICAR, saying, scanner
from wirportal.concepts import sealing
from wirportal.concepts.models import Call, Scan, Seal, SignedFile
from wirportal.documents.errors import UnreadableFile
from wirportal.people.models import User

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 "


def on_paper(seal: Seal, data: bytes, by: User) -> None:
    sealing.sign_on_paper(
        concept_id=seal.concept_id, seal_id=seal.pk, data=data, media_type="application/pdf", by=by
    )


def by_file(seal: Seal, data: bytes, by: User) -> None:
    sealing.send_signed(concept_id=seal.concept_id, seal_id=seal.pk, data=data, by=by)


both = pytest.mark.parametrize("send", [on_paper, by_file])


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def sealed(alex: User) -> Seal:
    made = make.sealed(alex)
    Call.objects.update(signs_by_file=True)
    return made


def kept() -> int:
    return Scan.objects.count() + SignedFile.objects.count()


@both
def test_what_the_scanner_finds_is_not_kept(
    sealed: Seal, alex: User, settings: Any, clamd: Clamd, send: Callable[..., None]
) -> None:
    settings.CLAMAV = clamd.address
    with pytest.raises(UnreadableFile, match="Eicar"):
        send(sealed, PDF + EICAR, alex)
    assert kept() == 0
    send(sealed, PDF + b"harmlos", alex)
    assert kept() == 1


@both
@pytest.mark.parametrize("answer", [b"", b"stream: O", b"INSTREAM size limit exceeded. ERROR\0"])
def test_without_its_answer_nothing_is_kept(
    sealed: Seal, alex: User, settings: Any, send: Callable[..., None], answer: bytes
) -> None:
    later = pytest.raises(UnreadableFile, match="in einigen Minuten noch einmal")
    with scanner(saying(answer)) as settings.CLAMAV, later:
        send(sealed, PDF, alex)
    assert kept() == 0
