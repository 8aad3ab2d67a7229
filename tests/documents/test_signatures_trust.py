"""Whom we believe: revoked certificates, time-stamps, and the list that an administrator keeps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms, pem
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.documents.forging import contents, filled
from tests.documents.signing import (
    ADVANCED_CA,
    COLLEAGUE,
    ERIKA,
    FOREIGN_CA,
    FOREIGN_TSA,
    MAX,
    PERSON,
    QES,
    QUALIFIED_CA,
    ROOT,
    SIGNED,
    START,
    TRUST,
    TSA_CA,
    UPLOADED,
    Party,
    issue,
    issued,
    revocation_list,
    rsa_key,
    sign,
    stamper,
    status_answer,
    with_store,
)
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.signatures import Quality, Service, TrustList, Verdict
from wirportal.documents.signatures.judge import judge

pytestmark = [pytest.mark.documents, pytest.mark.hostile]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = UPLOADED - HOUR
"""When the administrator or a program has last asked for revocations."""
Build = Callable[[], bytes]


def verdict(upload: bytes, trust: TrustList = TRUST) -> Verdict:
    return judge(upload, issued(), trust, UPLOADED)


def notes(found: Verdict) -> set[str]:
    return {code for code, _ in found.remarks}


def only(*services: Service, **options: object) -> TrustList:
    return replace(TRUST, services=services, **options)  # type: ignore[arg-type]


QUALIFIED, ADVANCED, TIME = TRUST.services


# --- revocation -----------------------------------------------------------------------------------

REVOKED: dict[str, tuple[Build, str]] = {
    "answer of the issuer": (
        lambda: with_store(sign(issued()), [status_answer(ERIKA, SIGNED - DAY, NOW)]),
        "revoked",
    ),
    "list of the issuer": (
        lambda: with_store(
            sign(issued()),
            crls=[revocation_list(QUALIFIED_CA, (ERIKA, SIGNED - DAY), issued=NOW)],
        ),
        "revoked",
    ),
    "after signing, and no time-stamp": (
        lambda: with_store(sign(issued()), [status_answer(ERIKA, SIGNED + HOUR, NOW)]),
        "revoked",
    ),
    "after signing, time-stamp of a stranger": (
        lambda: with_store(
            sign(issued(), tsa=stamper(FOREIGN_TSA)), [status_answer(ERIKA, SIGNED + HOUR, NOW)]
        ),
        "revoked",
    ),
    "before the time-stamp": (
        lambda: with_store(
            sign(issued(), tsa=stamper()), [status_answer(ERIKA, SIGNED - HOUR, NOW)]
        ),
        "revoked",
    ),
    "good answer and a list that says otherwise": (
        lambda: with_store(
            sign(issued()),
            [status_answer(ERIKA, None, NOW)],
            [revocation_list(QUALIFIED_CA, (ERIKA, SIGNED - DAY), issued=NOW)],
        ),
        "revoked",
    ),
}


@pytest.mark.parametrize("case", REVOKED)
def test_a_revoked_certificate_is_refused(case: str) -> None:
    build, code = REVOKED[case]
    found = verdict(build())
    assert (found.code, found.quality) == (code, Quality.INVALID)


def test_a_revocation_that_the_administrator_knows_counts_without_any_in_the_file() -> None:
    known = revocation_list(QUALIFIED_CA, (ERIKA, SIGNED - DAY), issued=NOW)
    trust = replace(TRUST, revocation_lists=(known,))
    assert verdict(sign(issued()), trust).code == "revoked"
    assert verdict(sign(issued(), MAX), trust).code == "qualified"
    assert "revocation_unchecked" not in notes(verdict(sign(issued(), MAX), trust))


def test_a_revoked_issuer_takes_its_certificates_along() -> None:
    known = revocation_list(ROOT, (QUALIFIED_CA, SIGNED - DAY), issued=NOW)
    root = replace(QUALIFIED, certificate=ROOT.der)
    assert verdict(with_store(sign(issued()), crls=[known]), only(root)).code == "issuer_revoked"


FALSE_STATUS: dict[str, Build] = {
    "by a stranger": lambda: with_store(
        sign(issued()), [status_answer(ERIKA, None, NOW, responder=FOREIGN_CA)]
    ),
    "out of date": lambda: with_store(
        sign(issued()), [status_answer(ERIKA, None, SIGNED - 9 * DAY, days=2)]
    ),
    "for another": lambda: with_store(sign(issued()), [status_answer(MAX, None, NOW)]),
    "list of another issuer": lambda: with_store(
        sign(issued()), crls=[revocation_list(FOREIGN_CA, issued=NOW)]
    ),
}


@pytest.mark.parametrize("case", FALSE_STATUS)
def test_a_status_that_proves_nothing_counts_as_none(case: str) -> None:
    upload = FALSE_STATUS[case]()
    assert "revocation_unchecked" in notes(verdict(upload))
    strict = replace(TRUST, require_revocation=True)
    assert verdict(upload, strict).code == "revocation_unknown"


def test_where_a_status_is_required_one_that_holds_is_enough() -> None:
    strict = replace(TRUST, require_revocation=True)
    assert verdict(sign(issued()), strict).code == "revocation_unknown"
    upload = with_store(sign(issued()), [status_answer(ERIKA, None, NOW)])
    assert verdict(upload, strict).code == "qualified"


# --- time-stamps ----------------------------------------------------------------------------------

SHORT = issue("Bald", QUALIFIED_CA, says=QES, span=(START, SIGNED + DAY), **PERSON)


def test_a_time_stamp_proves_that_a_certificate_was_still_valid() -> None:
    assert verdict(sign(issued(), SHORT)).code == "expired_since"
    found = verdict(sign(issued(), SHORT, tsa=stamper()))
    assert (found.code, found.signatures[0].timestamped) == ("qualified", True)


def test_a_time_stamp_proves_that_a_certificate_was_not_yet_revoked() -> None:
    answer = status_answer(ERIKA, SIGNED + HOUR, NOW)
    assert verdict(with_store(sign(issued(), tsa=stamper()), [answer])).code == "qualified"


def test_a_time_stamp_after_the_end_proves_nothing() -> None:
    late = sign(issued(), SHORT, tsa=stamper(at=SIGNED + 2 * DAY - 2 * HOUR))
    assert verdict(late).code == "expired"


def test_a_time_stamp_of_another_signature_is_refused() -> None:
    upload = sign(issued(), tsa=stamper())
    mine, other = (
        cms.ContentInfo.load(contents(each)) for each in (upload, sign(issued(), tsa=stamper()))
    )
    borrowed = other["content"]["signer_infos"][0]["unsigned_attrs"]
    mine["content"]["signer_infos"][0]["unsigned_attrs"] = borrowed
    assert verdict(filled(upload, mine.dump())).code == "false_time"


def test_a_stranger_s_time_stamp_is_named_and_not_believed() -> None:
    found = verdict(sign(issued(), tsa=stamper(FOREIGN_TSA)))
    assert (found.code, found.signatures[0].timestamped) == ("qualified", False)
    assert {"time_unknown", "time_claimed"} <= notes(found)


def test_a_certificate_that_is_not_for_time_stamps_proves_no_time() -> None:
    person = issue("Uhrmacher", TSA_CA, rsa_key(3), **PERSON)
    assert not verdict(sign(issued(), tsa=stamper(person))).signatures[0].timestamped


# --- the list -------------------------------------------------------------------------------------

LISTS: dict[str, tuple[TrustList, str]] = {
    "none": (TrustList(), "no_trust_list"),
    "empty": (only(), "no_trust_list"),
    "old": (replace(TRUST, as_of=date(2026, 10, 1)), "old_trust_list"),
    "one day too old": (replace(TRUST, as_of=date(2026, 10, 20)), "old_trust_list"),
    "without a date": (replace(TRUST, as_of=None), "no_trust_list"),
    "of others": (only(replace(QUALIFIED, certificate=FOREIGN_CA.der)), "unknown_issuer"),
    "only for time-stamps": (only(replace(QUALIFIED, kind="timestamp")), "unknown_issuer"),
    "withdrawn": (only(replace(QUALIFIED, until=SIGNED - DAY)), "unknown_issuer"),
    "not yet": (only(replace(QUALIFIED, since=UPLOADED + DAY)), "unknown_issuer"),
}


@pytest.mark.parametrize("case", LISTS)
def test_nothing_is_green_without_a_list_that_holds(case: str) -> None:
    trust, code = LISTS[case]
    found = verdict(sign(issued()), trust)
    assert (found.code, found.quality) == (code, Quality.INDETERMINATE)


def test_a_forged_file_is_forged_without_a_list_too() -> None:
    upload = filled(sign(issued()), contents(sign(issued("Anderes"))))
    assert verdict(upload, TrustList()).code == "forged"


def test_a_list_may_just_be_as_old_as_it_says() -> None:
    assert verdict(sign(issued()), replace(TRUST, as_of=date(2026, 10, 21))).accepted


def test_a_certificate_counts_as_qualified_only_if_the_list_says_so() -> None:
    found = verdict(sign(issued()), only(replace(QUALIFIED, kind="advanced")))
    assert (found.code, notes(found) & {"only_claims"}) == ("advanced", {"only_claims"})


PLAIN: dict[str, tuple[str, ...]] = {
    "says nothing": (),
    "no secure device": ("qc_compliance", "qct_esign"),
    "not compliant": ("qc_sscd", "qct_esign"),
}


@pytest.mark.parametrize("case", PLAIN)
def test_a_plain_certificate_of_a_qualified_issuer_is_advanced(case: str) -> None:
    party = issue(f"Erika {case}", QUALIFIED_CA, says=PLAIN[case], **PERSON)
    assert verdict(sign(issued(), party)).code == "advanced"


def weakly_issued(party: Party) -> Party:
    """The same certificate, signed with SHA-1, which libraries do not make any more."""
    assert party.issuer
    made = party.asn1
    for place in (made, made["tbs_certificate"]):
        key = "signature" if place is not made else "signature_algorithm"
        place[key] = SignedDigestAlgorithm({"algorithm": "sha1_ecdsa"})
    body = made["tbs_certificate"].dump(force=True)
    made["signature_value"] = party.issuer.key.sign(body, ec.ECDSA(hashes.SHA1()))
    return replace(party, certificate=x509.load_der_x509_certificate(made.dump(force=True)))


def test_a_certificate_signed_with_sha1_is_weak() -> None:
    party = weakly_issued(issue("Alt", ADVANCED_CA, **PERSON))
    assert verdict(sign(issued(), party)).code == "weak"


# --- the folder -----------------------------------------------------------------------------------

META = """
as_of = 2026-11-15
revocation_lists = ["stand.crl"]
[[service]]
name = "QES"
kind = "qualified"
certificate = "qes.pem"
since = 2020-01-01
[[service]]
name = "Verwaltung"
kind = "advanced"
certificate = "verwaltung.der"
until = 2026-11-20
"""


def folder(path: Path, meta: str = META) -> Path:
    both = [pem.armor("CERTIFICATE", party.der) for party in (QUALIFIED_CA, FOREIGN_CA)]
    (path / "qes.pem").write_bytes(b"Kommentar\n" + b"".join(both))
    (path / "verwaltung.der").write_bytes(ADVANCED_CA.der)
    (path / "stand.crl").write_bytes(revocation_list(ADVANCED_CA, issued=NOW))
    (path / "trust.toml").write_text(meta)
    return path


def test_a_folder_of_certificates_is_a_list(tmp_path: Path) -> None:
    trust = TrustList.load(folder(tmp_path))
    assert [s.name for s in trust.services] == ["QES", "QES", "Verwaltung"]
    assert trust.max_age_days == 30
    assert TrustList.from_json(trust.as_json()) == trust
    assert verdict(sign(issued()), trust).code == "qualified"
    found = verdict(sign(issued(), COLLEAGUE), trust)
    assert found.code == "advanced"
    assert "revocation_unchecked" not in notes(found)
    assert judge(sign(issued(), COLLEAGUE), issued(), trust, UPLOADED + DAY).code != "advanced"


def test_no_folder_is_no_list(tmp_path: Path) -> None:
    assert TrustList.load(tmp_path / "nirgends") == TrustList() == TrustList.load(tmp_path)


@pytest.mark.parametrize(
    "meta",
    [
        "as_of = ",
        "max_age_days = 3",
        META.replace("2026-11-15", "'gestern'"),
        META.replace("2026-11-15", "2026-11-15T10:00:00"),
        META.replace('"qualified"', '"gut"'),
        META.replace("qes.pem", "fehlt.pem"),
        META.replace("qes.pem", "stand.crl").replace('"stand.crl"]', '"fehlt.crl"]'),
        META.replace("qes.pem", "trust.toml"),
        META.replace('name = "QES"', ""),
        "as_of = 2026-11-15\nservice = 3",
    ],
)
def test_a_faulty_list_is_said_to_be_faulty(meta: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="Vertrauensliste ist fehlerhaft"):
        TrustList.load(folder(tmp_path, meta))
