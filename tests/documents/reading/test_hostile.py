"""Files that are broken, locked or meant to harm: refused in a sentence, in time, without harm."""

import io
import random
import resource
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests.documents.reading.forms import OFFICIAL, as_word, word_file
from wirportal.documents import pdf as printer
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.paper import Paper
from wirportal.documents.reading import BYTES, sandbox
from wirportal.documents.reading.office import OLE
from wirportal.documents.reading.sandbox import read_safely
from wirportal.editions.load import CURRENT, load

pytestmark = [pytest.mark.documents, pytest.mark.hostile]

LOCKED, MACROS, BROKEN, TOO_MUCH = "Passwort", "Makros", "beschädigt", "zu groß"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(document: str) -> bytes:
    """A Word file whose document part is this."""
    return word_file("", {"word/document.xml": document})


def ole(*names: str, first_block: bytes = b"") -> bytes:
    """As much of an old Office file as tells what lies in it: first block, names of streams."""
    entries = b"".join((name + "\0").encode("utf-16-le").ljust(128, b"\0") for name in names)
    return OLE.ljust(512, b"\0") + first_block.ljust(512, b"\0") + entries


def document_type(entities: str, use: str) -> bytes:
    return word(
        f'<?xml version="1.0"?><!DOCTYPE d [{entities}]>'
        f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>{use}</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )


def billion_laughs() -> bytes:
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return document_type("".join(lines), "&a9;")


def utf16_entities() -> bytes:
    text = f'<!DOCTYPE d [<!ENTITY a "b">]><w:document xmlns:w="{_W}"/>'
    return word_file("", {"word/document.xml": text.encode("utf-16")})  # type: ignore[dict-item]


def zip_bomb() -> bytes:
    return word_file("", {"word/document.xml": "<a>" + " " * 300_000_000})


def lying_zip_bomb() -> bytes:
    """The same with its size said to be small."""
    data = bytearray(word_file("", {"word/document.xml": "<a>" + " " * 60_000_000}))
    size = (60_000_003).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def deep() -> bytes:
    return word("<a>" * 200_000 + "</a>" * 200_000)


def deep_word() -> bytes:
    nested = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    return word(f'<w:document xmlns:w="{_W}"><w:body>{nested}</w:body></w:document>')


def wide_word() -> bytes:
    return word(f'<w:document xmlns:w="{_W}"><w:body>{"<w:p/>" * 6_000_000}</w:body></w:document>')


def many_names() -> bytes:
    return zipped(**{f"n{n}": b"" for n in range(65_000)})


def zeros(length: int) -> bytes:
    """So many megabytes of zeros, deflated; one megabyte is compressed, its block repeated."""
    megabyte = bytes(1_000_000)
    packer = zlib.compressobj(9)
    first = packer.compress(megabyte) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(megabyte) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(length):
        check = zlib.adler32(megabyte, check)
    return first + block * (length - 1) + packer.flush()[:-4] + check.to_bytes(4, "big")


def flate_bomb(filters: int) -> bytes:
    """A PDF whose only page unfolds to a gigabyte; with two filters it is small as well."""
    data = zeros(1_000)
    for _ in range(filters - 1):
        data = zlib.compress(data, 9)
    names = "/FlateDecode " * filters
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>",
        f"<</Length {len(data)}/Filter[{names}]>>stream\n".encode() + data + b"\nendstream",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj".encode() + content + b"endobj\n"
    table = "0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 5\n{table}trailer<</Root 1 0 R/Size 5>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + end.encode()


def bomb_attached() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["konzept.json"] = b"{" + b" " * 100_000_000
    buffer = io.BytesIO()
    pdf.save(buffer, compress_streams=True)
    return buffer.getvalue()


def locked_pdf() -> bytes:
    with pikepdf.open(io.BytesIO(printer.render(Paper(load(), {})))) as pdf:
        pdf.save(buffer := io.BytesIO(), encryption=pikepdf.Encryption(user="x", owner="y"))
    return buffer.getvalue()


