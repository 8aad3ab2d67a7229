"""Whether a PDF is PDF/A-3a and PDF/UA-1."""

import io
import re

import page
import pikepdf

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)
# The checker takes a CR at the end of compressed data for part of the line end: passed if our own
# look at the bytes says that the length is right.
STREAM = re.compile(rb"\d+ 0 obj\n<<[^\x80-\xff]{1,2000}?>>\nstream\n")
FALSE_ALARM = "PDFA3A-STREAM-LENGTH-001"


def failures(data: bytes) -> set[str]:
    """The rules of PDF/UA-1 and PDF/A-3a that the file breaks."""
    reports = [page.validate_pdf_bytes(data, profile=profile) for profile in PROFILES]
    rules = {failure.rule_id for report in reports for failure in report.failures}
    assert rules or all(report.is_compliant for report in reports)
    return rules - {FALSE_ALARM} if lengths_are_right(data) else rules


def lengths_are_right(data: bytes) -> bool:
    """Whether each stream's data end where its /Length says."""
    found = 0
    for match in STREAM.finditer(data):
        length = re.search(rb"/Length (\d+)", data[match.start() : match.end()])
        assert length
        end = match.end() + int(length[1])
        if data[end : end + 10] != b"\nendstream":
            return False
        found += 1
    with pikepdf.open(io.BytesIO(data)) as document:
        return found == sum(isinstance(thing, pikepdf.Stream) for thing in document.objects)
