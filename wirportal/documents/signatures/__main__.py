"""The process that `check.check_signature` starts, with a folder as its only argument."""

import json
import logging
import sys
from datetime import datetime
from pathlib import Path

from wirportal.documents import limits
from wirportal.documents.signatures.check import ANSWER, ISSUED, REQUEST, UPLOAD
from wirportal.documents.signatures.judge import judge
from wirportal.documents.signatures.trust import TrustList
from wirportal.documents.signatures.verdicts import Verdict


def main(room: Path) -> None:
    """Judge what lies in the folder; leave the verdict there."""
    request = json.loads((room / REQUEST).read_text())
    limits.put(limits.SIGNATURE)
    try:
        verdict = judge(
            (room / UPLOAD).read_bytes(),
            (room / ISSUED).read_bytes(),
            TrustList.from_json(request["trust"]),
            datetime.fromisoformat(request["at"]),
            request["name"],
        )
    except MemoryError:
        verdict = Verdict("too_costly")
    (room / ANSWER).write_text(json.dumps(verdict.as_json()))


if __name__ == "__main__":
    logging.disable()  # pyHanko tells at length what strangers have written
    main(Path(sys.argv[1]))
