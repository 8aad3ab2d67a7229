"""Concepts to start from: Musterland's is complete and sound."""

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import wirportal
from wirportal.editions.model import Answers

DEMO = Path(wirportal.__file__).parent / "concepts" / "demo"


@cache
def demo_file(name: str) -> Any:
    """The parsed file of that name among the demo data."""
    return json.loads((DEMO / name).read_text(encoding="utf-8"))


def musterland() -> Answers:
    """A copy of its answers, to be changed freely."""
    found: Answers = deepcopy(demo_file("musterland.json")["answers"])
    return found
