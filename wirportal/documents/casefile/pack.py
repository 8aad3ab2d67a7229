"""Write a file as a ZIP: equal bytes for equal contents, whoever packs them and whenever."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import rfc8785

from wirportal.documents.casefile.contents import (
    DATA,
    FORMAT,
    INDEX,
    LEDGER,
    MANIFEST,
    VERSION,
    Archive,
    plain,
)
from wirportal.documents.casefile.index import index

_BEGINNING = (2014, 1, 1, 0, 0, 0)
"""Of every part: the instants that matter stand in the file itself."""
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


def pack(archive: Archive, into: BinaryIO) -> str:
    """Write the ZIP; the SHA-256 of its manifest, which stands for all of it.

    Nothing is compressed: then other programs and versions cannot make other bytes of it.
    One paper at a time is in memory.
    """
    listed: list[dict[str, Any]] = []
    with ZipFile(into, "w", ZIP_STORED) as zipped:
        for path, data in _contents(archive):
            _put(zipped, path, data)
            listed.append({"path": path, "size": len(data), "sha256": _sha256(data)})
        manifest = _pretty(_manifest(archive, listed))
        _put(zipped, MANIFEST, manifest)
    return _sha256(manifest)


def _contents(archive: Archive) -> Iterator[tuple[str, bytes]]:
    yield INDEX, index(archive).encode()
    yield DATA, _pretty(_data(archive))
    yield LEDGER, b"".join(rfc8785.dumps(dict(event)) + b"\n" for event in archive.events)
    for paper in archive.papers():
        yield paper.path, paper.load()


def _data(archive: Archive) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "concept": archive.concept,
        "at": plain(archive.at),
        "head": archive.head.as_json(),
        "parts": {part.id: [record.as_json() for record in part.records] for part in archive.parts},
        "people": {str(pk): name for pk, name in archive.people.items()},
    }


def _manifest(archive: Archive, listed: list[dict[str, Any]]) -> dict[str, Any]:
    last = archive.events[-1]
    return {
        "format": FORMAT,
        "version": VERSION,
        "file_number": archive.head.facts["file_number"],
        "concept": archive.concept,
        "at": plain(archive.at),
        "chain": {"length": last["sequence"], "sha256": last["sha256"]},
        "files": sorted(listed, key=lambda one: str(one["path"])),
    }


def _put(zipped: ZipFile, path: str, data: bytes) -> None:
    part = ZipInfo(path, _BEGINNING)
    part.create_system, part.external_attr = _UNIX, _PLAIN_FILE
    zipped.writestr(part, data)


def _pretty(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
