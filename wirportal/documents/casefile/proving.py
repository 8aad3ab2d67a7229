"""The checks of a file, one function each: what it finds wrong, and what it has to leave open."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from itertools import zip_longest
from typing import Any

import rfc8785

from wirportal.documents.casefile.contents import DATA, LEDGER, MANIFEST, OWN
from wirportal.documents.casefile.schema import Data, Entry, Event, Manifest, Paper
from wirportal.documents.casefile.unpack import Unpacked
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading.pdf import attachments
from wirportal.documents.signatures import Quality, TrustList, check_signature
from wirportal.ledger.hashing import HASHED, facts_digest
from wirportal.rulebook.rules import Action


class Outcome(IntEnum):
    """The higher, the worse."""

    FINE = 0
    OPEN = 1
    """It cannot be told here."""
    WRONG = 2


@dataclass(frozen=True)
class Finding:
    outcome: Outcome
    text: str
    """German, as all that the command says."""


@dataclass(frozen=True)
class Case:
    """What there is to look at; None: it cannot be read as what it should be."""

    zip: Unpacked
    manifest: Manifest
    sha256: str
    expected: str
    data: Data | None
    events: list[Event] | None
    trust: TrustList | None


def _wrong(text: str, **values: Any) -> Finding:
    return Finding(Outcome.WRONG, text.format(**values))


def _open(text: str, **values: Any) -> Finding:
    return Finding(Outcome.OPEN, text.format(**values))


def _unreadable(name: str) -> Finding:
    return _wrong("„{name}“ fehlt oder lässt sich nicht lesen.", name=name)


# --- every byte -----------------------------------------------------------------------------------


def packing(case: Case) -> Iterator[Finding]:
    """Whether somebody has packed it anew: what is listed may still be what it was."""
    if not case.zip.is_as_packed:
        yield _open("Die ZIP-Datei wurde neu gepackt; das sagt nichts über die Dateien darin.")


def files(case: Case) -> Iterator[Finding]:
    """What is missing, too much, changed or renamed."""
    listed = {one.path: one for one in case.manifest.files}
    if len(listed) != len(case.manifest.files) or MANIFEST in listed:
        yield _wrong("Das Verzeichnis nennt eine Datei mehr als einmal, oder sich selbst.")
    there = set(case.zip.names) - {MANIFEST}
    found = {path: case.zip.sha256(path) for path in sorted(there)}
    strays = {found[path]: path for path in sorted(there - set(listed))}
    for path, one in sorted(listed.items()):
        noted = (one.size, one.sha256)
        if path in there:
            if found[path] != noted:
                yield _wrong("„{path}“ ist verändert.", path=path)
        elif new := strays.pop(noted, None):
            yield _wrong("„{path}“ heißt jetzt „{new}“.", path=path, new=new)
        else:
            yield _wrong("„{path}“ fehlt.", path=path)
    for path in strays.values():
        yield _wrong("„{path}“ gehört nicht hinein.", path=path)


def origin(case: Case) -> Iterator[Finding]:
    """Whether the manifest is the one that the portal made."""
    if not case.expected:
        yield _open(
            "Wer eine Datei ändert, kann auch das Verzeichnis ändern. Seine Prüfsumme steht im "
            "Verlauf des Vorgangs im Portal; mit --manifest wird sie verglichen."
        )
    elif case.expected != case.sha256:
        yield _wrong("Die Prüfsumme des Verzeichnisses ist nicht die angegebene.")


# --- the chain of events --------------------------------------------------------------------------


def chain(case: Case) -> Iterator[Finding]:
    """The first event that does not fit, and whether the chain ends where the manifest says."""
    if case.events is None:
        yield _unreadable(LEDGER)
        return
    previous = ""
    for number, event in enumerate(case.events, start=1):
        if event.sequence != number:
            yield _wrong("Ereignis {number} fehlt.", number=number)
            return
        if event.previous != previous or not _fits(event, case.manifest.concept):
            yield _wrong("Ereignis {number} ist verändert.", number=number)
            return
        previous = event.sha256
    end = case.manifest.chain
    if (end.length, end.sha256) != (len(case.events), previous):
        yield _wrong("Das Protokoll endet nicht dort, wo das Verzeichnis es sagt.")


def _fits(event: Event, concept: str) -> bool:
    """Of an event that is not told only the links of the chain are known."""
    if not event.is_told:
        return not (event.chain or event.action or event.object)
    facts = {name: getattr(event, name) for name in HASHED}
    try:
        return event.chain == concept and facts_digest(facts) == event.sha256
    except rfc8785.CanonicalizationError:  # no ledger holds such a number
        return False


# --- what the file says of itself -----------------------------------------------------------------


def papers(case: Case) -> Iterator[Finding]:
    """Papers that no entry names or that are not what the portal noted; other contradictions."""
    if case.data is None:
        yield _unreadable(DATA)
        return
    said = (case.data.concept, case.data.at, case.data.head.fact("file_number"))
    if said != (case.manifest.concept, case.manifest.at, case.manifest.file_number):
        yield _wrong("„{name}“ und das Verzeichnis gehören nicht zu derselben Akte.", name=DATA)
    named = [paper for entry in case.data.entries() for paper in entry.files]
    for path, times in Counter(paper.path for paper in named).items():
        if times > 1 or path in OWN:
            yield _wrong("„{path}“ gehört zu mehr als einem Eintrag.", path=path)
    for paper in named:
        yield from _noted(case, paper)
    for path in sorted(set(case.zip.names) - {paper.path for paper in named} - {*OWN, MANIFEST}):
        yield _wrong("„{path}“ gehört zu keinem Eintrag.", path=path)


def _noted(case: Case, paper: Paper) -> Iterator[Finding]:
    if paper.path not in case.zip.names:
        yield _wrong("„{path}“ fehlt.", path=paper.path)
    elif paper.noted_sha256:
        found = case.zip.sha256(paper.path)
        if found is None or found[1] != paper.noted_sha256:
            yield _wrong("„{path}“ ist nicht, was das Portal festhielt.", path=paper.path)


# --- what was handed in ---------------------------------------------------------------------------


def revisions(case: Case) -> Iterator[Finding]:
    """Submissions whose texts, code, PDF and event do not belong together."""
    if case.data is None:
        yield _open("Nicht geprüft, weil „{name}“ nicht lesbar ist.", name=DATA)
        return
    handed_in = case.data.parts.get("submissions", ())
    if not handed_in:
        yield _wrong("Die Akte enthält keine Einreichung.")
    for entry in handed_in:
        yield from _revision(case, entry)
    yield from _known_to_the_ledger(case, handed_in)


def _revision(case: Case, entry: Entry) -> Iterator[Finding]:
    content = _bytes_of(case, entry, "revision")
    answers = _json(content)
    sha256 = hashlib.sha256(content).hexdigest()
    if not isinstance(answers, dict) or not _is_canonical(answers, content):
        yield _wrong("{title}: Die Angaben fehlen oder sind kein JSON.", title=entry.title)
        return
    code = f"{sha256[:4]}-{sha256[4:8]}".upper()
    if (sha256, code) != (entry.fact("sha256"), entry.fact("code")):
        yield _wrong("{title}: Angaben und Kurzcode passen nicht zusammen.", title=entry.title)
    pdf = _bytes_of(case, entry, "sealed")
    if hashlib.sha256(pdf).hexdigest() != entry.fact("pdf_sha256"):
        yield _wrong("{title}: Die PDF-Datei ist nicht die gezeichnete.", title=entry.title)
    try:
        inside = [_json(data) for data in attachments(pdf)]
    except UnreadableFile:
        inside = []
    if not any(_is_about(one, answers, code) for one in inside):
        text = "{title}: In der PDF-Datei stehen andere Angaben als in der JSON-Datei."
        yield _wrong(text, title=entry.title)


def _is_canonical(answers: dict[str, Any], content: bytes) -> bool:
    try:
        return rfc8785.dumps(answers) == content
    except ValueError:  # numbers and letters that no answer has
        return False


def _is_about(attached: Any, answers: dict[str, Any], code: str) -> bool:
    """Whether a file in the PDF carries these answers under this code."""
    return isinstance(attached, dict) and (
        attached.get("answers") == answers and attached.get("revision") == code
    )


def _known_to_the_ledger(case: Case, handed_in: tuple[Entry, ...]) -> Iterator[Finding]:
    """Each submission has its event, in order, and no event is without one."""
    events = [event for event in case.events or () if event.action == Action.SUBMIT]
    for event, entry in zip_longest(events, handed_in):
        if event is None:
            yield _wrong("{title}: Das Protokoll kennt sie nicht.", title=entry.title)
        elif entry is None:
            text = "Ereignis {number} meldet eine Einreichung, die in der Akte fehlt."
            yield _wrong(text, number=event.sequence)
        elif event.object != f"revision {entry.fact('revision')}":
            yield _wrong("{title}: Das Protokoll nennt eine andere Fassung.", title=entry.title)


# --- signatures -----------------------------------------------------------------------------------


def signatures(case: Case) -> Iterator[Finding]:
    """Every signed PDF, judged anew against the version that was given to be signed."""
    if case.data is None:
        yield _open("Nicht geprüft, weil „{name}“ nicht lesbar ist.", name=DATA)
        return
    for entry in case.data.parts.get("submissions", ()):
        issued = _bytes_of(case, entry, "sealed")
        for one in entry.records:
            if paper := one.paper("signed"):
                data = _bytes_of(case, one, "signed")
                yield from _signature(case, paper.path, one, data, issued)
                issued = data
            elif (file := one.fact("signed_with")) and file not in case.zip.names:
                text = "{title}: Die signierte Datei „{path}“ fehlt."
                yield _wrong(text, title=one.title, path=file)


def _signature(
    case: Case, path: str, entry: Entry, data: bytes, issued: bytes
) -> Iterator[Finding]:
    """What a signed PDF is worth now, beside what the portal found when it came."""
    try:
        at = datetime.fromisoformat(entry.fact("at")).astimezone()
    except ValueError:
        yield _wrong("„{path}“: Wann die Datei kam, ist nicht zu lesen.", path=path)
        return
    verdict = check_signature(data, issued, case.trust or TrustList(), at)
    then, now = entry.fact("quality"), verdict.quality
    facts = {"path": path, "then": then, "now": now, "why": verdict.reason}
    if now is Quality.INVALID:
        yield _wrong("„{path}“: {now}. {why}", **facts)
    elif case.trust is None:
        text = (
            "„{path}“ passt zur Fassung. Wie viel die Signatur gilt, zeigt erst eine "
            "Vertrauensliste (--trust); das Portal befand: {then}."
        )
        yield _open(text, **facts)
    elif now != then:
        yield _open("„{path}“: festgehalten als {then}, jetzt {now}. {why}", **facts)


def _bytes_of(case: Case, entry: Entry, kind: str) -> bytes:
    """Of the entry's paper of that kind; empty where it is missing or damaged."""
    paper = entry.paper(kind)
    return (case.zip.read(paper.path) if paper else None) or b""


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
