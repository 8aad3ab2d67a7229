"""What a signer's certificate says about its owner."""

import re
import unicodedata
from datetime import datetime

from asn1crypto import x509
from pyhanko.sign.ades.qualified_asn1 import get_qc_statements

_PSEUDONYM = "2.5.4.65"
_TITLES = {
    "dr",
    "prof",
    "med",
    "phil",
    "jur",
    "rer",
    "nat",
    "pol",
    "dipl",
    "ing",
    "mag",
    "ma",
    "msc",
    "hc",
    "h",
    "c",
}
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def owner(certificate: x509.Certificate) -> str:
    """The name to show: the common one, else given name and surname, else the organisation."""
    return _name(certificate.subject)


def issuer(certificate: x509.Certificate) -> str:
    return _name(certificate.issuer)


def _name(name: x509.Name) -> str:
    parts = _parts(name)
    person = " ".join(parts[key] for key in ("given_name", "surname") if key in parts)
    shown = parts.get("common_name") or person or parts.get("organization_name") or "unbekannt"
    return visible(shown)


def visible(text: str) -> str:
    """A stranger's words without signs that deceive the eye, and not too many of them."""
    shown = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return " ".join(shown.split())[:120] or "unbekannt"


def _parts(name: x509.Name) -> dict[str, str]:
    """Type → value; the last one counts where there are several."""
    return {pair["type"].native: str(pair["value"].native) for rdn in name.chosen for pair in rdn}


def qualities(certificate: x509.Certificate) -> set[str]:
    """The statements for qualified certificates that it makes (ETSI EN 319 412-5)."""
    found: set[str] = set()
    for statement in get_qc_statements(certificate):
        kind = statement["statement_id"].native
        found.add(kind)
        if kind == "qc_type":
            found |= set(statement["statement_info"].native)
    return found


def is_seal(certificate: x509.Certificate) -> bool:
    """It belongs to an organisation. What it says of itself counts, then how it names itself."""
    said, parts = qualities(certificate), _parts(certificate.subject)
    if "qct_esign" in said:
        return False
    if "qct_eseal" in said:
        return True
    if parts.keys() & {"surname", "given_name", "pseudonym", _PSEUDONYM}:
        return False
    common, organisation = parts.get("common_name"), parts.get("organization_name")
    return "organization_identifier" in parts or bool(
        organisation and common in (None, organisation)
    )


def is_pseudonym(certificate: x509.Certificate) -> bool:
    """It hides who the person is: not allowed towards authorities (section 3a HVwVfG)."""
    parts = _parts(certificate.subject)
    names = {"surname", "given_name"} <= parts.keys()
    hidden = parts.keys() & {"pseudonym", _PSEUDONYM} or parts.get("common_name", "").endswith(
        ":PN"
    )
    return bool(hidden) and not names


def is_for_signing(certificate: x509.Certificate) -> bool:
    """Its key may sign documents, and it is neither an issuer's nor a web server's."""
    usage = certificate.key_usage_value
    purposes = certificate.extended_key_usage_value
    if certificate.ca or "qct_web" in qualities(certificate):
        return False
    if purposes is not None and set(purposes.native) <= {
        "server_auth",
        "time_stamping",
        "ocsp_signing",
        "code_signing",
    }:
        return False
    return usage is None or bool({"digital_signature", "non_repudiation"} & set(usage.native))


def is_qualified(certificate: x509.Certificate) -> bool:
    """It says that it is a qualified one for persons, with its key in a secure device."""
    said = qualities(certificate)
    for_persons = "qc_type" not in said or "qct_esign" in said
    return {"qc_compliance", "qc_sscd"} <= said and for_persons


def valid_from(certificate: x509.Certificate) -> datetime:
    moment: datetime = certificate.not_valid_before
    return moment


def valid_until(certificate: x509.Certificate) -> datetime:
    moment: datetime = certificate.not_valid_after
    return moment


def same_person(one: str, other: str) -> bool:
    """All words of the shorter name stand in the longer one, titles and spelling aside."""
    first, second = _words(one), _words(other)
    short, long = sorted((first, second), key=len)
    return bool(short) and short <= long and len(short) >= min(2, len(long))


def _words(name: str) -> set[str]:
    """As certificates spell it: „Dr. Jörg Groß-Müller“ → joerg, gross, mueller."""
    plain = unicodedata.normalize("NFC", name).casefold().translate(_SPELT)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return set(re.findall(r"\w+", bare)) - _TITLES
