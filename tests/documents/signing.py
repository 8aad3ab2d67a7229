"""A small world of issuers, people and time-stamps, and people who sign: without any network."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

import typst
from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
    ObjectIdentifier,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.ades.qualified_asn1 import QcStatements
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.documents.contents import musterland
from wirportal.documents import pdf
from wirportal.documents.signatures import Service, TrustList

SIGNED = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
UPLOADED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
START, END = datetime(2025, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
QES = ("qc_compliance", "qc_sscd", "qct_esign")
SEAL = ("qc_compliance", "qc_sscd", "qct_eseal")
PERSON: dict[str, Any] = {"given_name": "Erika", "surname": "Mustermann"}
NOWHERE = "http://127.0.0.1:9"
"""Certificates name it for everything that could be fetched."""
_NAMES = {
    "given_name": NameOID.GIVEN_NAME,
    "surname": NameOID.SURNAME,
    "organization": NameOID.ORGANIZATION_NAME,
    "organization_id": NameOID.ORGANIZATION_IDENTIFIER,
    "pseudonym": NameOID.PSEUDONYM,
}


@dataclass(frozen=True)
class Party:
    """Somebody with a key and a certificate."""

    certificate: x509.Certificate
    key: Any = field(repr=False)
    issuer: "Party | None" = None

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.der)

    @property
    def secret(self) -> asn1_keys.PrivateKeyInfo:
        plain = serialization.NoEncryption()
        form = serialization.PrivateFormat.PKCS8
        return asn1_keys.PrivateKeyInfo.load(
            self.key.private_bytes(serialization.Encoding.DER, form, plain)
        )

    @property
    def chain(self) -> list[asn1_x509.Certificate]:
        return [self.issuer.asn1, *self.issuer.chain] if self.issuer else []


def curve(number: int, kind: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    """Always the same key for the same number."""
    return ec.derive_private_key(10**30 + number, kind or ec.SECP256R1())


@cache
def rsa_key(number: int = 0, size: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, size)


def ed_key() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.from_private_bytes(b"w" * 32)


def ed448_key() -> ed448.Ed448PrivateKey:
    return ed448.Ed448PrivateKey.from_private_bytes(b"w" * 57)


def statements(*said: str) -> bytes:
    """The extension of qualified certificates."""
    rows: list[dict[str, Any]] = [{"statement_id": each} for each in said if each[:3] == "qc_"]
    types = [each for each in said if each[:4] == "qct_"]
    if types:
        rows.append({"statement_id": "qc_type", "statement_info": types})
    content: bytes = QcStatements(rows).dump()
    return content


def issue(
    name: str,
    by: Party | None = None,
    key: Any = None,
    *,
    ca: bool = False,
    span: tuple[datetime, datetime] = (START, END),
    says: Sequence[str] = (),
    usage: str = "non_repudiation",
    purposes: Sequence[ObjectIdentifier] = (),
    urls: bool = True,
    **names: str,
) -> Party:
    """A certificate; of an issuer if `ca`, self-signed without `by`."""
    key = key or curve(sum(name.encode()) * 7 + len(name))
    pairs = [(NameOID.COMMON_NAME, name)] if name else []
    pairs += [(_NAMES[kind], value) for kind, value in names.items()]
    subject = x509.Name([x509.NameAttribute(kind, value) for kind, value in pairs])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(int.from_bytes((name or "?").encode()[:16] + str(span[1].year).encode()))
        .not_valid_before(span[0])
        .not_valid_after(span[1])
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(_usage(*(("key_cert_sign", "crl_sign") if ca else (usage,))), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
        if ExtendedKeyUsageOID.OCSP_SIGNING in purposes:  # nobody asks for the one who answers
            builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    if says:
        oid = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
        builder = builder.add_extension(x509.UnrecognizedExtension(oid, statements(*says)), False)
    if urls and by:
        builder = _with_urls(builder)
    signing = by.key if by else key
    plain = isinstance(signing, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey)
    return Party(builder.sign(signing, None if plain else hashes.SHA256()), key, by)


def _usage(*allowed: str) -> x509.KeyUsage:
    kinds = (
        "digital_signature", "non_repudiation", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(*(kind in allowed for kind in kinds))


def _with_urls(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    """Where revocation could be looked up, if anybody were to."""
    address = x509.UniformResourceIdentifier(NOWHERE)
    point = x509.DistributionPoint([address], None, None, None)
    access = [
        x509.AccessDescription(AuthorityInformationAccessOID.OCSP, address),
        x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, address),
    ]
    return builder.add_extension(x509.CRLDistributionPoints([point]), False).add_extension(
        x509.AuthorityInformationAccess(access), False
    )


# --- revocation -----------------------------------------------------------------------------------


def revocation_list(
    issuer: Party,
    *revoked: tuple[Party, datetime],
    issued: datetime = SIGNED + timedelta(minutes=5),
    days: int = 7,
) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(issued)
        .next_update(issued + timedelta(days=days))
        .add_extension(x509.CRLNumber(1), False)
    )
    for party, when in revoked:
        row = x509.RevokedCertificateBuilder().serial_number(party.certificate.serial_number)
        builder = builder.add_revoked_certificate(row.revocation_date(when).build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def status_answer(
    party: Party,
    revoked: datetime | None = None,
    issued: datetime = SIGNED + timedelta(minutes=5),
    days: int = 7,
    responder: Party | None = None,
) -> asn1_ocsp.OCSPResponse:
    """What the issuer, or another responder, answers to the question for a certificate."""
    assert party.issuer
    responder = responder or party.issuer
    state = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=party.certificate,
        issuer=party.issuer.certificate,
        algorithm=hashes.SHA256(),
        cert_status=state,
        this_update=issued,
        next_update=issued + timedelta(days=days),
        revocation_time=revoked,
        revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
    )
    answer = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
    signed = answer.certificates([responder.certificate]).sign(responder.key, hashes.SHA256())
    return asn1_ocsp.OCSPResponse.load(signed.public_bytes(serialization.Encoding.DER))


# --- the standing cast ----------------------------------------------------------------------------

ROOT = issue("Beispiel Root", ca=True, key=curve(1))
QUALIFIED_CA = issue("Beispiel QES-CA", ROOT, ca=True)
ADVANCED_CA = issue("Verwaltungs-CA", ca=True)
TSA_CA = issue("Zeit-CA", ca=True)
FOREIGN_CA = issue("Fremde CA", ca=True)
TSA = issue("Zeitdienst", TSA_CA, rsa_key(1), purposes=[ExtendedKeyUsageOID.TIME_STAMPING])
FOREIGN_TSA = issue(
    "Fremder Zeitdienst", FOREIGN_CA, rsa_key(1), purposes=[ExtendedKeyUsageOID.TIME_STAMPING]
)
ERIKA = issue("Erika Mustermann", QUALIFIED_CA, says=QES, **PERSON)
MAX = issue("Max Muster", QUALIFIED_CA, says=QES, given_name="Max", surname="Muster")
COLLEAGUE = issue("Jörg Groß", ADVANCED_CA, given_name="Jörg", surname="Groß")

TRUST = TrustList(
    date(2026, 11, 15),
    (
        Service("QES", "qualified", QUALIFIED_CA.der),
        Service("Verwaltung", "advanced", ADVANCED_CA.der),
        Service("Zeit", "timestamp", TSA_CA.der),
    ),
)


@cache
def concept() -> bytes:
    """A concept as the portal prints it."""
    return pdf.render(musterland())


@cache
def issued(text: str = "Integrationskonzept 2027: 50.000 Euro") -> bytes:
    """A file of the same make, short: most tests need no more."""
    source = f"""#set document(title: "Konzept")
