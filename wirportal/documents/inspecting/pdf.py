"""What runs, hides or explodes in a PDF."""

import io
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf

_RUNS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/Rendition", "/RichMediaExecute"})
"""Actions, by their /S, that do more than lead somewhere."""
_WORDS = {
    "/JS": "program",
    "/JavaScript": "program",
    "/XFA": "program",
    "/EF": "embedded",
    "/EmbeddedFiles": "embedded",
    "/RichMediaContent": "embedded",
    "/GoToE": "embedded",
}
"""Keys of dictionaries that nothing else has."""
_DEPTH, _OBJECTS = 50, 300_000
_UNPACKED, _RATIO, _STEP = 400_000_000, 300, 1_000_000


def inspect(data: bytes) -> str:
    """A word of `REFUSALS`, or ""."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        return "embedded"  # an archive and a PDF at the same time
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if document.is_encrypted:
                return "locked"
            if not len(document.pages) or len(document.objects) > _OBJECTS:
                return "broken" if not len(document.pages) else "bomb"
            return next(filter(None, _found(document)), "")
    except pikepdf.PasswordError:
        return "locked"
    except (pikepdf.PdfError, zlib.error):
        return "broken"


def _found(document: pikepdf.Pdf) -> Iterator[str]:
    unpacked = 0
    for thing in document.objects:
        yield from _walk(thing, 0)
        if isinstance(thing, pikepdf.Stream):
            packed = thing.read_raw_bytes()
            size = _unpacked(thing, packed)
            unpacked += size
            if unpacked > _UNPACKED or (size > 20 * _STEP and size > _RATIO * len(packed)):
                yield "bomb"


def _walk(thing: pikepdf.Object, depth: int) -> Iterator[str]:
    """A dictionary or list with what lies in it directly; what is referred to comes by itself."""
    if depth > _DEPTH:
        yield "bomb"
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in thing.items():
            if key == "/S" and isinstance(value, pikepdf.Name) and str(value) in _RUNS:
                yield "program"
            elif key in _WORDS:
                yield _WORDS[key]
            elif isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _walk(value, depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _walk(value, depth + 1)


def _unpacked(stream: pikepdf.Stream, rest: bytes) -> int:
    """How many bytes come out of a stream, without keeping them; 0 where nothing is packed."""
    filters = stream.get("/Filter", pikepdf.Array())
    names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names.count("/FlateDecode") > 1:
        return _UNPACKED + 1  # nobody packs twice but who means harm
    if names[:1] != ["/FlateDecode"]:
        return 0
    inflate, size = zlib.decompressobj(), 0
    while rest and size <= _UNPACKED:
        try:
            size += len(inflate.decompress(rest, _STEP))
        except zlib.error:
            break  # cut off: readers show what they can, and so do we
        rest = inflate.unconsumed_tail
    return size
