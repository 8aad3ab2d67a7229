"""What pages read of a file's check; each function says how many queries it costs."""

from collections.abc import Iterable
from dataclasses import dataclass

from wirportal.concepts.models import Concept
from wirportal.review.models import CaseFile, CheckRow, Finding, Note, Opinion, Remark
from wirportal.review.models.checking import Outcome, Part


@dataclass(frozen=True)
class Checked:
    """A row of the checklist, and what was found."""

    row: CheckRow
    finding: Finding | None


@dataclass(frozen=True)
class Progress:
    """How far a part of the check is."""

    part: Part
    rows: int
    done: int
    not_met: int


def file_of(concept: Concept) -> CaseFile | None:
    """The authority's file, with who works on it; None before it was opened. One query."""
    files = CaseFile.objects.select_related("officer", "call")
    return files.filter(concept=concept).first()


def checked_rows(file: CaseFile) -> list[Checked]:
    """The checklist of the file's directive with what was found, in order; two queries.

    The file's call should be at hand.
    """
    findings = {finding.row_id: finding for finding in file.findings.select_related("by")}
    rows = CheckRow.objects.filter(directive=file.call.directive_id)
    return [Checked(row, findings.get(row.pk)) for row in rows]


def progress(checked: Iterable[Checked]) -> list[Progress]:
    """By part, in order; no query."""
    outcomes = [(one.row.part, one.finding.outcome if one.finding else "") for one in checked]
    return [
        Progress(
            part,
            sum(of == part for of, _ in outcomes),
            sum(of == part and outcome != "" for of, outcome in outcomes),
            outcomes.count((part.value, Outcome.NOT_MET.value)),
        )
        for part in Part
    ]


def remarks_of(file: CaseFile) -> dict[str, list[Remark]]:
    """What was said, oldest first, by question; one query."""
    remarks: dict[str, list[Remark]] = {}
    for remark in file.remarks.select_related("by"):
        remarks.setdefault(remark.question, []).append(remark)
    return remarks


def notes_of(file: CaseFile) -> list[Note]:
    """Oldest first; one query."""
    return list(file.notes.select_related("by"))


def opinions_of(file: CaseFile) -> list[Opinion]:
    """What the ministry was asked and said, oldest first; one query."""
    people = ("asked_by", "moved_by", "cancelled_by", "given_by")
    return list(file.opinions.select_related(*people))