#pdf.attach("a.json", bytes("{{}}"), relationship: "data", mime-type: "application/json",
  description: "Angaben")
= Konzept
{text}"""
    made = typst.compile(source.encode(), format="pdf", timestamp=0, pdf_standards=["a-3a", "ua-1"])
    assert isinstance(made, bytes)
    return made


# --- signing --------------------------------------------------------------------------------------


class _AtTime(signers.PdfSigner):
    """Somebody whose clock says what we want."""

    clock = SIGNED

    def init_signing_session(self, *arguments: Any, **options: Any) -> Any:
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self.clock
        return session


def stamper(party: Party = TSA, at: datetime = SIGNED, **options: Any) -> DummyTimeStamper:
    return DummyTimeStamper(
        party.asn1,
        party.secret,
        SimpleCertificateStore.from_certs(party.chain),
        fixed_dt=at,
        **options,
    )


def evidence(*answers: asn1_ocsp.OCSPResponse, crls: Sequence[bytes] = ()) -> ValidationContext:
    """What a signing program embeds for B-LT."""
    roots = [each.asn1 for each in (ROOT, ADVANCED_CA, TSA_CA, FOREIGN_CA)]
    return ValidationContext(
        trust_roots=roots,
        moment=SIGNED + timedelta(minutes=5),
        ocsps=answers,
        crls=crls,
        other_certs=[QUALIFIED_CA.asn1],
        retroactive_revinfo=True,
    )


def sign(
    document: bytes,
    party: Party = ERIKA,
    *,
    name: str = "Unterschrift",
    at: datetime = SIGNED,
    digest: str = "sha256",
    tsa: DummyTimeStamper | None = None,
    box: tuple[int, int, int, int] | None = None,
    pss: bool = False,
    certify: MDPPerm | None = None,
    pades: bool = True,
    chain: bool = True,
    lt: ValidationContext | None = None,
    change: Any = None,
    **options: Any,
) -> bytes:
    """The document with one more signature; `change` may touch the writer before."""
    writer = IncrementalPdfFileWriter(BytesIO(document))
    if change:
        change(writer)
    certificates = SimpleCertificateStore.from_certs(party.chain if chain else [])
    signer = signers.SimpleSigner(party.asn1, party.secret, certificates, prefer_pss=pss)
    meta = signers.PdfSignatureMetadata(
        field_name=name,
        md_algorithm=digest,
        subfilter=SigSeedSubFilter.PADES if pades else SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
        certify=certify is not None,
        docmdp_permissions=certify or MDPPerm.FILL_FORMS,
        embed_validation_info=lt is not None,
        validation_context=lt,
        signer_key_usage=set(),
        **options,
    )
    place = SigFieldSpec(name, box=box) if box else None
    program = _AtTime(meta, signer, timestamper=tsa, new_field_spec=place)
    program.clock = at
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bytes(program.sign_pdf(writer).getvalue())


def with_field(document: bytes, name: str = "Zeichnung", **options: Any) -> bytes:
    """The document as the portal could issue it: with an empty field to sign in."""
    writer = IncrementalPdfFileWriter(BytesIO(document))
    fields.append_signature_field(writer, SigFieldSpec(name, **options))
    writer.write(output := BytesIO())
    return output.getvalue()


def update(document: bytes, change: Any) -> bytes:
    """The document with one more revision that nobody has signed."""
    writer = IncrementalPdfFileWriter(BytesIO(document))
    change(writer)
    writer.write(output := BytesIO())
    return output.getvalue()


def with_store(
    document: bytes,
    ocsps: Sequence[asn1_ocsp.OCSPResponse] = (),
    crls: Sequence[bytes] = (),
) -> bytes:
    """The document with what somebody has found out about certificates later (B-LT)."""

    def store(writer: IncrementalPdfFileWriter) -> None:
        lists = [asn1_crl.CertificateList.load(each) for each in crls]
        DocumentSecurityStore.supply_dss_in_writer(writer, None, ocsps=list(ocsps), crls=lists)

    return update(document, store)
