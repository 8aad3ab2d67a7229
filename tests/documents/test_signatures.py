"""Good signatures of all makes, and the check as the portal and the command run it."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.fields import MDPPerm

from tests.documents import forging
from tests.documents.signing import (
    ADVANCED_CA,
    COLLEAGUE,
    ERIKA,
    MAX,
    PERSON,
    QES,
    QUALIFIED_CA,
    ROOT,
    SEAL,
    SIGNED,
    TRUST,
    TSA,
    UPLOADED,
    concept,
    curve,
    ed448_key,
    ed_key,
    evidence,
    issue,
    issued,
    revocation_list,
    rsa_key,
    sign,
    stamper,
    status_answer,
    with_field,
    with_store,
)
from tests.documents.test_cli import wirportal
from wirportal.documents import alone
from wirportal.documents.signatures import Quality, TrustList, Verdict, check_signature
from wirportal.documents.signatures.judge import judge
from wirportal.documents.signatures.verdicts import FINDINGS, NOTES

pytestmark = pytest.mark.documents

Build = Callable[[], bytes]
BOX = (50, 50, 250, 100)
HOUR = timedelta(hours=1)


def person(name: str, key: object, **options: object) -> object:
    return issue(name, QUALIFIED_CA, key, says=QES, **PERSON, **options)  # type: ignore[arg-type]


def by(party: object = ERIKA, **options: object) -> Build:
    return lambda: sign(issued(), party, **options)  # type: ignore[arg-type]


def lt(**options: object) -> Build:
    """With all that is needed to prove it for longer, as a program embeds it."""
    return lambda: sign(
        issued(),
        tsa=stamper(),
        lt=evidence(status_answer(ERIKA), status_answer(TSA), crls=[revocation_list(ROOT)]),
        **options,  # type: ignore[arg-type]
    )


LONG = QUALIFIED_CA
for _number in range(4):
    LONG = issue(f"CA {_number}", LONG, ca=True)
CROSS = issue("Verwaltungs-CA", ROOT, ADVANCED_CA.key, ca=True)
RESPONDER = issue("Auskunft", QUALIFIED_CA, purposes=[ExtendedKeyUsageOID.OCSP_SIGNING])

GOOD: dict[str, tuple[Build, str]] = {
    "B, P-256": (by(), "qualified"),
    "P-384": (by(person("P-384", curve(1, ec.SECP384R1())), digest="sha384"), "qualified"),
    "P-521": (by(person("P-521", curve(1, ec.SECP521R1())), digest="sha512"), "qualified"),
    "Brainpool": (by(person("Brainpool", curve(1, ec.BrainpoolP256R1()))), "qualified"),
    "RSA": (by(person("RSA", rsa_key())), "qualified"),
    "RSA-PSS": (by(person("RSA", rsa_key()), pss=True), "qualified"),
    "RSA, SHA-512": (by(person("RSA", rsa_key()), digest="sha512"), "qualified"),
    "RSA 3072": (by(person("RSA 3072", rsa_key(4, 3072)), pss=True), "qualified"),
    "Ed25519": (by(person("Ed25519", ed_key()), digest="sha512"), "qualified"),
    "Ed448": (by(person("Ed448", ed448_key()), digest="shake256"), "qualified"),
    "SHA3": (by(digest="sha3_256"), "qualified"),
    "B-T": (by(tsa=stamper()), "qualified"),
    "B-LT": (lt(), "qualified"),
    "B-LTA": (lt(use_pades_lta=True), "qualified"),
    "B-LT, status by a responder": (
        lambda: with_store(
            sign(issued()), [status_answer(ERIKA, None, UPLOADED, responder=RESPONDER)]
        ),
        "qualified",
    ),
    "B-LT, list": (
        lambda: with_store(sign(issued()), crls=[revocation_list(QUALIFIED_CA, issued=UPLOADED)]),
        "qualified",
    ),
    "Acrobat's way": (by(pades=False), "qualified"),
    "Acrobat's way, with status": (lt(pades=False), "qualified"),
    "visible": (by(box=BOX), "qualified"),
    "with place and reason": (by(location="Musterstadt", reason="Zeichnung"), "qualified"),
    "certified, nothing may change": (by(certify=MDPPerm.NO_CHANGES), "qualified"),
    "certified, others may sign": (by(certify=MDPPerm.FILL_FORMS), "qualified"),
    "certified, visible, stamped": (
        by(certify=MDPPerm.FILL_FORMS, box=BOX, tsa=stamper()),
        "qualified",
    ),
    "two": (lambda: sign(sign(issued()), MAX, name="2"), "qualified"),
    "three": (lambda: sign(sign(sign(issued()), MAX, name="2"), COLLEAGUE, name="3"), "advanced"),
    "certified, then signed": (
        lambda: sign(sign(issued(), certify=MDPPerm.FILL_FORMS), MAX, name="2"),
        "qualified",
    ),
    "advanced": (by(COLLEAGUE), "advanced"),
    "advanced, only a name": (by(issue("Erika Mustermann", ADVANCED_CA)), "advanced"),
    "advanced, of an organisation": (
        by(issue("Erika Mustermann", ADVANCED_CA, organization="Kreis Musterland")),
        "advanced",
    ),
    "advanced, digital signature": (
        by(issue("Erika", ADVANCED_CA, usage="digital_signature", **PERSON)),
        "advanced",
    ),
    "advanced, for e-mail too": (
        by(issue("Mail", ADVANCED_CA, purposes=[ExtendedKeyUsageOID.EMAIL_PROTECTION], **PERSON)),
        "advanced",
    ),
    "long chain": (by(issue("Lang", LONG, says=QES, **PERSON)), "qualified"),
    "cross-signed issuer": (by(replace(COLLEAGUE, issuer=CROSS)), "advanced"),
    "chain left out": (by(chain=False), "qualified"),
    "statement without a type": (
        by(issue("Alt", QUALIFIED_CA, says=("qc_compliance", "qc_sscd"), **PERSON)),
        "qualified",
    ),
    "umlauts": (by(issue("Dr. Jörg Groß-Öztürk", QUALIFIED_CA, says=QES, **PERSON)), "qualified"),
    "a person's and a seal": (
        lambda: sign(
            sign(issued()),
            issue("Kreis", QUALIFIED_CA, says=SEAL, organization="Kreis"),
            name="Siegel",
        ),
        "qualified",
    ),
    "clock an hour wrong": (by(at=UPLOADED + HOUR), "qualified"),
}


@pytest.mark.parametrize("case", GOOD)
def test_a_good_signature_is_accepted(case: str) -> None:
    build, code = GOOD[case]
    verdict = judge(build(), issued(), TRUST, UPLOADED)
    assert (verdict.code, verdict.accepted) == (code, True)
    assert verdict.quality == FINDINGS[code][0]
    noted = "revocation_unchecked" in dict(verdict.remarks)
    assert noted is not (case.startswith("B-LT") or case.endswith("with status"))


def test_the_verdict_says_who_and_when() -> None:
    verdict = judge(
        sign(sign(issued()), MAX, name="2", at=SIGNED + HOUR), issued(), TRUST, UPLOADED
    )
    assert verdict.signers == ("Erika Mustermann", "Max Muster")
    assert [each.signed_at for each in verdict.signatures] == [SIGNED, SIGNED + HOUR]
    assert verdict.reason == (
        "Qualifizierte elektronische Unterschrift von Erika Mustermann, Zertifikat von "
        "„Beispiel QES-CA“."
    )
    assert "kein Zeitstempel" in verdict.notes[0]


def test_one_that_can_prove_everything_leaves_nothing_to_note() -> None:
    verdict = judge(lt(use_pades_lta=True)(), issued(), TRUST, UPLOADED)
    assert (verdict.notes, verdict.signatures[0].timestamped) == ((), True)


def test_the_printed_concept_can_be_signed() -> None:
    assert judge(sign(concept(), box=BOX), concept(), TRUST, UPLOADED).code == "qualified"


def test_a_field_that_the_portal_has_prepared_can_be_signed() -> None:
    for box in (None, BOX):
        base = with_field(issued(), box=box)
        verdict = judge(sign(base, name="Zeichnung"), base, TRUST, UPLOADED)
        assert verdict.code == "qualified"


def test_a_large_file_can_be_signed() -> None:
    large = issued("#for n in range(200) [Absatz #n #pagebreak()]" + " Wort" * 50_000)
    assert len(large) > 300_000
    assert judge(sign(large), large, TRUST, UPLOADED).code == "qualified"


def test_the_second_person_signs_what_the_first_has_signed() -> None:
    first = sign(issued(), COLLEAGUE)
    verdict = judge(sign(first, name="2"), first, TRUST, UPLOADED)
    assert (verdict.code, verdict.signers) == ("qualified", ("Erika Mustermann",))
    assert [(s.code, s.earlier) for s in verdict.signatures] == [
        ("advanced", True),
        ("qualified", False),
    ]


def test_the_portal_may_have_sealed_the_file_before() -> None:
    seal = issue("Portal", issue("Eigene CA", ca=True), organization="Portal")
    base = sign(issued(), seal, name="Siegel")
    assert judge(sign(base), base, TRUST, UPLOADED).code == "qualified"


@pytest.mark.parametrize(
    ("expected", "same"),
    [
        ("Erika Mustermann", True),
        ("Mustermann, Erika", True),
        ("Dr. Erika Mustermann", True),
        ("ERIKA MUSTERMANN", True),
        ("Erika Maria Mustermann", True),
        ("Erika Musterfrau", False),
        ("Max Mustermann", False),
        ("Mustermann", False),
        ("", True),
    ],
)
def test_another_name_is_noted_and_not_refused(expected: str, same: bool) -> None:
    verdict = judge(sign(issued()), issued(), TRUST, UPLOADED, expected)
    assert verdict.accepted
    assert ("name_differs" in dict(verdict.remarks)) is not same


def test_umlauts_may_be_spelt_out() -> None:
    verdict = judge(sign(issued(), COLLEAGUE), issued(), TRUST, UPLOADED, "Joerg Gross")
    assert "name_differs" not in dict(verdict.remarks)


def test_a_name_cannot_deceive_the_reader() -> None:
    name = "Erika\u202e\nMustermann" + "n" * 40
    verdict = judge(sign(issued(), issue(name, ADVANCED_CA)), issued(), TRUST, UPLOADED)
    assert verdict.signers == ("Erika Mustermann" + "n" * 40,)


def test_a_name_with_braces_is_only_a_name() -> None:
    party = issue("Erika {signer.__class__}", ADVANCED_CA, **PERSON)
    assert "{signer.__class__}" in judge(sign(issued(), party), issued(), TRUST, UPLOADED).reason


def test_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificates say where to ask; that would tell others who signs here."""

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("network")

    upload = lt()()
    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert judge(upload, issued(), TRUST, UPLOADED).accepted


