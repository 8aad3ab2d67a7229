"""Whether a signature is sound, and whether its certificate leads to somebody whom we believe."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import cms, crl, ocsp, x509
from asn1crypto.crl import CRLReason
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import NonexistentAttributeError, find_unique_cms_attribute
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    RevocationDetails,
    TimestampSignatureStatus,
)
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from wirportal.documents.signatures import revocation
from wirportal.documents.signatures.policy import LATER
from wirportal.documents.signatures.trust import TrustList

WEAK = {
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
}
_NO_CHAIN = AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND
_RULES = RevocationCheckingRule
_EC_KEY = "1.2.840.10045.2.1"


@dataclass(frozen=True)
class Evidence:
    """What lies in the file to prove a signature: certificates and revocation information."""

    certificates: tuple[x509.Certificate, ...]
    crls: tuple[crl.CertificateList, ...]
    ocsps: tuple[ocsp.OCSPResponse, ...]

    @classmethod
    def of(cls, reader: PdfFileReader, trust: TrustList) -> "Evidence":
        """All of the file, and the administrator's lists of revoked certificates."""
        certificates: list[x509.Certificate] = []
        crls = [crl.CertificateList.load(each) for each in trust.revocation_lists]
        ocsps: list[ocsp.OCSPResponse] = []
        try:
            store = DocumentSecurityStore.read_dss(reader)
            certificates += store.load_certs()
            ocsps += [ocsp.OCSPResponse.load(each.get_object().data) for each in store.ocsps]
            crls += [crl.CertificateList.load(each.get_object().data) for each in store.crls]
        except NoDSSFoundError:
            pass
        for signature in reader.embedded_signatures:
            found = _archived(signature.signer_info)
            if found is not None:
                crls += list(found["crl"] or ())
                ocsps += list(found["ocsp"] or ())
        return cls(tuple(certificates), tuple(crls), tuple(ocsps))

    def policies(self) -> Iterator[RevocationCheckingRule]:
        """How to ask whether a certificate is revoked: answers if there are any, then none.

        Lists are looked through in `revocation`: pyHanko passes over them where the issuer of the
        list is trusted itself, which is the rule in trusted lists.
        """
        if self.ocsps:
            yield _RULES.OCSP_REQUIRED
        yield _RULES.NO_CHECK

    def context(
        self, roots: list[bytes], moment: datetime, rule: RevocationCheckingRule
    ) -> ValidationContext:
        """Everything that may count at that moment, and never the network."""
        policy = RevocationCheckingPolicy(rule, _RULES.CHECK_IF_DECLARED_SOFT)
        return ValidationContext(
            trust_roots=[x509.Certificate.load(each) for each in roots],
            other_certs=self.certificates,
            moment=moment,
            allow_fetching=False,
            crls=self.crls,
            ocsps=self.ocsps,
            revinfo_policy=CertRevTrustPolicy(policy, retroactive_revinfo=True),
        )


def _archived(signer: cms.SignerInfo) -> cms.Sequence | None:
    """Adobe's way to embed revocation information."""
    try:
        return find_unique_cms_attribute(signer["signed_attrs"], "adobe_revocation_info_archival")
    except NonexistentAttributeError:
        return None


@dataclass(frozen=True)
class Trust:
    """How far a certificate could be traced."""

    status: PdfSignatureStatus
    qualified: bool = False
    """It leads to an issuer of qualified certificates."""
    revocation_checked: bool = False


def name_algorithm(signer: cms.SignerInfo) -> None:
    """Say how it is signed where a program says only with which kind of key: iText 5 does so.

    That forgives nothing: the field is not signed itself, and digest and key must fit all the same.
    """
    if signer["signature_algorithm"]["algorithm"].dotted == _EC_KEY:
        digest = signer["digest_algorithm"]["algorithm"].native
        signer["signature_algorithm"] = cms.SignedDigestAlgorithm({"algorithm": f"{digest}_ecdsa"})


async def trace(
    signature: EmbeddedPdfSignature, evidence: Evidence, trust: TrustList, moment: datetime
) -> Trust:
    """The best that holds at that moment; a revocation outweighs everything."""
    best: Trust | None = None
    for kinds in (("qualified",), ("qualified", "advanced")):
        roots = trust.certificates(moment, *kinds)
        for rule in evidence.policies():
            context = evidence.context(roots, moment, rule)
            status = _without_timestamp(await _status(signature, context))
            found = Trust(status, len(kinds) == 1, rule is not _RULES.NO_CHECK)
            if status.revocation_details:
                return found
            if best is None or best.status.trust_problem_indic is _NO_CHAIN:
                best = found
            if status.trusted:
                return _looked_up(found, evidence, moment)
    assert best is not None
    return best


def _looked_up(found: Trust, evidence: Evidence, moment: datetime) -> Trust:
    """The same after a look into the lists of revoked certificates."""
    path = found.status.validation_path
    assert path is not None
    chain = [each.dump() for each in path.iter_certs(include_root=True)]
    state = revocation.look_up(chain, [each.dump() for each in evidence.crls], moment)
    status = found.status
    if state.revoked:
        reason = CRLReason("unspecified")
        details = RevocationDetails(state.of_issuer, state.revoked, reason)
        status = replace(status, revocation_details=details)
    return replace(found, status=status, revocation_checked=found.revocation_checked or state.fresh)


async def _status(
    signature: EmbeddedPdfSignature, context: ValidationContext
) -> PdfSignatureStatus:
    return await async_validate_pdf_signature(
        signature,
        context,
        diff_policy=LATER,
        # what a certificate is for we ask in a sentence of its own
        key_usage_settings=KeyUsageConstraints(key_usage=set()),
        skip_diff=signature.diff_result is not None,
    )


def _without_timestamp(status: PdfSignatureStatus) -> PdfSignatureStatus:
    """Time-stamps are judged by themselves: see `stamps`."""
    return replace(status, timestamp_validity=None, content_timestamp_validity=None)


async def stamps(
    signature: EmbeddedPdfSignature,
    later: list[EmbeddedPdfSignature],
    evidence: Evidence,
    trust: TrustList,
    at: datetime,
) -> list[TimestampSignatureStatus]:
    """What time-stamps say about a signature: its own, and those that the file got later."""
    rule = _RULES.CHECK_IF_DECLARED_SOFT
    context = evidence.context(trust.certificates(at, "timestamp"), at, rule)
    own = await generic_cms.collect_timing_info(
        signature.signer_info, context, signature.compute_digest
    )
    found = [own["timestamp_validity"]] if "timestamp_validity" in own else []
    return found + [await async_validate_pdf_timestamp(each, context, LATER) for each in later]