def flagged_zip() -> bytes:
    """A ZIP file whose parts are encrypted, as its flags say."""
    data = bytearray(as_word({}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(sign)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(sign, start + 4)
    return bytes(data)


def scan() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


CORPUS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "leer"),
    "blank": (lambda: b" \r\n\t" * 99, "leer"),
    "zeros": (lambda: b"\0" * 9_999, "leer"),
    "program": (lambda: b"\x7fELF" + bytes(range(256)) * 9, "nicht lesen"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "Bild"),
    "web page": (lambda: b"<!DOCTYPE html><html><body>5.1.</body></html>", "nicht lesen"),
    "archive": (lambda: zipped(a=b"b"), "ZIP-Archiv"),
    "no archive": (lambda: b"PK\x03\x04" + b"x" * 99, BROKEN),
    "half a file": (lambda: as_word({})[:900], BROKEN),
    "spreadsheet": (
        lambda: zipped(**{"[Content_Types].xml": b"spreadsheetml.sheet.main+xml"}), "Tabelle",
    ),
    "macros": (lambda: word_file("", {"word/vbaProject.bin": "x"}), MACROS),
    "macro type": (
        lambda: zipped(**{"[Content_Types].xml": b"word.document.macroEnabled.main+xml"}), MACROS,
    ),
    "locked": (flagged_zip, LOCKED),
    "locked docx": (lambda: ole("EncryptionInfo", "EncryptedPackage"), LOCKED),
    "locked doc": (
        lambda: ole("WordDocument", first_block=b"\xec\xa5" + bytes(8) + b"\x00\x01"), LOCKED,
    ),
    "doc with macros": (lambda: ole("WordDocument", "Macros", "_VBA_PROJECT"), MACROS),
    "old spreadsheet": (lambda: ole("Workbook"), "kein Word-Dokument"),
    "zip bomb": (zip_bomb, TOO_MUCH),
    "lying zip bomb": (lying_zip_bomb, ""),
    "many names": (many_names, TOO_MUCH),
    "billion laughs": (billion_laughs, "nichts zu suchen"),
    "foreign entity": (
        lambda: document_type('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), "nichts zu suchen",
    ),
    "hidden entity": (utf16_entities, "nichts zu suchen"),
    "deep": (deep, BROKEN),
    "deep word": (deep_word, BROKEN),
    "wide word": (wide_word, ""),
    "flate bomb": (lambda: flate_bomb(1), TOO_MUCH),
    "double flate bomb": (lambda: flate_bomb(2), TOO_MUCH),
    "bomb attached": (bomb_attached, TOO_MUCH),
    "locked pdf": (locked_pdf, LOCKED),
    "scan": (scan, "Scan"),
    "no pdf": (lambda: b"%PDF-1.7\nnothing", BROKEN),
    "bad json": (lambda: b'{"format": "wir-portal/concept", ', "JSON"),
    "deep json": (lambda: b"[" * 900_000, "JSON"),
    "foreign json": (lambda: b'{"a": 1}', "JSON"),
    "long text": (lambda: "5.2. Öffnung\n".encode() * 900_000, TOO_MUCH),
    "quoting text": (lambda: ("5.4. Zeitplan? Meilensteine?\n" * 60_000).encode(), ""),
    "white text": (lambda: b"x" + b" " * 1_900_000 + b"y", ""),
}  # fmt: skip


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time enough on a busy machine: what counts here are the limits on computing and memory."""
    monkeypatch.setattr(sandbox, "SECONDS", 60)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", CORPUS)
def test_hostile_file_is_refused_without_harm(name: str, tmp_path: Path) -> None:
    make, words = CORPUS[name]
    path = write(tmp_path / "konzept.docx", make())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        unassigned = read_safely(path, CURRENT).unassigned
    except UnreadableFile as refused:
        assert words in refused.sentence
        assert refused.sentence.endswith((".", "?"))
    else:
        assert not words
        assert unassigned
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_upload_of_a_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "konzept.docx"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(UnreadableFile, match="20 MB"):
        read_safely(path, CURRENT)
    assert BYTES == 20_000_000


def test_file_that_takes_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 0.01)
    with pytest.raises(UnreadableFile, match="nicht in der erlaubten Zeit"):
        read_safely(write(tmp_path / "form.txt", OFFICIAL.encode()), CURRENT)


def test_good_file_is_read_in_the_sandbox(tmp_path: Path) -> None:
    form = write(tmp_path / "form.exe", as_word({"status": "Bestand", "date": "1.2.2027"}))
    imported = read_safely(form, CURRENT)
    assert imported.answers == {"status": "Bestand", "date": "2027-02-01"}
    assert imported.findings[0].source == "form-field"


def test_gigabyte_fits_in_two_kilobytes() -> None:
    """The positive control: that is what the bomb is."""
    bomb = flate_bomb(2)
    assert len(bomb) < 5_000
    with pikepdf.open(io.BytesIO(bomb)) as pdf:
        outer = zlib.decompress(pdf.pages[0].obj["/Contents"].read_raw_bytes())
    unpacker = zlib.decompressobj()
    unfolded = 0
    while data := unpacker.decompress(outer, 10_000_000):
        unfolded += len(data)
        outer = unpacker.unconsumed_tail
    assert unfolded == 1_000_000_000


@pytest.mark.parametrize("seed", range(40))
def test_damaged_file_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    answers = {"status": "Bestand und Bedarf"}
    file = as_word(answers) if seed % 2 else printer.render(Paper(load(), answers))
    data = bytearray(file)
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        read_safely(write(tmp_path / "x", bytes(data)), CURRENT)
    except UnreadableFile as refused:
        assert refused.sentence