# --- in a process of its own ----------------------------------------------------------------------


def test_the_portal_gets_the_same_verdict_from_another_process() -> None:
    upload = sign(sign(issued(), tsa=stamper()), MAX, name="2")
    verdict = check_signature(upload, issued(), TRUST, UPLOADED, "Erika Musterfrau")
    assert verdict == judge(upload, issued(), TRUST, UPLOADED, "Erika Musterfrau")
    assert Verdict.from_json(json.loads(json.dumps(verdict.as_json()))) == verdict


@pytest.mark.hostile
def test_a_file_that_unpacks_to_gigabytes_harms_nobody() -> None:
    upload = forging.with_bomb(sign(issued()))
    verdict = check_signature(upload, issued(), TRUST, UPLOADED)
    assert verdict.code in ("too_costly", "damaged", "changed_after")


@pytest.mark.hostile
def test_a_check_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wirportal.documents.signatures.check.SECONDS", 0.1)
    begun = time.monotonic()
    verdict = check_signature(sign(issued()), issued(), TRUST, UPLOADED)
    assert (verdict.code, verdict.quality) == ("too_costly", Quality.INDETERMINATE)
    assert time.monotonic() - begun < 20


@pytest.mark.hostile
def test_a_process_that_dies_is_not_green(tmp_path: Path) -> None:
    status, said = alone.run("wirportal.documents.signatures", str(tmp_path), seconds=60)
    assert status == 1 and b"FileNotFoundError" in said


