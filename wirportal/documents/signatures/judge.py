"""The whole check in one process. Only `check.check_signature` calls it for strangers' files."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import TimestampSignatureStatus

from wirportal.documents.signatures import certificates, policy, revisions
from wirportal.documents.signatures.chain import (
    WEAK,
    Evidence,
    Trust,
    name_algorithm,
    stamps,
    trace,
)
from wirportal.documents.signatures.check import first_look
from wirportal.documents.signatures.trust import TrustList
from wirportal.documents.signatures.verdicts import (
    WORST_FIRST,
    Said,
    Signature,
    Verdict,
)

SKEW = timedelta(hours=3)
"""Clocks go wrong, and dates in PDF files lack their zone."""
BROKEN = {"uncovered", "forged", "changed_after", "false_time"}
"""What makes the whole upload worthless, even if an earlier signature has it."""
_HOME = ZoneInfo("Europe/Berlin")


def judge(
    upload: bytes, issued: bytes, trust: TrustList, at: datetime, expected_name: str = ""
) -> Verdict:
    """See `check.check_signature`. Raises MemoryError only."""
    if verdict := first_look(upload, issued):
        return verdict
    try:
        return asyncio.run(_judge(upload, issued, trust, at, expected_name))
    except revisions.Changed:
        return Verdict("changed_before")
    except MemoryError:
        raise
    except Exception:  # pyHanko and asn1crypto fail in many ways on files that are broken
        return Verdict("damaged")


async def _judge(
    upload: bytes, issued: bytes, trust: TrustList, at: datetime, expected_name: str
) -> Verdict:
    reader = PdfFileReader(BytesIO(upload), strict=True)
    first = revisions.first_added(reader, issued)
    if reader.xrefs.total_revisions == first:
        return Verdict("no_signature")
    everything = reader.embedded_signatures
    if len(everything) < len(list(enumerate_sig_fields(reader, filled_status=True))):
        return Verdict("unsupported")
    for signature in everything:
        name_algorithm(signature.signer_info)
    ours = reader.embedded_regular_signatures
    new = [each for each in ours if each.signed_revision >= first]
    last = new[0].signed_revision if new else reader.xrefs.total_revisions - 1
    revisions.explain(reader, first, last, signed=len(new) < len(ours))
    if any(policy.acts(each.sig_field) for each in everything):
        raise revisions.Changed
    if not new:
        return Verdict("no_new_signature" if ours else "no_signature")
    evidence = Evidence.of(reader, trust)
    found = []
    for signature in ours:
        seen = _Seen(upload, signature, everything, evidence, trust, at)
        found.append(await seen.judged(earlier=signature not in new))
    if not revisions.ends_well(upload, max(everything, key=revisions.end)):
        last = found[-1]
        found[-1] = replace(last, code="changed_after", values={"signer": last.signer})
    return _summed_up(tuple(found), expected_name)


class _Seen:
    """One signature, and everything that may matter for it."""

    def __init__(
        self,
        upload: bytes,
        signature: EmbeddedPdfSignature,
        everything: list[EmbeddedPdfSignature],
        evidence: Evidence,
        trust: TrustList,
        at: datetime,
    ) -> None:
        self.upload, self.signature, self.evidence = upload, signature, evidence
        self.trust, self.at = trust, at
        self.certificate: x509.Certificate = signature.signer_cert
        self.signer = certificates.owner(self.certificate)
        self.later = [
            each
            for each in everything
            if each.sig_object_type == "/DocTimeStamp"
            and each.signed_revision > signature.signed_revision
        ]

    async def judged(self, *, earlier: bool) -> Signature:
        """The signature with what is to be said about it; the first thing found wrong counts."""
        times = await stamps(self.signature, self.later, self.evidence, self.trust, self.at)
        proven = min((t.timestamp for t in times if t.trusted), default=None)
        claimed = self.signature.self_reported_timestamp
        if claimed and claimed.tzinfo is None:
            claimed = claimed.replace(tzinfo=UTC)
        moment = min(proven or self.at, self.at)
        traced = await trace(self.signature, self.evidence, self.trust, moment)
        said = (
            self._broken(traced, times)
            or self._wrong_owner()
            or self._wrong_time(claimed, proven, moment)
        )
        said = said or self._distrusted(traced) or self._good(traced)
        issuer = certificates.issuer(self.certificate)
        return Signature(
            said[0],
            {"signer": self.signer, "issuer": issuer} | said[1],
            tuple(self._remarks(traced, times, proven, claimed)),
            signer=self.signer,
            issuer=issuer,
            signed_at=proven or claimed,
            timestamped=proven is not None,
            earlier=earlier,
        )

    def _broken(self, traced: Trust, times: list[TimestampSignatureStatus]) -> Said | None:
        """What counts for earlier signatures too, see BROKEN: that they still hold."""
        status = traced.status
        if not revisions.covers(self.upload, self.signature):
            return "uncovered", {}
        if not all(revisions.covers(self.upload, each) for each in self.later):
            return "false_time", {}
        if not (status.intact and status.valid):
            return "forged", {}
        if not (status.docmdp_ok and status.seed_value_ok):
            return "changed_after", {}
        if not all(time.intact and time.valid for time in times):
            return "false_time", {}
        if revisions.hides_page(self.signature):
            return "covers_page", {}
        return None

    def _wrong_owner(self) -> Said | None:
        if certificates.is_seal(self.certificate):
            return "seal", {}
        if not certificates.is_for_signing(self.certificate):
            return "wrong_purpose", {}
        return ("pseudonym", {}) if certificates.is_pseudonym(self.certificate) else None

    def _wrong_time(
        self, claimed: datetime | None, proven: datetime | None, moment: datetime
    ) -> Said | None:
        """The claimed time counts against a signature, only a proven one counts for it."""
        start = certificates.valid_from(self.certificate)
        end = certificates.valid_until(self.certificate)
        latest = max(proven or moment, claimed or moment)
        if latest > self.at + SKEW:
            return "in_the_future", {"date": _date(latest)}
        if min(moment, claimed or moment) < start - SKEW:
            return "not_yet_valid", {"date": _date(start)}
        if (proven or claimed or start) > end:
            return "expired", {"date": _date(end)}
        return ("expired_since", {"date": _date(end)}) if moment > end else None

    def _distrusted(self, traced: Trust) -> Said | None:
        status, trust = traced.status, self.trust
        if revoked := status.revocation_details:
            if revoked.ca_revoked:
                return "issuer_revoked", {}
            return "revoked", {"date": _date(revoked.revocation_date)}
        if status.trust_problem_indic in WEAK:
            return "weak", {}
        if not trust.services or not trust.as_of:
            return "no_trust_list", {}
        if trust.is_stale(self.at):
            as_of = f"{trust.as_of:%d.%m.%Y}"
            return "old_trust_list", {"date": as_of, "days": str(trust.max_age_days)}
        if not status.bottom_line:
            return "unknown_issuer", {}
        if trust.require_revocation and not traced.revocation_checked:
            return "revocation_unknown", {}
        return None

    def _good(self, traced: Trust) -> Said:
        qualified = traced.qualified and certificates.is_qualified(self.certificate)
        return ("qualified" if qualified else "advanced"), {}

    def _remarks(
        self,
        traced: Trust,
        times: list[TimestampSignatureStatus],
        proven: datetime | None,
        claimed: datetime | None,
    ) -> list[Said]:
        """What should be known of a signature, whatever it is worth."""
        signer, said = {"signer": self.signer}, []
        if claimed and not proven:
            said.append(("time_claimed", signer))
        unknown = {certificates.owner(t.signing_cert) for t in times if not t.trusted}
        said += [("time_unknown", {"issuer": name}) for name in sorted(unknown)]
        if traced.status.trusted and not traced.revocation_checked:
            said.append(("revocation_unchecked", signer))
        if certificates.is_qualified(self.certificate) and not traced.qualified:
            said.append(("only_claims", signer))
        return said


def _date(moment: datetime) -> str:
    return f"{moment.astimezone(_HOME):%d.%m.%Y}"


def _summed_up(found: tuple[Signature, ...], expected_name: str) -> Verdict:
    """The worst of the new signatures decides; a seal beside a person's signature does no harm."""
    new = [each for each in found if not each.earlier]
    broken = [each for each in found if each.earlier and each.code in BROKEN]
    persons = [each for each in new if each.code != "seal"]
    counted = broken + (persons or new)
    worst = min(counted, key=lambda each: WORST_FIRST.index(each.quality))
    seals = [each for each in new if each.code == "seal"] if persons else []
    remarks = [remark for each in persons or new for remark in each.remarks]
    remarks += [("seal_besides", {"signer": each.signer}) for each in seals]
    names = tuple(each.signer for each in persons or new)
    if expected_name and not any(certificates.same_person(n, expected_name) for n in names):
        expected = certificates.visible(expected_name)
        remarks.append(("name_differs", {"expected": expected, "signer": ", ".join(names)}))
    return Verdict(
        worst.code,
        worst.values,
        tuple(remarks),
        signers=names,
        signed_at=worst.signed_at,
        signatures=found,
    )
