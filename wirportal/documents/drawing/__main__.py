"""The process that `safely` starts: a folder, and what the file in it is said to be.

Typst draws: it is written in a memory-safe language and fetches nothing. The number of pages is
left behind first, then one picture after the other: who dies on the way has not drawn in vain.
"""

import json
import logging
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import typst

from wirportal.documents import limits
from wirportal.documents.attached import SCANS
from wirportal.documents.drawing.safely import ANSWER, BYTES, FILE, PAGES, SIDES, picture_in
from wirportal.documents.typeset import typeset

_TEMPLATE = Path(__file__).with_name("preview.typ")
_STAMP = datetime(2000, 1, 1, tzinfo=UTC)


def main(folder: str, media_type: str) -> None:
    limits.put(limits.DRAWING)
    os.environ.update(RAYON_NUM_THREADS="1")  # each thread takes address space, and it is one page
    room = Path(folder)
    (format_,) = (kind.endings[0] for kind in SCANS if kind.media_type == media_type)
    pages = _pages(room / FILE) if format_ == "pdf" else 1
    (room / ANSWER).write_text(json.dumps({"pages": pages}))
    shutil.copy(_TEMPLATE, room)  # Typst reads nothing outside of its template's folder
    for number in range(1, min(pages, PAGES) + 1):
        data = _drawn(room, format_, number)
        if not data:
            break
        (room / "unfinished").write_bytes(data)
        (room / "unfinished").rename(picture_in(room, number))


def _pages(path: Path) -> int:
    try:
        with pikepdf.open(path) as document:
            return len(document.pages)
    except pikepdf.PdfError:
        return 0


def _drawn(room: Path, format_: str, number: int) -> bytes:
    """A page as a PNG; nothing where it can't be drawn."""
    inputs = {"format": format_, "page": str(number)}
    for side in SIDES:
        try:
            data, _ = typeset(
                room / _TEMPLATE.name, inputs | {"side": str(side)}, _STAMP, format="png", ppi=72
            )
        except typst.TypstError:
            return b""
        if len(data) <= BYTES:
            return bytes(data)
    return b""


if __name__ == "__main__":
    logging.disable()  # libraries tell at length what strangers have written
    main(*sys.argv[1:])
