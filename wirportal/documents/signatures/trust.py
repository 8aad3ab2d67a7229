"""Whom we believe: certificates that an administrator puts into a folder."""

import base64
import ssl
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self

from wirportal.documents.errors import UnreadableFile
from wirportal.sentence import Sentence

META = "trust.toml"
KINDS = ("qualified", "advanced", "timestamp")
MAX_AGE = 30
_END = b"-----END CERTIFICATE-----"


@dataclass(frozen=True)
class Service:
    """A certificate we believe: of an issuer of qualified or advanced ones, or of time-stamps."""

    name: str
    kind: str
    certificate: bytes
    since: datetime | None = None
    until: datetime | None = None

    def serves(self, at: datetime) -> bool:
        return (self.since or at) <= at <= (self.until or at)


@dataclass(frozen=True)
class TrustList:
    """Certificates with the day on which somebody last looked that they are right.

    A folder with `trust.toml` and certificates (PEM or DER) beside it:

        as_of = 2026-11-20        # older than max_age_days: nothing is green any more
        max_age_days = 30
        require_revocation = false  # true: only with a revocation status that could be checked
        revocation_lists = ["issuer.crl"]  # DER, besides what lies in the signed files

        [[service]]
        name = "Beispiel-Trust CA 3"
        kind = "qualified"        # "advanced": issuers of other certificates; "timestamp"
        certificate = "beispiel-ca-3.pem"
        since = 2019-07-01        # both may be missing; until is the last day
        until = 2029-06-30

    The administrator keeps it up. Refreshing it from the trusted lists of the EU (LOTL) is not
    done: pyHanko can (`lotl_to_registry`), but it needs a job that may reach the network.
    """

    as_of: date | None = None
    services: tuple[Service, ...] = ()
    max_age_days: int = MAX_AGE
    require_revocation: bool = False
    revocation_lists: tuple[bytes, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The folder's list; an empty one where there is none. Raises UnreadableFile."""
        meta = folder / META
        if not meta.is_file():
            return cls()
        try:
            data = tomllib.loads(meta.read_text(encoding="utf-8"))
            rows = data.get("service", [])
            return cls(
                _day(data["as_of"]),
                tuple(each for row in rows for each in _services(folder, row)),
                int(data.get("max_age_days", MAX_AGE)),
                bool(data.get("require_revocation", False)),
                tuple((folder / name).read_bytes() for name in data.get("revocation_lists", [])),
            )
        except (KeyError, ValueError, TypeError, AttributeError, OSError) as problem:
            raise UnreadableFile(
                Sentence("Die Vertrauensliste ist fehlerhaft: {problem}", problem=str(problem))
            ) from problem

    def is_stale(self, at: datetime) -> bool:
        """Older than it may be. One that was looked at after the upload is the better one."""
        return self.as_of is None or (at.date() - self.as_of).days > self.max_age_days

    def certificates(self, at: datetime, *kinds: str) -> list[bytes]:
        """Those of services of these kinds that served then."""
        return [s.certificate for s in self.services if s.kind in kinds and s.serves(at)]

    def as_json(self) -> dict[str, Any]:
        """For the process that checks."""
        return {
            "as_of": self.as_of and self.as_of.isoformat(),
            "services": [
                [s.name, s.kind, _text(s.certificate), *(t and t.isoformat() for t in _span(s))]
                for s in self.services
            ],
            "max_age_days": self.max_age_days,
            "require_revocation": self.require_revocation,
            "revocation_lists": [_text(each) for each in self.revocation_lists],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            data["as_of"] and date.fromisoformat(data["as_of"]),
            tuple(
                Service(
                    name,
                    kind,
                    base64.b64decode(text),
                    *(t and datetime.fromisoformat(t) for t in span),
                )
                for name, kind, text, *span in data["services"]
            ),
            data["max_age_days"],
            data["require_revocation"],
            tuple(base64.b64decode(text) for text in data["revocation_lists"]),
        )


def _span(service: Service) -> tuple[datetime | None, datetime | None]:
    return service.since, service.until


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _services(folder: Path, row: dict[str, Any]) -> list[Service]:
    if row["kind"] not in KINDS:
        raise ValueError(f"kind = {row['kind']!r}")
    since, until = row.get("since"), row.get("until")
    start = since and datetime.combine(_day(since), time(), UTC)
    end = until and datetime.combine(_day(until) + timedelta(days=1), time(), UTC)
    found = _certificates((folder / row["certificate"]).read_bytes())
    if not found:
        raise ValueError(f"{row['certificate']}: kein Zertifikat")
    return [Service(str(row["name"]), row["kind"], each, start, end) for each in found]


def _certificates(content: bytes) -> list[bytes]:
    if content.startswith(b"\x30"):
        return [content]
    parts = content.decode("ascii").split(_END.decode())[:-1]
    start = _END.replace(b"END", b"BEGIN").decode()
    return [
        ssl.PEM_cert_to_DER_cert(start + part.partition(start)[2] + _END.decode()) for part in parts
    ]


def _day(value: object) -> date:
    """A day as TOML has it."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"kein Datum: {value!r}")
    return value
