"""Lists of revoked certificates, looked through for a chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm


@dataclass(frozen=True)
class State:
    """What the lists say about a chain."""

    revoked: datetime | None = None
    of_issuer: bool = False
    fresh: bool = False
    """A list that covers the moment says that the last certificate is not revoked."""


def look_up(chain: list[bytes], lists: list[bytes], moment: datetime) -> State:
    """The first revocation before the moment, from the issuer that we trust down to the signer.

    A list that is out of date still counts for what it has: revocations are for good.
    """
    known = [x509.load_der_x509_crl(each) for each in lists]
    fresh = False
    certificates = map(x509.load_der_x509_certificate, chain)
    for place, (issuer, certificate) in enumerate(pairwise(certificates), 1):
        fresh = False
        for each in _of(issuer, known):
            row = each.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if row is not None and row.revocation_date_utc <= moment:
                return State(row.revocation_date_utc, of_issuer=place < len(chain) - 1)
            fresh = fresh or _covers(each, moment)
    return State(fresh=fresh)


def _of(
    issuer: x509.Certificate, lists: list[x509.CertificateRevocationList]
) -> Iterator[x509.CertificateRevocationList]:
    """Those that the issuer itself has signed."""
    for each in lists:
        if each.issuer == issuer.subject and _signed(each, issuer):
            yield each


def _signed(each: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return each.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except (TypeError, ValueError, UnsupportedAlgorithm):
        return False


def _covers(each: x509.CertificateRevocationList, moment: datetime) -> bool:
    """It is a whole list, and still holds then; one that was made later knows even more."""
    parts = (x509.IssuingDistributionPoint, x509.DeltaCRLIndicator)
    if any(isinstance(extension.value, parts) for extension in each.extensions):
        return False
    return each.next_update_utc is not None and moment <= each.next_update_utc
