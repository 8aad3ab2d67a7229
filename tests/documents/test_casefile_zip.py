"""`wirportal verify` on ZIPs that were packed, or made, by somebody else."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from tests.documents.casefiles import (
    bomb,
    changed,
    packed,
    parts_of,
    proved,
    replaced,
    sha256,
    without,
    written,
    zipped,
)
from wirportal.documents.casefile import Outcome, verify
from wirportal.documents.casefile.contents import DATA, MANIFEST
from wirportal.documents.errors import UnreadableFile

pytestmark = pytest.mark.documents


def part(path: str, data: bytes = b"x", **facts: object) -> bytes:
    """Our ZIP with one part more, with these facts in its header."""
    with ZipFile(into := io.BytesIO(packed()), "a") as made:
        added = ZipInfo(path)
        for name, value in facts.items():
            setattr(added, name, value)
        made.writestr(added, data)
    return into.getvalue()


def crowd() -> bytes:
    with ZipFile(into := io.BytesIO(), "w") as made:
        for number in range(5_001):
            made.writestr(f"{number}", b"")
    return into.getvalue()


def lying() -> bytes:
    """A part whose header names another size than it has."""
    made = bytearray(packed())
    place = made.rindex(b"PK\x01\x02")
    made[place + 24 : place + 28] = (2**31).to_bytes(4, "little")
    return bytes(made)


def locked() -> bytes:
    made = bytearray(packed())
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "keine ZIP-Datei"),
    "no ZIP": (lambda: b"%PDF-1.7", "keine ZIP-Datei"),
    "cut off": (lambda: packed()[:-200], "keine ZIP-Datei"),
    "beginning cut off": (lambda: packed()[:3000], "keine ZIP-Datei"),
    "another ZIP": (lambda: zipped({"konzept.pdf": b"%PDF-"}), "kein Verzeichnis einer Akte"),
    "no manifest": (
        lambda: zipped(without(MANIFEST)(parts_of(packed()))),
        "kein Verzeichnis einer Akte",
    ),
    "a manifest that is none": (
        lambda: zipped(changed(MANIFEST, b"{}")(parts_of(packed()))),
        "kein Verzeichnis einer Akte",
    ),
    "of another version": (
        lambda: zipped(replaced(MANIFEST, b'"version": 1', b'"version": 2')(parts_of(packed()))),
        "kein Verzeichnis einer Akte",
    ),
    "up the folders": (lambda: part("../../etc/passwd"), "Pfad, der in keine Akte gehört"),
    "from the root": (lambda: part("/etc/passwd"), "Pfad, der in keine Akte gehört"),
    "another drive": (lambda: part("C:/Windows/x"), "Pfad, der in keine Akte gehört"),
    "backslashes": (lambda: part("a\\..\\b"), "Pfad, der in keine Akte gehört"),
    "hidden name": (lambda: part("einreichung-1/.x"), "Pfad, der in keine Akte gehört"),
    "a link": (
        lambda: part("link", b"/etc/passwd", external_attr=0o120777 << 16),
        "Pfad, der in keine Akte gehört",
    ),
    "letters that look alike": (lambda: part("аkte.json"), "Pfad, der in keine Akte gehört"),
    "the same name twice": (lambda: part(DATA), "hat mehr als ein Teil denselben Namen"),
    "the same name in capitals": (lambda: part("AKTE.json"), "hat mehr als ein Teil denselben"),
    "a bomb": (bomb, "viel zu groß"),
    "a crowd": (crowd, "viel zu groß"),
    "a size that lies": (lying, "viel zu groß"),
    "locked": (locked, "verschlüsselt"),
    "packed otherwise": (
        lambda: zipped(parts_of(packed()), zipfile.ZIP_LZMA),
        "auf eine Art gepackt, die wir nicht lesen",
    ),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_zip_is_not_even_opened(case: str, tmp_path: Path) -> None:
    build, said = HOSTILE[case]
    with pytest.raises(UnreadableFile) as refused:
        verify(written(tmp_path, build()))
    assert said in refused.value.sentence


REPACKED: dict[str, Callable[[], bytes]] = {
    "compressed": lambda: zipped(parts_of(packed()), ZIP_DEFLATED),
    "something before": lambda: b"#!/bin/sh\n" + packed(),
    "something behind": lambda: packed() + b"\0" * 10,
    "with a comment": lambda: commented(),
    "with folders": lambda: part("einreichung-3/", b""),
}


def commented() -> bytes:
    with ZipFile(into := io.BytesIO(packed()), "a") as made:
        made.comment = b"Stand: gestern"
    return into.getvalue()


@pytest.mark.parametrize("case", REPACKED)
def test_packed_anew_it_still_proves_what_is_in_it(case: str, tmp_path: Path) -> None:
    report = proved(tmp_path, REPACKED[case]())
    (found,) = (result for result in report.results if result.findings)
    assert (found.check.name, found.outcome) == ("Aufbau der ZIP-Datei", Outcome.OPEN)


def test_a_bit_flipped_in_the_zip_is_never_fine(tmp_path: Path) -> None:
    """Wherever it is: in a header, a name, a paper or the directory at the end."""
    whole = packed()
    for place in range(0, len(whole), len(whole) // 150):
        data = bytearray(whole)
        data[place] ^= 4
        try:
            report = verify(written(tmp_path, bytes(data)), None, sha256(parts_of(whole)[MANIFEST]))
        except UnreadableFile:
            continue
        assert report.outcome > Outcome.FINE, place
