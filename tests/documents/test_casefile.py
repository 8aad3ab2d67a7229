"""`wirportal verify`: what a file proves of itself, whatever has been done to it."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents import signing
from tests.documents.casefiles import (
    Parts,
    Tamper,
    archive,
    chained,
    changed,
    copied,
    faults,
    flipped,
    hidden,
    packed,
    parts_of,
    proved,
    relisted,
    renamed,
    replaced,
    sha256,
    swapped,
    with_data,
    with_events,
    without,
    written,
    zipped,
)
from tests.documents.signing import TRUST
from wirportal.documents.casefile import Outcome, pack, verify
from wirportal.documents.casefile.contents import DATA, INDEX, LEDGER, MANIFEST

pytestmark = pytest.mark.documents

FIRST = "einreichung-1/konzept"


def test_a_file_proves_itself(tmp_path: Path) -> None:
    report = proved(tmp_path, packed(), TRUST)
    assert [
        (result.check.name, result.findings) for result in report.results if result.findings
    ] == []
    assert report.outcome is Outcome.FINE
    assert report.manifest.file_number == "WIR-2027-001"


def test_equal_contents_make_equal_bytes() -> None:
    pack(archive(), again := io.BytesIO())
    assert again.getvalue() == packed()


# --- what somebody did who knows nothing of the manifest ------------------------------------------

CLUMSY: dict[str, tuple[Tamper, str]] = {
    "a letter in the texts": (
        flipped(f"{FIRST}.json", 50),
        "konzept.json“ ist verändert",
    ),
    "a bit in the PDF": (flipped(f"{FIRST}.pdf", 500), "„einreichung-1/konzept.pdf“ ist verändert"),
    "the last bit of a letter": (
        flipped("nachforderung-1/schreiben.pdf", -1),
        "„nachforderung-1/schreiben.pdf“ ist verändert",
    ),
    "the index": (flipped(INDEX, 900), "„index.html“ ist verändert"),
    "the facts": (flipped(DATA, 40), "„akte.json“ ist verändert"),
    "the ledger": (flipped(LEDGER, 40), "„ledger.jsonl“ ist verändert"),
    "the texts gone": (without(f"{FIRST}.json"), "„einreichung-1/konzept.json“ fehlt"),
    "the decision gone": (without("bescheid-1/bescheid.pdf"), "„bescheid-1/bescheid.pdf“ fehlt"),
    "the index gone": (without(INDEX), "„index.html“ fehlt"),
    "the facts gone": (without(DATA), "„akte.json“ fehlt"),
    "the ledger gone": (without(LEDGER), "„ledger.jsonl“ fehlt"),
    "a letter renamed": (
        renamed("bescheid-1/bescheid.pdf", "bescheid-2/bescheid.pdf"),
        "„bescheid-1/bescheid.pdf“ heißt jetzt „bescheid-2/bescheid.pdf“",
    ),
    "a letter emptied": (changed("bescheid-1/bescheid.pdf", b""), "bescheid.pdf“ ist verändert"),
    "a paper too much": (changed("anlage.pdf", b"%PDF-"), "„anlage.pdf“ gehört nicht hinein"),
    "two papers swapped": (
        swapped(f"{FIRST}.pdf", "einreichung-2/konzept.pdf"),
        "„einreichung-2/konzept.pdf“ ist verändert",
    ),
}


@pytest.mark.parametrize("case", CLUMSY)
def test_what_was_done_to_the_papers_is_seen(case: str, tmp_path: Path) -> None:
    tamper, said = CLUMSY[case]
    report = proved(tmp_path, zipped(tamper(parts_of(packed()))))
    assert any(said in fault for fault in faults(report)), faults(report)


# --- what somebody did who made a fitting manifest ------------------------------------------------


def first(data: dict) -> dict:  # type: ignore[type-arg]
    return data["parts"]["submissions"][0]  # type: ignore[no-any-return]


def data(change: Callable[[dict], object]) -> Tamper:  # type: ignore[type-arg]
    return lambda parts: with_data(parts, change)


def events(change: Callable[[list], object]) -> Tamper:  # type: ignore[type-arg]
    return lambda parts: with_events(parts, change)


def other_texts(parts: Parts) -> Parts:
    """Other texts, with the hashes of both places made to fit: only the PDF still knows better."""
    answers = json.loads(parts[f"{FIRST}.json"]) | {"opening": "Xrst"}
    content = json.dumps(
        answers, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
    digest = sha256(content)

    def change(facts: dict) -> None:  # type: ignore[type-arg]
        entry = first(facts)
        entry["facts"] |= {"sha256": digest, "code": f"{digest[:4]}-{digest[4:8]}".upper()}
        entry["files"][0]["noted_sha256"] = digest

    return with_data(parts | {f"{FIRST}.json": content}, change)


def other_pdf(parts: Parts) -> Parts:
    """Another PDF of ours, with its hash made to fit."""
    other = parts["einreichung-2/konzept.pdf"]

    def change(facts: dict) -> None:  # type: ignore[type-arg]
        first(facts)["facts"]["pdf_sha256"] = sha256(other)
        first(facts)["files"][1]["noted_sha256"] = sha256(other)

    return with_data(parts | {f"{FIRST}.pdf": other}, change)


def no_pdf_of_ours(parts: Parts) -> Parts:
    def change(facts: dict) -> None:  # type: ignore[type-arg]
        first(facts)["facts"]["pdf_sha256"] = sha256(b"%PDF-1.7 broken")
        first(facts)["files"][1]["noted_sha256"] = ""

    return with_data(parts | {f"{FIRST}.pdf": b"%PDF-1.7 broken"}, change)


def retold(events: list) -> None:  # type: ignore[type-arg]
    events[:] = chained(*((event.get("action", "answer.save"), "revision 9") for event in events))


CLEVER: dict[str, tuple[Tamper, str]] = {
    "texts": (
        changed(f"{FIRST}.json", b'{"opening":"Xrst"}'),
        "„einreichung-1/konzept.json“ ist nicht, was das Portal festhielt",
    ),
    "texts and hashes": (other_texts, "stehen andere Angaben als in der JSON-Datei"),
    "texts that are no JSON": (changed(f"{FIRST}.json", b"Erst"), "fehlen oder sind kein JSON"),
    "texts in other order": (
        lambda parts: changed(f"{FIRST}.json", parts[f"{FIRST}.json"] + b" ")(parts),
        "fehlen oder sind kein JSON",
    ),
    "numbers without end": (
        changed(f"{FIRST}.json", b'{"budget_year":1' + b"0" * 400 + b"}"),
        "fehlen oder sind kein JSON",
    ),
    "PDF": (
        copied("einreichung-2/konzept.pdf", f"{FIRST}.pdf"),
        "Die PDF-Datei ist nicht die gezeichnete",
    ),
    "PDF and its hash": (other_pdf, "stehen andere Angaben als in der JSON-Datei"),
    "a PDF that is none": (no_pdf_of_ours, "stehen andere Angaben als in der JSON-Datei"),
    "PDF gone": (without(f"{FIRST}.pdf"), "„einreichung-1/konzept.pdf“ fehlt"),
    "letter": (
        changed("bescheid-1/bescheid.pdf", b"%PDF-1.7 declined"),
        "was das Portal festhielt",
    ),
    "letter gone": (without("bescheid-1/bescheid.pdf"), "„bescheid-1/bescheid.pdf“ fehlt"),
    "letter renamed": (
        renamed("bescheid-1/bescheid.pdf", "bescheid-1/schreiben.pdf"),
        "„bescheid-1/schreiben.pdf“ gehört zu keinem Eintrag",
    ),
    "paper slipped in": (changed("bescheid-1/auflage.pdf", b"%PDF-"), "gehört zu keinem Eintrag"),
    "paper named twice": (
        data(lambda facts: first(facts)["files"].append(first(facts)["files"][0])),
        "gehört zu mehr als einem Eintrag",
    ),
    "short code": (
        data(lambda facts: first(facts)["facts"].update(code="0000-0000")),
        "Angaben und Kurzcode passen nicht zusammen",
    ),
    "submission gone": (
        data(lambda facts: facts["parts"]["submissions"].pop()),
        "Ereignis 5 meldet eine Einreichung, die in der Akte fehlt",
    ),
    "submission twice": (
        data(lambda facts: facts["parts"]["submissions"].append(first(facts))),
        "Das Protokoll kennt sie nicht",
    ),
    "submissions swapped": (
        data(lambda facts: facts["parts"]["submissions"].reverse()),
        "Das Protokoll nennt eine andere Fassung",
    ),
    "no submissions": (
        data(lambda facts: facts["parts"].pop("submissions")),
        "Die Akte enthält keine Einreichung",
    ),
    "another file number": (
        data(lambda facts: facts["head"]["facts"].update(file_number="WIR-2027-002")),
        "gehören nicht zu derselben Akte",
    ),
    "facts of another concept": (
        data(lambda facts: facts.update(concept="0" * 36)),
        "gehören nicht zu derselben Akte",
    ),
    "facts that are none": (changed(DATA, b"[]"), "„akte.json“ fehlt oder lässt sich nicht lesen"),
    "facts without end": (changed(DATA, b"[" * 100_000), "„akte.json“ fehlt oder lässt sich nicht"),
    "unknown facts": (
        data(lambda facts: facts.update(more=1)),
        "„akte.json“ fehlt oder lässt sich nicht lesen",
    ),
    "event changed": (
        events(lambda them: them[2].update(object="revision 9")),
        "Ereignis 3 ist verändert",
    ),
    "event of another day": (
        events(lambda them: them[0].update(at="2026-01-01T00:00:00+00:00")),
        "Ereignis 1 ist verändert",
    ),
    "event by somebody else": (
        events(lambda them: them[3].update(actor_id=8)),
        "Ereignis 4 ist verändert",
    ),
    "reason added": (events(lambda them: them[3].update(reason="x")), "Ereignis 4 ist verändert"),
    "event gone": (events(lambda them: them.pop(3)), "Ereignis 4 fehlt"),
    "hidden event gone": (events(lambda them: them.pop(1)), "Ereignis 2 fehlt"),
    "events swapped": (
        events(lambda them: them.insert(2, them.pop(3))),
        "Ereignis 3 fehlt",
    ),
    "event slipped in": (
        events(lambda them: them.insert(2, them[2] | {"sequence": 3})),
        "Ereignis 4 fehlt",
    ),
    "submission hidden": (
        events(lambda them: them.append(hidden(them.pop()))),
        "Einreichung 2: Das Protokoll kennt sie nicht",
    ),
    "a number that no ledger holds": (
        events(lambda them: them[0].update(actor_id=10**30)),
        "Ereignis 1 ist verändert",
    ),
    "chain of another concept": (
        replaced(LEDGER, b"6c1d", b"6c1e"),
        "Ereignis 1 ist verändert",
    ),
    "chain told anew": (events(retold), "Das Protokoll nennt eine andere Fassung"),
    "last event cut off": (events(lambda them: them.pop()), "Das Protokoll kennt sie nicht"),
    "a ledger that is none": (changed(LEDGER, b"{}\n"), "„ledger.jsonl“ fehlt oder lässt sich"),
    "an empty ledger": (changed(LEDGER, b""), "„ledger.jsonl“ fehlt oder lässt sich"),
}


def refitted(parts: Parts) -> bytes:
    try:
        return zipped(relisted(parts))
    except (ValueError, KeyError):  # a ledger without an end: its old one stays in the manifest
        return zipped(relisted(parts | {LEDGER: b""}) | {LEDGER: parts[LEDGER]})


@pytest.mark.parametrize("case", CLEVER)
def test_a_fitting_manifest_hides_no_contradiction(case: str, tmp_path: Path) -> None:
    tamper, said = CLEVER[case]
    report = proved(tmp_path, refitted(tamper(parts_of(packed()))))
    assert any(said in fault for fault in faults(report)), faults(report)


def test_the_chain_ends_where_the_manifest_says(tmp_path: Path) -> None:
    parts = relisted(parts_of(packed()))
    shorter = with_events(parts, lambda them: them.pop())[LEDGER]
    report = proved(tmp_path, zipped(parts | {LEDGER: shorter}))
    assert "Das Protokoll endet nicht dort, wo das Verzeichnis es sagt." in faults(report)


def test_who_knows_the_manifests_hash_is_not_deceived_at_all(tmp_path: Path) -> None:
    parts = parts_of(packed())
    path = written(tmp_path, zipped(relisted(changed(INDEX, b"<html>")(parts))))
    assert faults(verify(path)) == []
    assert verify(path).outcome is Outcome.OPEN
    expected = sha256(parts[MANIFEST])
    assert faults(verify(path, expected=expected)) == [
        "Die Prüfsumme des Verzeichnisses ist nicht die angegebene."
    ]
    assert faults(verify(written(tmp_path, packed()), expected=f" {expected.upper()}\n")) == []


# --- signatures -----------------------------------------------------------------------------------

SIGNED = "einreichung-1/signiert-1"


def test_signatures_are_judged_anew(tmp_path: Path) -> None:
    report = proved(tmp_path, packed(signed=True), TRUST)
    assert (report.outcome, faults(report)) == (Outcome.FINE, [])
    (found,) = (r for r in proved(tmp_path, packed(signed=True)).results if r.findings)
    assert found.outcome is Outcome.OPEN
    assert "das Portal befand: qualifiziert" in found.findings[0].text


def quality(said: str) -> Tamper:
    def change(facts: dict) -> None:  # type: ignore[type-arg]
        first(facts)["records"][1]["facts"]["quality"] = said

    return data(change)


def unnoted(parts: Parts) -> Parts:
    """As if the portal had noted nothing of the signed files."""

    def change(facts: dict) -> None:  # type: ignore[type-arg]
        for record in first(facts)["records"]:
            for file in record["files"]:
                file["noted_sha256"] = ""

    return with_data(parts, change)


SIGNATURES: dict[str, tuple[Tamper, str]] = {
    "a bit in the signed file": (
        lambda parts: unnoted(flipped(f"{SIGNED}.pdf", 700)(parts)),
        "„einreichung-1/signiert-1.pdf“: ungültig.",
    ),
    "the unsigned file instead": (
        lambda parts: unnoted(copied(f"{FIRST}.pdf", f"{SIGNED}.pdf")(parts)),
        "Die Datei ist noch nicht unterschrieben",
    ),
    "another signed file": (
        lambda parts: unnoted(changed(f"{SIGNED}.pdf", signing.sign(signing.issued()))(parts)),
        "Unterschrieben ist eine andere Datei",
    ),
    "the second instead of the first": (
        lambda parts: unnoted(
            changed(f"{SIGNED}.pdf", parts["einreichung-1/signiert-2.pdf"])(parts)
        ),
        "Seit der letzten Unterschrift ist keine weitere hinzugekommen",
    ),
    "text added after signing": (
        lambda parts: unnoted(changed(f"{SIGNED}.pdf", parts[f"{SIGNED}.pdf"] + b"% more")(parts)),
        "ungültig",
    ),
    "gone": (without(f"{SIGNED}.pdf"), "Die signierte Datei „einreichung-1/signiert-1.pdf“ fehlt"),
    "an instant that is none": (
        data(lambda facts: first(facts)["records"][1]["facts"].update(at="gestern")),
        "Wann die Datei kam, ist nicht zu lesen",
    ),
}


@pytest.mark.parametrize("case", SIGNATURES)
def test_a_signature_that_does_not_fit_is_found(case: str, tmp_path: Path) -> None:
    tamper, said = SIGNATURES[case]
    report = proved(tmp_path, zipped(relisted(tamper(parts_of(packed(signed=True))))), TRUST)
    assert any(said in fault for fault in faults(report)), faults(report)


def test_a_quality_that_was_never_found_stays_open(tmp_path: Path) -> None:
    better = relisted(quality("fortgeschritten")(parts_of(packed(signed=True))))
    (found,) = (r for r in proved(tmp_path, zipped(better), TRUST).results if r.findings)
    assert found.outcome is Outcome.OPEN
    assert "festgehalten als fortgeschritten, jetzt qualifiziert" in found.findings[0].text
