"""A file of a case as a portal gives it out, made without one, and ways to tamper with it."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import rfc8785

from tests.documents import signing
from tests.documents.contents import musterland
from wirportal.documents import pdf
from wirportal.documents.casefile import (
    Archive,
    Enclosed,
    Facts,
    Outcome,
    Part,
    Record,
    Report,
    pack,
    verify,
)
from wirportal.documents.casefile.contents import DATA, LEDGER, MANIFEST
from wirportal.documents.signatures import TrustList, check_signature
from wirportal.ledger.hashing import facts_digest
from wirportal.rulebook.rules import Action

CONCEPT = "6c1d3a52-1f3e-4d0c-9a55-3f3d3c6a1b77"
Parts = dict[str, bytes]
"""The bytes of each part of the ZIP, by its path."""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def chained(*told: tuple[str, str]) -> list[dict[str, Any]]:
    """Events of these actions and objects, each hashed with the one before it."""
    events: list[dict[str, Any]] = []
    for number, (action, about) in enumerate(told, start=1):
        facts = {
            "chain": CONCEPT,
            "sequence": number,
            "at": (signing.UPLOADED + timedelta(minutes=number)).isoformat(),
            "actor_id": 7,
            "action": action,
            "object": about,
            "before": "",
            "after": "",
            "reason": "",
            "previous": events[-1]["sha256"] if events else "",
        }
        events.append(facts | {"sha256": facts_digest(facts)})
    return events


def hidden(event: dict[str, Any]) -> dict[str, Any]:
    """As one appears that the authority may not read."""
    return {name: event[name] for name in ("sequence", "previous", "sha256")}


def enclosed(path: str, kind: str, data: bytes, noted: bool = True) -> Enclosed:
    return Enclosed(path, kind, path, lambda: data, sha256(data) if noted else "")


def submission(number: int, opening: str, *, signed: bool) -> Record:
    """A version with that text, its PDF, and one that came back signed twice, if wanted."""
    answers = musterland().answers | {"opening": opening}
    content = rfc8785.dumps(answers)
    digest = sha256(content)
    code = f"{digest[:4]}-{digest[4:8]}".upper()
    sealed = pdf.render(replace(musterland(), answers=answers, revision=code))
    folder = f"einreichung-{number}"
    facts: Facts = {
        "number": f"2027-000{number}",
        "at": signing.UPLOADED,
        "revision": number,
        "code": code,
        "sha256": digest,
        "pdf_sha256": sha256(sealed),
    }
    papers = (
        enclosed(f"{folder}/konzept.json", "revision", content),
        enclosed(f"{folder}/konzept.pdf", "sealed", sealed),
        enclosed(f"{folder}/eingangsbestaetigung.pdf", "receipt", b"%PDF-1.7 receipt", False),
    )
    records = tuple(_signed(folder, sealed)) if signed else ()
    return Record(f"Einreichung {number}", facts, papers, records)


def _signed(folder: str, sealed: bytes) -> Iterator[Record]:
    once = signing.sign(sealed)
    twice = signing.sign(once, signing.MAX, name="2")
    for place, (data, issued) in enumerate(((once, sealed), (twice, once)), start=1):
        verdict = check_signature(data, issued, signing.TRUST, signing.UPLOADED)
        facts: Facts = {"by": "Alex", "at": signing.UPLOADED, "quality": verdict.quality}
        path = f"{folder}/signiert-{place}"
        yield Record(f"{place}. Unterschrift", {"signed_with": f"{path}.pdf"})
        found = rfc8785.dumps(verdict.as_json())
        papers = (
            enclosed(f"{path}.pdf", "signed", data),
            enclosed(f"{path}.json", "verdict", found, False),
        )
        yield Record("Signierte PDF-Datei", facts, papers)


@cache
def archive(signed: bool = False) -> Archive:
    """Two submissions, the first with signed PDFs where wanted, a request and a decision."""
    events = chained(
        (Action.CREATE, ""),
        (Action.SAVE, "opening"),
        (Action.SUBMIT, "revision 1"),
        (Action.OPEN_CASE, "file 1"),
        (Action.SUBMIT, "revision 2"),
    )
    events[1] = hidden(events[1])
    handed_in = (submission(1, "Erst", signed=signed), submission(2, "Dann", signed=False))
    asked = Record(
        "1. Nachforderung",
        {"text": "Bitte <b>ergänzen</b>.\n& bald", "required": True},
        (enclosed("nachforderung-1/schreiben.pdf", "letter", b"%PDF-1.7 request"),),
        (Record("Punkt 1", {"question": "5.2 Öffnung", "reply": None}),),
    )
    decided = Record(
        "Bescheid, Fassung 1",
        {"result": "bewilligt"},
        (enclosed("bescheid-1/bescheid.pdf", "letter", b"%PDF-1.7 decision"),),
    )
    return Archive(
        concept=CONCEPT,
        at=datetime.fromisoformat(events[-1]["at"]),
        head=Record("Landkreis Musterland 2027", {"file_number": "WIR-2027-001"}),
        parts=(
            Part("submissions", handed_in),
            Part("requests", (asked,)),
            Part("decisions", (decided,)),
        ),
        events=events,
        people={7: "Alex Beispiel"},
        told={1: "Alex Beispiel hat das Konzept angelegt.", 3: "Eingereicht."},
    )


@cache
def packed(signed: bool = False) -> bytes:
    """The ZIP."""
    pack(archive(signed), into := io.BytesIO())
    return into.getvalue()


def parts_of(data: bytes) -> Parts:
    with ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def zipped(parts: Parts, how: int = ZIP_STORED) -> bytes:
    """The parts packed by somebody else, in the same order and shape."""
    with ZipFile(into := io.BytesIO(), "w", how) as made:
        for path, data in parts.items():
            made.writestr(path, data)
    return into.getvalue()


def relisted(parts: Parts) -> Parts:
    """With a manifest that fits, as a forger makes it who knows what they do."""
    manifest = json.loads(parts[MANIFEST])
    manifest["files"] = [
        {"path": path, "size": len(data), "sha256": sha256(data)}
        for path, data in sorted(parts.items())
        if path != MANIFEST
    ]
    if events := parts[LEDGER].splitlines():
        last = json.loads(events[-1])
        manifest["chain"] = {"length": last["sequence"], "sha256": last["sha256"]}
    return parts | {MANIFEST: json.dumps(manifest).encode()}


def with_data(parts: Parts, change: Any) -> Parts:
    """With other content of akte.json: `change` gets it and changes it."""
    data = json.loads(parts[DATA])
    change(data)
    return parts | {DATA: json.dumps(data).encode()}


def with_events(parts: Parts, change: Any) -> Parts:
    """With other events: `change` gets their list and changes it."""
    events = [json.loads(line) for line in parts[LEDGER].splitlines()]
    change(events)
    return parts | {LEDGER: "".join(f"{json.dumps(event)}\n" for event in events).encode()}


def written(folder: Path, data: bytes) -> Path:
    path = folder / "akte.zip"
    path.write_bytes(data)
    return path


def proved(folder: Path, data: bytes, trust: TrustList | None = None) -> Report:
    """With the hash of its own manifest: what else is wrong is what the test is about."""
    try:
        manifest = sha256(parts_of(data).get(MANIFEST, b""))
    except zipfile.BadZipFile:
        manifest = ""
    return verify(written(folder, data), trust, manifest)


def faults(report: Report) -> list[str]:
    return [
        finding.text
        for result in report.results
        for finding in result.findings
        if finding.outcome is Outcome.WRONG
    ]


# --- tampering ------------------------------------------------------------------------------------

Tamper = Callable[[Parts], Parts]


def changed(path: str, data: bytes) -> Tamper:
    return lambda parts: parts | {path: data}


def without(path: str) -> Tamper:
    return lambda parts: {name: data for name, data in parts.items() if name != path}


def renamed(path: str, new: str) -> Tamper:
    return lambda parts: {new if name == path else name: data for name, data in parts.items()}


def swapped(one: str, other: str) -> Tamper:
    return lambda parts: parts | {one: parts[other], other: parts[one]}


def flipped(path: str, place: int) -> Tamper:
    """One bit of the part is another."""

    def change(parts: Parts) -> Parts:
        data = bytearray(parts[path])
        data[place] ^= 1
        return parts | {path: bytes(data)}

    return change


def copied(path: str, over: str) -> Tamper:
    return lambda parts: parts | {over: parts[path]}


def replaced(path: str, old: bytes, new: bytes) -> Tamper:
    return lambda parts: parts | {path: parts[path].replace(old, new)}


def bomb() -> bytes:
    with ZipFile(into := io.BytesIO(), "w", ZIP_DEFLATED) as made:
        made.writestr(MANIFEST, parts_of(packed())[MANIFEST])
        made.writestr("bombe.bin", b"\0" * 30_000_000)
    return into.getvalue()
