"""Signed files that are forged, damaged or not what they should be: each refused with a reason."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.sign.fields import MDPPerm

from tests.documents import forging
from tests.documents.forging import contents, covering, filled, flipped, hole, resaved
from tests.documents.signing import (
    ADVANCED_CA,
    END,
    ERIKA,
    FOREIGN_CA,
    FOREIGN_TSA,
    MAX,
    PERSON,
    QES,
    QUALIFIED_CA,
    SEAL,
    SIGNED,
    START,
    TRUST,
    TSA,
    TSA_CA,
    UPLOADED,
    curve,
    issue,
    issued,
    rsa_key,
    sign,
    stamper,
    update,
    with_field,
)
from wirportal.documents.signatures import Quality, TrustList, Verdict
from wirportal.documents.signatures.check import BYTES
from wirportal.documents.signatures.judge import judge
from wirportal.documents.signatures.verdicts import FINDINGS

pytestmark = [pytest.mark.documents, pytest.mark.hostile]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Build = Callable[[], bytes]


def signed() -> bytes:
    return sign(issued())


def refused(upload: bytes, code: str, trust: TrustList = TRUST, base: bytes = b"") -> Verdict:
    verdict = judge(upload, base or issued(), trust, UPLOADED)
    assert (verdict.code, verdict.accepted) == (code, False)
    assert verdict.quality == FINDINGS[code][0]
    assert "{" not in verdict.reason and len(verdict.reason) > 20
    return verdict


# --- not our file ---------------------------------------------------------------------------------

FILES: dict[str, tuple[Build, str]] = {
    "nothing": (lambda: b"", "empty"),
    "only blanks": (lambda: b" \n" * 99, "empty"),
    "too large": (lambda: issued() + b"0" * BYTES, "too_large"),
    "photo": (lambda: b"\xff\xd8\xff\xe0" + b"0" * 999, "image"),
    "screenshot": (lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 999, "image"),
    "fax": (lambda: b"II*\0" + b"0" * 999, "image"),
    "Word file": (lambda: b"PK\x03\x04" + b"0" * 999, "not_pdf"),
    "text": (lambda: b"gez. Erika Mustermann", "not_pdf"),
    "detached signature": (lambda: contents(signed()), "not_pdf"),
    "unsigned": (issued, "unsigned"),
    "newline added": (lambda: issued() + b"\n", "no_signature"),
    "comment in the code": (lambda: issued() + b"\n%/ByteRange\n", "no_signature"),
    "picture of a signature": (lambda: update(issued(), forging.comment), "no_signature"),
    "scan": (lambda: issued("Scan"), "not_ours_unsigned"),
    "printed anew": (lambda: resaved(issued(), object_stream_mode=1), "not_ours_unsigned"),
    "other revision": (lambda: sign(issued("60.000 Euro")), "other_file"),
    "other concept": (lambda: sign(issued("Stadt Beispiel")), "other_file"),
    "saved anew after signing": (lambda: resaved(signed()), "resaved"),
    "saved anew before signing": (lambda: sign(resaved(issued())), "resaved"),
    "optimised for the web": (lambda: resaved(signed(), linearize=True), "resaved"),
    "a bit of ours is wrong": (lambda: flipped(signed(), 500), "resaved"),
    "a byte before ours": (lambda: b"\n" + signed(), "resaved"),
    "cut off in our part": (lambda: signed()[: len(issued()) // 2], "not_ours_unsigned"),
}


@pytest.mark.parametrize("case", FILES)
def test_another_file_is_refused(case: str) -> None:
    build, code = FILES[case]
    refused(build(), code)


# --- changed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", forging.CHANGES, ids=lambda change: change.__name__)
def test_a_change_after_signing_is_refused(change: forging.Change) -> None:
    verdict = refused(update(signed(), change), "changed_after")
    assert "Erika Mustermann" in verdict.reason


@pytest.mark.parametrize("change", forging.CHANGES, ids=lambda change: change.__name__)
def test_a_change_in_the_signed_revision_is_refused(change: forging.Change) -> None:
    """Validators take it for sound: it is signed. But it is not what we have issued."""
    refused(sign(issued(), change=change), "changed_before")


def with_action(field: DictionaryObject) -> None:
    field[name("/AA")] = DictionaryObject({name("/S"): name("/JavaScript")})


CHANGED: dict[str, tuple[Build, str]] = {
    "overlay prepared before": (lambda: sign(update(issued(), forging.overlay)), "changed_before"),
    "other form": (lambda: sign(issued(), change=forging.other_form), "changed_before"),
    "field that acts": (lambda: forging.with_fields_of(issued(), with_action), "changed_before"),
    "another file behind ours": (lambda: signed() + sign(issued("Neu")), "damaged"),
    "ours before another file": (lambda: issued() + sign(issued("Neu")), "damaged"),
    "one more empty field": (lambda: with_field(signed(), "Noch eine"), "changed_after"),
    "rubbish at the end": (lambda: signed() + b"%" + b"x" * 50 + b"\n", "changed_after"),
    "hidden at the end": (lambda: signed() + b"\n<script>\n%%EOF\n", "damaged"),
    "change between two": (
        lambda: sign(update(signed(), forging.rotate), MAX, name="2"),
        "changed_after",
    ),
    "change after two": (
        lambda: update(sign(signed(), MAX, name="2"), forging.comment),
        "changed_after",
    ),
    "field where nothing may be added": (
        lambda: with_field(sign(issued(), certify=MDPPerm.NO_CHANGES), box=(9, 9, 99, 99)),
        "changed_after",
    ),
    "cut off": (lambda: signed()[:-300], "damaged"),
    "no end": (lambda: signed() + b"startxref\n12\n%%EOF\n", "damaged"),
    "xref in a circle": (
        lambda: signed() + b"trailer <</Prev 0>>\nstartxref\n99999999\n%%EOF\n",
        "damaged",
    ),
}


@pytest.mark.parametrize("case", CHANGED)
def test_a_changed_file_is_refused(case: str) -> None:
    build, code = CHANGED[case]
    refused(build(), code)


def test_second_person_cannot_change_what_the_first_has_signed() -> None:
    first = signed()
    second = sign(first, MAX, name="2", change=forging.rotate)
    refused(second, "changed_before", base=first)


def test_an_accepted_upload_without_a_new_signature_is_no_second_one() -> None:
    first = signed()
    refused(first, "no_new_signature", base=first)
    refused(first + b"\n", "no_new_signature", base=first)
    refused(with_field(first, "2"), "no_new_signature", base=first)


# --- the signature itself -------------------------------------------------------------------------


def time_only() -> bytes:
    from io import BytesIO

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfTimeStamper

    output = PdfTimeStamper(stamper()).timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(issued())), "sha256"
    )
    return bytes(output.getvalue())


BROKEN: dict[str, tuple[Build, str]] = {
    "bit in what was added": (lambda: flipped(signed(), hole(signed())[0] - 9), "damaged"),
    "bit in the digest": (
        lambda: forging.damaged_contents(signed(), b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04", 9),
        "forged",
    ),
    "bit in the signature": (
        lambda: filled(signed(), flipped(contents(signed()), -3)),
        "forged",
    ),
    "signature of another file": (
        lambda: filled(signed(), contents(sign(issued("Anderes")))),
        "forged",
    ),
    "empty signature": (lambda: filled(signed(), b""), "damaged"),
    "rubbish for a signature": (lambda: filled(signed(), b"\x30\x82" + b"x" * 900), "damaged"),
    "somebody else's certificate": (
        lambda: filled(signed(), forging.by_hand(b"0" * 32, MAX, ERIKA)),
        "forged",
    ),
    "only a time-stamp": (time_only, "no_signature"),
    "old kind": (
        lambda: signed().replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 "),
        "unsupported",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_signature_is_refused(case: str) -> None:
    build, code = BROKEN[case]
    refused(build(), code)


RANGES: dict[str, Callable[[int, int, int], list[int]]] = {
    "not from the beginning": lambda gap, after, end: [9, gap - 9, after, end - after],
    "gap begins early": lambda gap, after, end: [0, gap - 40, after, end - after],
    "gap ends late": lambda gap, after, end: [0, gap, after + 40, end - after - 40],
    "not to the end": lambda gap, after, end: [0, gap, after, end - after - 40],
    "only before": lambda gap, after, end: [0, gap, after, 0],
    "parts overlap": lambda gap, after, end: [0, gap, gap - 40, 40],
    "two holes": lambda gap, after, end: [0, 99, 120, gap - 120, after, end - after],
    "everything is the hole": lambda gap, after, end: [0, 20, after, end - after],
    "beyond the end": lambda gap, after, end: [0, gap, after, end - after + 40],
}


@pytest.mark.parametrize("case", RANGES)
def test_a_signature_that_leaves_bytes_out_is_refused(case: str) -> None:
    verdict = judge(covering(signed(), RANGES[case]), issued(), TRUST, UPLOADED)
    assert verdict.code in ("uncovered", "damaged", "forged", "changed_after")
    assert verdict.quality == Quality.INVALID


def test_nothing_hides_behind_the_signature() -> None:
    whole = covering(signed(), lambda gap, after, end: [0, gap, after, end - after], "<script>")
    refused(whole, "uncovered")


# --- who signed -----------------------------------------------------------------------------------


def by(party: object, **options: object) -> Build:
    return lambda: sign(issued(), party, **options)  # type: ignore[arg-type]


OLD = (START - 800 * DAY, SIGNED - DAY)
ENDING = (START, SIGNED + DAY)
IMPOSTOR_CA = issue("Beispiel QES-CA", key=curve(666), ca=True)


PEOPLE: dict[str, tuple[Build, str]] = {
    "expired": (by(issue("Alt", QUALIFIED_CA, says=QES, span=OLD, **PERSON)), "expired"),
    "expired since": (
        by(issue("Bald", QUALIFIED_CA, says=QES, span=ENDING, **PERSON)),
        "expired_since",
    ),
    "expired since, time-stamp of a stranger": (
        by(issue("Bald", QUALIFIED_CA, says=QES, span=ENDING, **PERSON), tsa=stamper(FOREIGN_TSA)),
        "expired_since",
    ),
    "not yet valid": (
        by(issue("Neu", QUALIFIED_CA, says=QES, span=(SIGNED + DAY, END), **PERSON)),
        "not_yet_valid",
    ),
    "clock in the future": (by(ERIKA, at=UPLOADED + 5 * HOUR), "in_the_future"),
    "time-stamp in the future": (
        by(ERIKA, tsa=stamper(at=UPLOADED + 5 * HOUR)),
        "in_the_future",
    ),
    "signed herself": (by(issue("Erika Mustermann", says=QES, **PERSON)), "unknown_issuer"),
    "unknown issuer": (by(issue("Fremd", FOREIGN_CA, says=QES, **PERSON)), "unknown_issuer"),
    "issuer of the same name": (
        by(issue("Falsch", IMPOSTOR_CA, says=QES, **PERSON)),
        "unknown_issuer",
    ),
    "issued by a person": (by(issue("Kind", ERIKA, says=QES, **PERSON)), "unknown_issuer"),
    "issued for time-stamps": (by(issue("Uhr", TSA_CA, says=QES, **PERSON)), "unknown_issuer"),
    "seal": (by(issue("Kreis Musterland", QUALIFIED_CA, says=SEAL, organization="Kreis")), "seal"),
    "seal with a person's name": (
        by(issue("Erika", QUALIFIED_CA, says=SEAL, **PERSON)),
        "seal",
    ),
    "organisation": (
        by(issue("Kreis Musterland", ADVANCED_CA, organization="Kreis Musterland")),
        "seal",
    ),
    "organisation by number": (
        by(issue("Poststelle", ADVANCED_CA, organization_id="VATDE-1")),
        "seal",
    ),
    "organisation without a common name": (
        by(issue("", ADVANCED_CA, curve(5), organization="Kreis Musterland")),
        "seal",
    ),
    "stamped seal": (
        by(issue("Siegel", QUALIFIED_CA, says=SEAL, organization="Kreis"), tsa=stamper()),
        "seal",
    ),
    "web server": (
        by(
            issue(
                "www.example.org",
                ADVANCED_CA,
                usage="digital_signature",
                purposes=[ExtendedKeyUsageOID.SERVER_AUTH],
            )
        ),
        "wrong_purpose",
    ),
    "web server, qualified": (
        by(issue("www.example.org", QUALIFIED_CA, says=("qc_compliance", "qct_web"))),
        "wrong_purpose",
    ),
    "for encryption": (
        by(issue("Erika", ADVANCED_CA, usage="key_encipherment", **PERSON)),
        "wrong_purpose",
    ),
    "issuer": (by(ADVANCED_CA), "wrong_purpose"),
    "time-stamp service": (by(TSA), "wrong_purpose"),
    "pseudonym": (
        by(issue("Rose 7", QUALIFIED_CA, says=QES, pseudonym="Rose 7")),
        "pseudonym",
    ),
    "pseudonym by sign": (by(issue("Rose 7:PN", QUALIFIED_CA, says=QES)), "pseudonym"),
    "SHA-1": (by(ERIKA, digest="sha1"), "weak"),
    "MD5": (by(issue("Rita", ADVANCED_CA, rsa_key(), **PERSON), digest="md5"), "weak"),
    "RSA 1024": (by(issue("Rita", ADVANCED_CA, rsa_key(9, 1024), **PERSON)), "weak"),
    "hides the page": (by(ERIKA, box=(10, 10, 580, 600)), "covers_page"),
}


@pytest.mark.parametrize("case", PEOPLE)
def test_a_signature_by_the_wrong_one_is_not_green(case: str) -> None:
    build, code = PEOPLE[case]
    refused(build(), code)
