"""Read the editions that lie beside this file."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path

from wirportal.editions.kinds import KINDS
from wirportal.editions.model import Edition

FOLDER = Path(__file__).parent
LOCK = FOLDER / "published.lock"
CURRENT = "wir-koordination-2014"


def edition_ids() -> list[str]:
    """The ids of all editions there are, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load(edition_id: str = CURRENT) -> Edition:
    """The edition of that id, validated once per process; KeyError where there is none."""
    if edition_id not in edition_ids():
        raise KeyError(edition_id)
    source = (FOLDER / f"{edition_id}.toml").read_bytes()
    edition = Edition.model_validate(
        tomllib.loads(source.decode()) | {"sha256": hashlib.sha256(source).hexdigest()}
    )
    fields = [f for q in edition.questions.values() for f in (q, *q.columns)]
    if unknown := {field.kind for field in fields} - KINDS.keys():
        raise ValueError(f"{edition_id}: unknown kinds {sorted(unknown)}")
    return edition


def published() -> dict[str, str]:
    """Edition id → SHA-256 of its file on the day it was published."""
    pairs = (line.split() for line in LOCK.read_text().splitlines() if line.strip())
    return {edition_id: digest for digest, edition_id in pairs}
