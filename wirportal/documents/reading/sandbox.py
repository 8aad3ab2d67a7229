"""Read a stranger's file in a process of its own, which may fail, hang or run out of memory."""

import json
import subprocess
import tempfile
from pathlib import Path

from wirportal.documents import alone
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.reading import office
from wirportal.documents.reading.formats import format_of
from wirportal.documents.reading.imported import Imported
from wirportal.sentence import Sentence

SECONDS = 10
"""By the clock, for a server that is busy; what a file may compute is limited to 2 in `limits`."""
_OUTPUT = 8_000_000


def read_safely(path: Path, edition_id: str) -> Imported:
    """`reading.read` without danger for this process. Raises UnreadableFile, whatever fails."""
    form = format_of(path)
    seconds = SECONDS if form.reader else office.SECONDS + SECONDS
    with tempfile.TemporaryDirectory(prefix="wirportal-") as folder:
        output = Path(folder, "imported.json")
        _run(path, edition_id, output, seconds)
        if output.stat().st_size > _OUTPUT:
            raise UnreadableFile(_failed())
        return Imported.from_json(json.loads(output.read_bytes()))


def _run(path: Path, edition_id: str, output: Path, seconds: float) -> None:
    arguments = ["import", str(path.resolve()), "--edition", edition_id, "-o", str(output)]
    try:
        status, said = alone.run("wirportal.cli", *arguments, seconds=seconds)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(
            Sentence(
                "Die Datei ließ sich nicht in der erlaubten Zeit lesen. "
                "Bitte versuchen Sie es noch einmal; vielleicht ist sie beschädigt."
            )
        ) from None
    if status == 2 and said.strip():
        raise UnreadableFile(Sentence(said.decode(errors="replace").strip()[:500]))
    if status or not output.exists():
        raise UnreadableFile(_failed())


def _failed() -> Sentence:
    return Sentence(
        "Beim Lesen der Datei ist etwas schiefgegangen. Wahrscheinlich ist sie beschädigt."
    )
