"""What was added to the issued file, revision by revision, and whether signatures explain it."""

import re
from collections.abc import Iterator
from io import BytesIO

from asn1crypto.parser import peek
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from wirportal.documents.signatures import policy

_TAIL = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_LARGE = 0.25


class Changed(Exception):
    """Something was changed or added that no signature explains."""


def first_added(reader: PdfFileReader, issued: bytes) -> int:
    """The first revision after the issued ones. Raises Changed.

    That the upload begins with our bytes proves nothing yet: what follows may be a whole other
    document that only has them before it.
    """
    ours = PdfFileReader(BytesIO(issued), strict=True).xrefs
    theirs, count = reader.xrefs, int(ours.total_revisions)
    if theirs.total_revisions < count:
        raise Changed
    for revision in range(count):
        if ours.get_startxref_for_revision(revision) != theirs.get_startxref_for_revision(revision):
            raise Changed
    return count


def explain(reader: PdfFileReader, first: int, last: int, *, signed: bool) -> None:
    """Only fields for signatures came with these revisions. Raises Changed.

    What is added together with the first signature is signed, and could still be another text.
    """
    rules = policy.LATER if signed else policy.FIRST
    issued = reader.get_historical_resolver(first - 1)
    for revision in range(first, last + 1):
        try:
            difference = rules.apply(issued, reader.get_historical_resolver(revision))
        except SuspiciousModification:
            raise Changed from None
        if not _explained(difference, ModificationLevel.FORM_FILLING):
            raise Changed


def _explained(difference: object, most: ModificationLevel) -> bool:
    return isinstance(difference, DiffResult) and difference.modification_level <= most


def covers(upload: bytes, signature: EmbeddedPdfSignature) -> bool:
    """The signed bytes are all up to some place, but for the signature itself: nothing to hide in.

    pyHanko looks less closely where a signature reaches to the end of the file.
    """
    places = [int(place) for place in signature.byte_range]
    if len(places) != 4:
        return False
    start, gap, after, length = places
    if start != 0 or not 0 < gap < after or length <= 0 or after + length > len(upload):
        return False
    hole = upload[gap:after]
    if hole[:1] != b"<" or hole[-1:] != b">":
        return False
    content = bytes.fromhex(hole[1:-1].decode("ascii"))
    return content == signature.pkcs7_content and not content[peek(content) :].strip(b"\0")


def end(signature: EmbeddedPdfSignature) -> int:
    """The place up to which it signs the file."""
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


def ends_well(upload: bytes, last: EmbeddedPdfSignature) -> bool:
    """After the last signature comes nothing, or only what is kept to prove it for longer."""
    if end(last) == len(upload):
        return True
    if not (tail := _TAIL.search(upload[-200:])):
        return False
    xrefs = last.reader.xrefs
    newest = xrefs.get_startxref_for_revision(xrefs.total_revisions - 1)
    difference = policy.LATER.review_file(last.reader, last.signed_revision)
    if _fields(last.reader) != _fields(last.reader.get_historical_resolver(last.signed_revision)):
        return False
    return int(tail[1]) == newest and _explained(difference, ModificationLevel.LTA_UPDATES)


def _fields(document: PdfHandler) -> list[str]:
    return [name for name, _, _ in enumerate_sig_fields(document)]


def hides_page(signature: EmbeddedPdfSignature) -> bool:
    """Its visible fields take more than a quarter of a page."""
    return sum(_share(widget) for widget in _widgets(signature.sig_field)) > _LARGE


def _widgets(field: DictionaryObject) -> Iterator[DictionaryObject]:
    yield from (kid.get_object() for kid in field.get("/Kids", ()))
    yield field


def _share(widget: DictionaryObject) -> float:
    if "/Rect" not in widget:
        return 0
    page = widget.get("/P", None)
    box = page.get("/MediaBox", None) if isinstance(page, DictionaryObject) else None
    return _area(widget["/Rect"]) / (_area(box) if box else 595 * 842)


def _area(box: list[float]) -> float:
    left, bottom, right, top = (float(side) for side in box)
    return abs((right - left) * (top - bottom))
