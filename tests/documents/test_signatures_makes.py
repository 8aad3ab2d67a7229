"""Signatures of other makes than pyHanko's, see makes/README.md; and poppler's, made here."""

import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from tests.documents import forging
from tests.documents.forging import contents, filled, flipped
from tests.documents.signing import ADVANCED_CA, PERSON, TRUST, issue, issued, rsa_key, update
from wirportal.documents.signatures import Service, TrustList, Verdict
from wirportal.documents.signatures.judge import judge

pytestmark = pytest.mark.documents

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ERIKA, MAX = "Erika Mustermann", "Max Muster"


@cache
def made(name: str) -> bytes:
    with zipfile.ZipFile(Path(__file__).parent / "makes" / "signed.zip") as archive:
        return archive.read(name)


def trust() -> TrustList:
    return replace(TRUST, services=(Service("RSA", "qualified", made("issuer.der")),))


def judged(upload: bytes, base: str = "issued.pdf") -> Verdict:
    return judge(upload, made(base), trust(), AT)


GOOD = {
    "itext-rsa": [ERIKA],
    "itext-certified": [ERIKA],
    "itext-ec-etsi-visible": [MAX],
    "pdfbox-rsa": [ERIKA],
    "pdfbox-ec-etsi": [MAX],
    "signpdf-acrobat": [ERIKA],
    "signpdf-etsi": [ERIKA],
    "openssl-acrobat": [ERIKA],
    "openssl-etsi": [ERIKA],
    "openssl-etsi-without-certificate-id": [ERIKA],
    "pyhanko": [ERIKA],
    "itext-pdfbox": [ERIKA, MAX],
    "pdfbox-itext": [ERIKA, MAX],
    "pyhanko-itext": [ERIKA, MAX],
    "pyhanko-pdfbox": [ERIKA, MAX],
}


@pytest.mark.parametrize("make", GOOD)
def test_a_good_signature_of_another_make_is_accepted(make: str) -> None:
    verdict = judged(made(f"{make}.pdf"))
    assert (verdict.code, list(verdict.signers)) == ("qualified", GOOD[make])
    assert all(each.signed_at and each.signed_at < AT for each in verdict.signatures)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("itext-rsa", "itext-pdfbox"),
        ("pdfbox-rsa", "pdfbox-itext"),
        ("pyhanko", "pyhanko-itext"),
        ("pyhanko", "pyhanko-pdfbox"),
    ],
)
def test_what_one_make_has_signed_another_person_signs(first: str, second: str) -> None:
    verdict = judged(made(f"{second}.pdf"), f"{first}.pdf")
    assert (verdict.code, verdict.signers) == ("qualified", (MAX,))
    assert [each.earlier for each in verdict.signatures] == [True, False]


def test_sha_1_is_weak_whoever_made_it() -> None:
    verdict = judged(made("itext-sha1.pdf"))
    assert (verdict.code, verdict.accepted) == ("weak", False)
    assert "aktuellen Signaturprogramm" in verdict.reason


def unknown_length(content: bytes) -> bytes:
    """The same signature in BER, as BouncyCastle and NSS write it: two zeros say that it ends."""
    return b"\x30\x80" + content[4:] + b"\0\0"


def test_a_signature_may_say_at_its_end_that_it_ends() -> None:
    upload = made("pyhanko.pdf")
    coded = unknown_length(contents(upload))
    assert judged(filled(upload, coded)).code == "qualified"
    assert judged(filled(upload, coded + b"<script>")).code == "uncovered"


# --- what is forgiven makes no forgery good -------------------------------------------------------


@pytest.mark.parametrize("make", GOOD)
def test_a_wrong_bit_in_the_signature_is_found(make: str) -> None:
    upload = made(f"{make}.pdf")
    content = contents(upload)
    signer = cms.ContentInfo.load(content)["content"]["signer_infos"][0]
    place = content.rindex(signer["signature"].native) + 9
    assert judged(filled(upload, flipped(content, place))).code == "forged"


@pytest.mark.parametrize("make", ["itext-rsa", "pdfbox-rsa", "signpdf-etsi"])
@pytest.mark.parametrize("change", forging.CHANGES, ids=lambda change: change.__name__)
def test_a_change_after_signing_is_refused(make: str, change: forging.Change) -> None:
    assert not judged(update(made(f"{make}.pdf"), change)).accepted


def test_another_digest_than_the_named_one_is_forged() -> None:
    """iText 5 names the kind of key alone: the digest is then taken from its own field."""
    upload = made("itext-ec-etsi-visible.pdf")
    content = contents(upload)
    names = bytes.fromhex("0609608648016503040201")  # SHA-256
    at = content.rindex(names) + len(names) - 1
    wrong = content[:at] + b"\x03" + content[at + 1 :]  # SHA-512
    assert judged(filled(upload, wrong)).code == "forged"


# --- poppler --------------------------------------------------------------------------------------


def poppler(document: bytes, folder: Path) -> bytes:
    """Signed by poppler's pdfsig with a key in an NSS database."""
    if not all(shutil.which(tool) for tool in ("pdfsig", "certutil", "pk12util")):
        pytest.skip("pdfsig or NSS is not installed (Debian: poppler-utils, libnss3-tools)")
    version = subprocess.run(["pdfsig", "-v"], capture_output=True, text=True).stderr
    if " version 22." not in version:
        pytest.skip("how other versions of pdfsig than 22 sign is not known")
    party = issue("Erika Muster", ADVANCED_CA, rsa_key(), **PERSON)
    packed = pkcs12.serialize_key_and_certificates(
        b"erika", party.key, party.certificate, None, BestAvailableEncryption(b"wir")
    )
    (folder / "key.p12").write_bytes(packed)
    (folder / "issued.pdf").write_bytes(document)
    nss = f"sql:{folder}"
    for command in (
        f"certutil -N -d {nss} --empty-password",
        f"pk12util -i key.p12 -d {nss} -W wir",
        f"pdfsig issued.pdf signed.pdf -add-signature -no-ocsp -nssdir {nss} -nick erika",
    ):
        subprocess.run(command.split(), cwd=folder, capture_output=True)
    return (folder / "signed.pdf").read_bytes()


def test_poppler_adds_objects_that_cannot_be_and_is_refused_with_advice(tmp_path: Path) -> None:
    """Its new objects claim to replace older ones that never were; see ADR 0016."""
    upload = poppler(issued(), tmp_path)
    assert upload.startswith(issued()) and b"/ByteRange" in upload[len(issued()) :]
    verdict = judge(upload, issued(), TRUST, datetime.now(UTC))
    assert verdict.code == "damaged"
    assert "mit einem anderen Programm" in verdict.reason
