"""What people bring beside the form: known by its bytes, named safely, refused with a reason."""

from pathlib import Path

import pikepdf
import pytest

from tests.documents import attachments as made
from wirportal.documents.attached import KINDS, kind_of, safe_name
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.inspecting import REFUSALS, codes_in, inspect_safely
from wirportal.documents.inspecting.inside import INSPECTORS, inspect

pytestmark = pytest.mark.documents

GOOD = {
    "plan.pdf": (made.pdf(), made.PDF),
    "foto.png": (made.png(), made.PNG),
    "foto.jpeg": (made.jpeg(), made.JPEG),
    "text.docx": (made.word(), made.DOCX),
    "liste.xlsx": (made.sheet(), made.XLSX),
    "text.odt": (made.odt(), made.ODT),
}
PDF_WITH_ZIP = made.pdf() + made.word()
EXTERNAL = (
    '<Relationships><Relationship Type="http://x/attachedTemplate" Target="http://boese.example/a" '
    'TargetMode="External"/></Relationships>'
)
BAD = {
    "script": (made.pdf(made.action("/JavaScript", JS="app.alert(1)")), made.PDF, "program"),
    "launch": (made.pdf(made.action("/Launch", F="cmd.exe")), made.PDF, "program"),
    "form": (made.pdf(made.with_form), made.PDF, "program"),
    "attachment": (made.pdf(made.with_file), made.PDF, "embedded"),
    "unfolds": (made.pdf(made.with_bomb, compress_streams=False), made.PDF, "bomb"),
    "locked": (made.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), made.PDF, "locked"),
    "readable but locked": (
        made.pdf(encryption=pikepdf.Encryption(owner="a", user="")),
        made.PDF,
        "locked",
    ),
    "cut off": (b"%PDF-1.7\n" + b"x" * 100, made.PDF, "broken"),
    "archive behind": (PDF_WITH_ZIP, made.PDF, "embedded"),
    "picture as PDF": (made.png(), made.PDF, "mismatch"),
    "archive behind picture": (made.png() + made.word(), made.PNG, "embedded"),
    "huge picture": (made.png(60_000, 60_000), made.PNG, "bomb"),
    "cut-off picture": (made.png()[:-20], made.PNG, "broken"),
    "huge photo": (made.jpeg(60_000, 60_000), made.JPEG, "bomb"),
    "cut-off photo": (made.jpeg()[:25], made.JPEG, "broken"),
    "page as photo": (b"\xff\xd8\xff\xe0<script>alert(1)</script>", made.JPEG, "broken"),
    "macros": (made.word(**{"word__vbaProject.bin": b"x"}), made.DOCX, "macros"),
    "control": (made.word(**{"word__activeX__activeX1.xml": b"<x/>"}), made.DOCX, "program"),
    "object": (made.word(**{"word__embeddings__oleObject1.bin": b"x"}), made.DOCX, "embedded"),
    "file inside": (made.word(**{"word__embeddings__brief.pdf": b"x"}), made.DOCX, "embedded"),
    "macros inside": (
        made.word(
            **{"word__embeddings__a.xlsx": made.added(made.sheet(), {"xl/vbaProject.bin": "x"})}
        ),
        made.DOCX,
        "macros",
    ),
    "template from the net": (
        made.word(**{"word___rels__settings.xml.rels": EXTERNAL}),
        made.DOCX,
        "remote",
    ),
    "bomb": (made.word(**{"word__media__a.bmp": bytes(50_000_000)}), made.DOCX, "bomb"),
    "other content": (
        made.added(made.word(), {"[Content_Types].xml": "<Types/>"}),
        made.DOCX,
        "mismatch",
    ),
    "macro sheet": (made.sheet("sheet.macroEnabled.main"), made.XLSX, "macros"),
    "basic": (made.odt(Basic__Standard__Module1="x"), made.ODT, "macros"),
    "locked text": (
        made.odt(**{"META-INF__manifest.xml": "<manifest:encryption-data/>"}),
        made.ODT,
        "locked",
    ),
}


def in_file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", GOOD)
def test_what_is_harmless_passes_both_stages(name: str, tmp_path: Path) -> None:
    data, media_type = GOOD[name]
    assert kind_of(data, name).media_type == media_type
    assert inspect(in_file(tmp_path, data), media_type) == ""


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_taken_has_its_reason(name: str, tmp_path: Path) -> None:
    data, media_type, word = BAD[name]
    assert inspect(in_file(tmp_path, data), media_type) == word
    assert word in REFUSALS


def test_every_kind_is_looked_into() -> None:
    assert list(INSPECTORS) == [kind.media_type for kind in KINDS]


def test_a_process_of_its_own_says_why() -> None:
    assert inspect_safely(*GOOD["plan.pdf"]) is None
    assert inspect_safely(*BAD["script"][:2]) == REFUSALS["program"]


def test_what_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wirportal.documents.inspecting.safely.SECONDS", 0.01)
    assert inspect_safely(*GOOD["plan.pdf"]) == REFUSALS["too_costly"]


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "leer.pdf", "leer"),
        (b"x" * 20_000_001, "gross.pdf", "größer als 20 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "alt.doc", "alten Office-Format"),
        (b"PK\x03\x04" + bytes(100), "alles.zip", "Archiv"),
        (b"MZ\x90\0", "setup.pdf", "Programm"),
        (b"GIF89a", "bild.gif", "als PNG"),
        (b"<svg onload='alert(1)'/>", "bild.svg", "Möglich sind PDF"),
        (b"<html>", "seite.pdf", "Möglich sind PDF"),
        (made.png(), "bild.pdf", "endet auf „.pdf“, der Inhalt ist aber PNG"),
        (made.word(), "text.docm", "endet auf „.docm“"),
    ],
)
def test_other_files_are_refused_at_once(data: bytes, name: str, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        kind_of(data, name)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Plan.pdf", "Plan.pdf"),
        ("Plan.PDF", "Plan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\alex\\Plan 1.pdf", "Plan 1.pdf"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.exe.pdf"),
        ('a"b<c>|d?.pdf', "a-b-c--d-.pdf"),
        ("con.pdf", "Datei con.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "Datei.pdf"),
        ("a\nb\0.pdf", "ab.pdf"),
        ("Maßnahmen  U\u0308bersicht.pdf", "Maßnahmen Übersicht.pdf"),
        ("x" * 500, "x" * 120 + ".pdf"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, KINDS[0]) == safe


# --- the code of a version in a scan --------------------------------------------------------------


def test_codes_are_read_from_a_scan_with_text() -> None:
    assert codes_in(made.printed("Fassung 3F2A-90BC"), made.PDF) == {"3F2A-90BC"}
    assert codes_in(made.printed("Seite 1, Fassung 3F2A - 90BC"), made.PDF) == {"3F2A-90BC"}


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (made.pdf(), made.PDF),
        (made.printed("3F2A-90BC"), made.PDF),
        (b"%PDF-1.7\n% scan", made.PDF),
        (made.png(), made.PNG),
    ],
)
def test_a_scan_without_text_has_no_code(data: bytes, media_type: str) -> None:
    assert codes_in(data, media_type) == frozenset()