def test_the_portal_starts_without_pyhanko() -> None:
    code = (
        "import sys, wirportal.cli, wirportal.documents.signatures, wirportal.documents.reading\n"
        "import wirportal.documents.pdf\n"
        "assert not {'pyhanko', 'asn1crypto', 'aiohttp'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- the command ----------------------------------------------------------------------------------


def test_the_command_prints_the_verdict_and_fails_unless_it_is_good(tmp_path: Path) -> None:
    trust = tmp_path / "vertrauen"
    trust.mkdir()
    (trust / "ca.der").write_bytes(QUALIFIED_CA.der)
    (trust / "trust.toml").write_text(
        "as_of = 2026-11-15\n[[service]]\nname = 'QES'\n"
        "kind = 'qualified'\ncertificate = 'ca.der'\n"
    )
    ours, upload = tmp_path / "ours.pdf", tmp_path / "upload.pdf"
    ours.write_bytes(issued())
    upload.write_bytes(sign(issued()))
    options = ("--issued", ours, "--at", UPLOADED.isoformat())
    run = wirportal("signature", upload, *options, "--trust", trust)
    said = json.loads(run.stdout)
    assert (run.returncode, run.stderr, said["quality"]) == (0, "", "qualifiziert")
    assert (said["signers"], said["code"]) == (["Erika Mustermann"], "qualified")
    run = wirportal("signature", upload, *options)
    assert (run.returncode, json.loads(run.stdout)["code"]) == (1, "no_trust_list")
    run = wirportal("signature", ours, *options)
    assert (run.returncode, json.loads(run.stdout)["quality"]) == (1, "ungültig")
    run = wirportal("signature", tmp_path / "nirgends.pdf", *options)
    assert (run.returncode, run.stdout) == (2, "")


# --- the tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [*FINDINGS, *NOTES])
def test_every_finding_is_said_in_short_sentences(code: str) -> None:
    sentence = FINDINGS[code][1] if code in FINDINGS else NOTES[code]
    assert sentence.endswith(".")
    assert max(len(part.split()) for part in sentence.replace(":", ".").split(". ")) <= 24


def test_an_empty_list_is_nobody() -> None:
    assert TrustList().certificates(UPLOADED, "qualified", "advanced", "timestamp") == []
