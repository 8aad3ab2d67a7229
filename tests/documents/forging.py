"""What people do to signed files, by mistake or on purpose."""

import asyncio
import hashlib
import io
import re
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from asn1crypto.parser import peek
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, StreamObject
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.generic import pdf_string as text
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.documents.signing import ERIKA, Party, sign, update, with_field

Change = Callable[[IncrementalPdfFileWriter], None]


# --- changes to the document ----------------------------------------------------------------------


def _page(writer: IncrementalPdfFileWriter) -> DictionaryObject:
    page = writer.find_page_for_modification(0)[0].get_object()
    assert isinstance(page, DictionaryObject)
    writer.update_container(page)
    return page


def rotate(writer: IncrementalPdfFileWriter) -> None:
    _page(writer)["/Rotate"] = NumberObject(90)


def overlay(writer: IncrementalPdfFileWriter) -> None:
    """Another sum over ours."""
    content = StreamObject(stream_data=b"BT 100 700 Td (90.000 Euro) Tj ET")
    page = _page(writer)
    page["/Contents"] = ArrayObject([page.raw_get("/Contents"), writer.add_object(content)])


def comment(writer: IncrementalPdfFileWriter) -> None:
    values = {"/Type": name("/Annot"), "/Subtype": name("/FreeText"), "/Contents": text("gez.")}
    note = DictionaryObject({name(key): value for key, value in values.items()})
    note[name("/Rect")] = ArrayObject(map(NumberObject, (10, 10, 90, 40)))
    _page(writer)[name("/Annots")] = ArrayObject([writer.add_object(note)])


def text_field(writer: IncrementalPdfFileWriter) -> None:
    values = {"/FT": name("/Tx"), "/T": text("Summe"), "/V": text("90.000")}
    field = DictionaryObject({name(key): value for key, value in values.items()})
    if "/AcroForm" in writer.root:
        form = writer.root["/AcroForm"]
    else:
        form = DictionaryObject({name("/Fields"): ArrayObject()})
        writer.root[name("/AcroForm")] = form
        writer.update_root()
    form["/Fields"].append(writer.add_object(field))
    writer.update_container(form["/Fields"])


def opens_script(writer: IncrementalPdfFileWriter) -> None:
    writer.root[name("/OpenAction")] = _script()
    writer.update_root()


def _script() -> DictionaryObject:
    return DictionaryObject({name("/S"): name("/JavaScript"), name("/JS"): text("app.alert(1)")})


def named_script(writer: IncrementalPdfFileWriter) -> None:
    names = writer.root["/Names"]
    scripts = DictionaryObject({name("/Names"): ArrayObject([text("x"), _script()])})
    names[name("/JavaScript")] = scripts
    writer.update_container(names)


def attachment(writer: IncrementalPdfFileWriter) -> None:
    """Other answers in the file that machines read."""
    stream = writer.root["/AF"][0]["/EF"]["/F"]
    stream._data, stream._encoded_data = b'{"sum": 90000}', None
    stream.pop("/Filter", None)
    writer.update_container(stream)


def other_pages(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]["/Kids"]
    pages.append(pages.raw_get(0))
    writer.update_container(pages)


def layers(writer: IncrementalPdfFileWriter) -> None:
    writer.root[name("/OCProperties")] = DictionaryObject({name("/OCGs"): ArrayObject()})
    writer.update_root()


def tags(writer: IncrementalPdfFileWriter) -> None:
    """Other text for those who listen."""
    tree = writer.root["/StructTreeRoot"]
    tree[name("/Alt")] = text("90.000 Euro")
    writer.update_container(tree)


def other_form(writer: IncrementalPdfFileWriter) -> None:
    """A form in XML, which some programs show instead of the pages."""
    form = DictionaryObject({name("/Fields"): ArrayObject(), name("/XFA"): text("<x/>")})
    writer.root[name("/AcroForm")] = form
    writer.update_root()


CHANGES: tuple[Change, ...] = (
    rotate, overlay, comment, text_field, opens_script, named_script, attachment, other_pages,
    layers, tags,
)  # fmt: skip


# --- changes to bytes -----------------------------------------------------------------------------


def flipped(document: bytes, place: int) -> bytes:
    changed = bytearray(document)
    changed[place] ^= 1
    return bytes(changed)


def resaved(document: bytes, **options: Any) -> bytes:
    with pikepdf.open(io.BytesIO(document)) as opened:
        opened.save(output := io.BytesIO(), **options)
    return output.getvalue()


def hole(document: bytes) -> tuple[int, int]:
    """Where the last signature's contents begin and end, angle brackets included."""
    found = list(re.finditer(rb"/Contents <([0-9A-Fa-f]{1000,})>", document))[-1]
    return found.start(1) - 1, found.end(1) + 1


def filled(document: bytes, content: bytes) -> bytes:
    """The document with other contents of its last signature."""
    start, end = hole(document)
    coded = content.hex().encode().ljust(end - start - 2, b"0")
    return document[: start + 1] + coded + document[end - 1 :]


def contents(document: bytes) -> bytes:
    start, end = hole(document)
    content = bytes.fromhex(document[start + 1 : end - 1].decode())
    return content[: peek(content)]


def damaged_contents(document: bytes, part: bytes, by: int = 5) -> bytes:
    """A bit is wrong in the signature, so many bytes after the part."""
    content = contents(document)
    return filled(document, flipped(content, content.rindex(part) + len(part) + by))


def covering(
    document: bytes, ranges: Callable[[int, int, int], list[int]], tail: str = ""
) -> bytes:
    """The document signed anew for other places; `ranges` makes them of gap, end of gap, length."""
    start, end = hole(document)
    places = ranges(start, end, len(document))
    found = list(re.finditer(rb"/ByteRange \[[0-9 ]+\] *", document))[-1]
    room = found.end() - found.start()
    written = f"/ByteRange [{' '.join(map(str, places))}]".encode().ljust(room)
    assert len(written) == room, "no room"
    document = document[: found.start()] + written + document[found.end() :]
    pairs = zip(places[::2], places[1::2], strict=True)
    signed = b"".join(document[at : at + length] for at, length in pairs)
    return filled(document, by_hand(hashlib.sha256(signed).digest()) + tail.encode())


def by_hand(digest: bytes, party: Party = ERIKA, embed: Party | None = None) -> bytes:
    """A signature of the digest, perhaps with another one's certificate."""
    store = SimpleCertificateStore.from_certs(party.chain)
    signer = signers.SimpleSigner((embed or party).asn1, party.secret, store)
    made: bytes = asyncio.run(signer.async_sign(digest, "sha256", use_pades=True)).dump()
    return made


def with_fields_of(document: bytes, change: Callable[[DictionaryObject], None]) -> bytes:
    """Signed in a field that somebody has prepared."""

    def prepare(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][0]
        change(field)
        writer.update_container(field)

    return sign(update(with_field(document), prepare), name="Zeichnung")


def with_bomb(document: bytes) -> bytes:
    """Revocation information of 400 MB, packed twice."""
    packed = zlib.compress(zlib.compress(b"0" * 400_000_000, 9), 9)
    kinds = ArrayObject([name("/FlateDecode"), name("/FlateDecode")])

    def store(writer: IncrementalPdfFileWriter) -> None:
        stream = StreamObject({name("/Filter"): kinds}, encoded_data=packed)
        found = DictionaryObject({name("/OCSPs"): ArrayObject([writer.add_object(stream)])})
        writer.root[name("/DSS")] = found
        writer.update_root()

    return update(document, store)
