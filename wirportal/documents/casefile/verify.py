"""Prove a file on a machine without the portal's database, check by check.

The manifest stands for every byte, and the portal's ledger knows the manifest's hash: who has that
hash from the portal knows that nothing was changed. Without it the file still proves itself in
parts: each check says what it proves, and what stays open is never called fine.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wirportal.documents.casefile import proving
from wirportal.documents.casefile.contents import DATA, FORMAT, LEDGER, MANIFEST, VERSION
from wirportal.documents.casefile.proving import Case, Finding, Outcome
from wirportal.documents.casefile.schema import Data, Manifest, events_in, read_as
from wirportal.documents.casefile.unpack import Unpacked
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.signatures import TrustList
from wirportal.sentence import Sentence


@dataclass(frozen=True)
class Check:
    name: str
    proves: str
    """What is certain where it finds nothing."""
    look: Callable[[Case], Iterator[Finding]]


CHECKS = (
    Check(
        "Aufbau der ZIP-Datei",
        "Sie ist so gepackt, wie das Portal sie packt, und enthält kein Byte daneben.",
        proving.packing,
    ),
    Check(
        "Dateien",
        "Jede Datei des Verzeichnisses ist da und unverändert, keine ist zu viel.",
        proving.files,
    ),
    Check(
        "Herkunft des Verzeichnisses",
        "Es ist das, dessen Prüfsumme im Protokoll des Portals steht.",
        proving.origin,
    ),
    Check(
        "Protokoll",
        "Kein Ereignis wurde nachträglich geändert, entfernt oder eingefügt, solange der "
        "letzte Prüfwert der des Portals ist.",
        proving.chain,
    ),
    Check(
        "Angaben zur Akte",
        "Jedes Schriftstück gehört zu einem Eintrag und ist das, dessen Prüfwert das Portal "
        "damals festhielt.",
        proving.papers,
    ),
    Check(
        "Eingereichte Fassungen",
        "Angaben, Kurzcode und PDF-Datei jeder Einreichung gehören zusammen, und das Protokoll "
        "kennt jede Einreichung.",
        proving.revisions,
    ),
    Check(
        "Signaturen",
        "Jede signierte PDF-Datei beginnt mit der eingereichten Fassung, wurde danach nicht "
        "verändert und gilt nach der Vertrauensliste so viel wie festgehalten. Erklärungen im "
        "Portal und Unterschriften auf Papier beweist das nicht.",
        proving.signatures,
    ),
)


@dataclass(frozen=True)
class Result:
    """What a check came to; the worst of its findings counts."""

    check: Check
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        return max((finding.outcome for finding in self.findings), default=Outcome.FINE)


@dataclass(frozen=True)
class Report:
    """What the file says it is, the hash of its manifest, and what each check came to."""

    manifest: Manifest
    sha256: str
    results: tuple[Result, ...]

    @property
    def outcome(self) -> Outcome:
        return max(result.outcome for result in self.results)


def verify(path: Path, trust: TrustList | None = None, expected: str = "") -> Report:
    """Look at everything. Raises UnreadableFile for what is no file of a case, or hostile.

    Args:
        trust: whom to believe that signs; None: signatures are only held against the files.
        expected: the manifest's hash as the portal's ledger tells it.
    """
    unpacked = Unpacked(path)
    data = unpacked.read(MANIFEST)
    manifest = read_as(Manifest, data)
    if not data or not manifest or (manifest.format, manifest.version) != (FORMAT, VERSION):
        text = "In der ZIP-Datei liegt kein Verzeichnis einer Akte ({name}), das wir lesen können."
        raise UnreadableFile(Sentence(text, name=MANIFEST))
    sha256 = hashlib.sha256(data).hexdigest()
    case = Case(
        zip=unpacked,
        manifest=manifest,
        sha256=sha256,
        expected=expected.strip().lower(),
        data=read_as(Data, unpacked.read(DATA)),
        events=events_in(unpacked.read(LEDGER)),
        trust=trust,
    )
    return Report(
        manifest, sha256, tuple(Result(check, tuple(check.look(case))) for check in CHECKS)
    )
