"""The process that `safely` starts: a folder, what to do, and what the file is said to be."""

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wirportal.documents import limits
from wirportal.documents.inspecting.codes import codes
from wirportal.documents.inspecting.inside import inspect
from wirportal.documents.inspecting.safely import ANSWER, FILE

TASKS: dict[str, Callable[[Path, str], dict[str, Any]]] = {
    "inspect": lambda path, media_type: {"refused": inspect(path, media_type)},
    "codes": lambda path, media_type: {"codes": codes(path)},
}


def main(folder: str, what: str, media_type: str) -> None:
    limits.put(limits.INSPECTING)
    room = Path(folder)
    found = TASKS[what](room / FILE, media_type)
    (room / ANSWER).write_text(json.dumps(found))


if __name__ == "__main__":
    logging.disable()  # libraries tell at length what strangers have written
    main(*sys.argv[1:])
