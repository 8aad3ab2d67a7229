"""The check of an upload: first by its bytes, then in a process of its own."""

import json
import logging
import re
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from wirportal.documents import alone
from wirportal.documents.signatures.trust import TrustList
from wirportal.documents.signatures.verdicts import Verdict

_LOG = logging.getLogger(__name__)
BYTES = 20_000_000
SECONDS = 30
"""By the clock, for a server that is busy; what a file may compute is limited in `limits`."""
UPLOAD, ISSUED, REQUEST, ANSWER = "upload.pdf", "issued.pdf", "request.json", "verdict.json"
_ANSWER_BYTES = 1_000_000
_MARK = b"/ByteRange"
"""Every signature has it in plain text: it says which bytes of the file are signed."""
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_ID = re.compile(rb"/ID\s*\[\s*(?:\(([^)]{8,})\)|<([0-9A-Fa-f]{16,})>)")


def check_signature(
    upload: bytes, issued: bytes, trust: TrustList, at: datetime, expected_name: str = ""
) -> Verdict:
    """What a signed upload is worth.

    `issued` is the file that the person got from us, or the signed upload that we accepted before
    and gave to the next person. `at` is when the upload came in, with a zone: a file is judged the
    same way whenever it is looked at again. A name other than the expected one is only noted:
    people marry, and certificates leave out titles; who may sign is for others to decide.

    Never raises for what an upload holds, never reaches for the network.
    """
    if verdict := first_look(upload, issued):
        return verdict
    with tempfile.TemporaryDirectory(prefix="wirportal-") as folder:
        room = Path(folder)
        (room / UPLOAD).write_bytes(upload)
        (room / ISSUED).write_bytes(issued)
        request = {"trust": trust.as_json(), "at": at.isoformat(), "name": expected_name}
        (room / REQUEST).write_text(json.dumps(request))
        try:
            status, _ = alone.run("wirportal.documents.signatures", folder, seconds=SECONDS)
        except subprocess.TimeoutExpired:
            return Verdict("too_costly")
        answer = room / ANSWER
        if status or not answer.is_file() or answer.stat().st_size > _ANSWER_BYTES:
            _LOG.error("the check of a signature ended with status %s", status)
            return Verdict("too_costly")
        return Verdict.from_json(json.loads(answer.read_bytes()))


def first_look(upload: bytes, issued: bytes) -> Verdict | None:
    """What its bytes tell without parsing; None if there is more to look at."""
    if len(upload) > BYTES:
        return Verdict("too_large", {"limit": str(BYTES // 1_000_000)})
    if issued and upload.startswith(issued):
        if _MARK in upload[len(issued) :]:
            return None
        if _MARK in issued:
            return Verdict("no_new_signature")
        return Verdict("unsigned" if upload == issued else "no_signature")
    return Verdict(_why_not_ours(upload, issued))


def _why_not_ours(upload: bytes, issued: bytes) -> str:
    if not upload.strip():
        return "empty"
    if upload.startswith(_IMAGES):
        return "image"
    if b"%PDF-" not in upload[:1024]:
        return "not_pdf"
    if _MARK not in upload:
        return "not_ours_unsigned"
    return "resaved" if _ids(issued) & _ids(upload) else "other_file"


def _ids(content: bytes) -> set[bytes]:
    """What PDF files call themselves; programs keep it when they save."""
    plain = {match[1] for match in _ID.finditer(content) if match[1]}
    coded = {match[2] for match in _ID.finditer(content) if match[2]}
    return plain | {bytes.fromhex(each[: len(each) // 2 * 2].decode()) for each in coded}
