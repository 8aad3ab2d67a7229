"""Files as people bring them beside the form, and as nobody should."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import docx
import pikepdf

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf(change: Callable[[pikepdf.Pdf], Any] | None = None, **how: Any) -> bytes:
    """A page with a word on it, changed before it is saved."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    page.Contents = document.make_stream(b"BT ET")
    if change:
        change(document)
    document.save(out := io.BytesIO(), **how)
    return out.getvalue()


def printed(text: str) -> bytes:
    """A page with this text as text, as a scanner with text recognition writes it."""

    def write(document: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page = document.pages[0]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 10 Tf 10 10 Td ({text}) Tj ET".encode())

    return pdf(write)


def action(kind: str, **more: Any) -> Callable[[pikepdf.Pdf], None]:
    """What opens with the document."""

    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(kind), **more)

    return change


def with_file(document: pikepdf.Pdf) -> None:
    spec = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="liste.xlsx")
    spec.EF = pikepdf.Dictionary(F=document.make_stream(b"PK"))
    document.Root.AF = pikepdf.Array([document.make_indirect(spec)])


def with_form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"))


def with_bomb(document: pikepdf.Pdf) -> None:
    packed = zlib.compress(bytes(60_000_000), 9)
    stream = pikepdf.Stream(document, packed)
    stream.Filter = pikepdf.Name.FlateDecode
    document.Root.Bomb = document.make_indirect(stream)


def png(width: int = 2, height: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes(2)) * 2)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = struct.pack(">BHH", 8, height, width) + b"\x01\x01\x11\0"
    app = b"\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    size = struct.pack(">H", len(frame) + 2)
    return b"\xff\xd8" + app + b"\xff\xc0" + size + frame + b"\xff\xda\0\x02\0\xff\xd9"


def word(**parts: bytes | str) -> bytes:
    """A Word file, with parts added: a name's "__" is a "/"."""
    document = docx.Document()
    document.add_paragraph("Stellenbeschreibung")
    document.save(out := io.BytesIO())
    return added(out.getvalue(), {name.replace("__", "/"): part for name, part in parts.items()})


def added(package: bytes, parts: dict[str, bytes | str]) -> bytes:
    """A package with these parts too, or instead."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        all_ = {name: old.read(name) for name in old.namelist()} | parts
    with zipfile.ZipFile(out := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in all_.items():
            new.writestr(name, part)
    return out.getvalue()


def sheet(kind: str = "spreadsheetml.sheet.main") -> bytes:
    types = f"application/vnd.openxmlformats-officedocument.{kind}+xml"
    with zipfile.ZipFile(out := io.BytesIO(), "w") as new:
        new.writestr("[Content_Types].xml", f'<Types><Override ContentType="{types}"/></Types>')
        new.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


def odt(**parts: str) -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(), "w") as new:
        new.writestr("mimetype", ODT)
        new.writestr("content.xml", "<office:document-content/>")
        for name, part in parts.items():
            new.writestr(name.replace("__", "/"), part)
    return out.getvalue()
