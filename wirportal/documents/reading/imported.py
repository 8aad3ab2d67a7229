"""What came out of a file, and how sure we are of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from wirportal.documents.paper import NOBODY
from wirportal.editions.model import Answers
from wirportal.editions.outline import Body


@dataclass(frozen=True)
class Finding:
    """Where the answer of question `id` was found: 1.0 is certain, below 0.5 a guess.

    `source`: "content-control" | "form-field" | "heading" | "json" | "attachment".
    """

    id: str
    confidence: float
    source: str


@dataclass(frozen=True)
class Imported:
    """What a file says. `unassigned`: texts that belong to no question for sure."""

    answers: Answers = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unassigned: tuple[str, ...] = ()
    body: Body = NOBODY
    revision: str = ""
    edition: str = ""
    suggestions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Table question id → rows that prose answers could become."""

    def as_json(self) -> dict[str, Any]:
        """What stands besides the concept file's own keys in the output of `wirportal import`."""
        return {
            "findings": [asdict(finding) for finding in self.findings],
            "unassigned": list(self.unassigned),
            "suggestions": self.suggestions,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Imported":
        """Of the output of `wirportal import`; KeyError or TypeError for anything else."""
        return cls(
            answers=raw["answers"],
            findings=tuple(Finding(**finding) for finding in raw["findings"]),
            unassigned=tuple(raw["unassigned"]),
            body=Body(**raw["body"]),
            revision=raw["revision"],
            edition=raw["edition"],
            suggestions=raw["suggestions"],
        )
