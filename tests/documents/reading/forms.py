"""The official form as people fill it: as plain text, and as the old Word form with its fields."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

OFFICIAL = (Path(__file__).parents[2] / "data" / "formular-2014.txt").read_text()

_BLANK = re.compile("\u2002+(?:\\.\u2002+){2}|\u2002{5,}")
_PLACES = (
    "application_date", "landkreis", "kreisfreie_stadt", "sonderstatusstadt", "budget_year",
    "contacts_note", "anchoring", "reporting_line", "posts_note", "status", "understanding",
    "crosscutting", "annual_plan", "opening", "welcome", "schedule", "indicators_note", "steering",
    "tasks", "other", "applicant", "place", "date",
)  # fmt: skip
PROSE = (*_PLACES[5:-3], "measure_note", "cooperation")
_UNDER = {"measure_note": "für das Haushaltsjahr:", "cooperation": "Kooperationsstruktur mit der"}
"""Questions without a blank on the paper: people write under the line that begins so."""
_FIELD = re.compile("\x01(.*?)\x02", re.DOTALL)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def filled(answers: Mapping[str, str], mark: str = "{}") -> str:
    """The form's text with answers filled in, each inside `mark`; empty blanks stay blanks."""
    places = iter(_PLACES)

    def fill(blank: re.Match[str]) -> str:
        return mark.format(answers.get(next(places), blank[0]))

    def lines() -> Iterator[str]:
        for line in OFFICIAL.split("\n"):
            yield _BLANK.sub(fill, line)
            yield from (
                answers[question]
                for question, words in _UNDER.items()
                if words in line and question in answers
            )

    return "\n".join(lines())


def as_word(answers: Mapping[str, str]) -> bytes:
    """The old Word form (.docx): every blank a FORMTEXT field, of as many paragraphs as needed."""
    text = filled(answers, "\x01{}\x02")
    paragraphs = "".join(f"<w:p>{_runs(line)}</w:p>" for line in _fields(text).split("\n"))
    return word_file(paragraphs)


def _fields(text: str) -> str:
    data = '<w:ffData><w:name w:val="Text1"/></w:ffData>'
    begin = f'\x03<w:fldChar w:fldCharType="begin">{data}</w:fldChar>\x04'
    code = '\x03<w:instrText xml:space="preserve"> FORMTEXT </w:instrText>\x04'
    start = begin + code + '\x03<w:fldChar w:fldCharType="separate"/>\x04'
    end = '\x03<w:fldChar w:fldCharType="end"/>\x04'
    return _FIELD.sub(lambda field: start + field[1] + end, text)


def _runs(line: str) -> str:
    pieces = re.split("\x03(.*?)\x04", line)
    return "".join(
        f"<w:r>{piece if place % 2 else text_run(piece)}</w:r>"
        for place, piece in enumerate(pieces)
        if piece
    )


def text_run(text: str) -> str:
    """What stands in a run, tabs as elements."""
    return "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\t")
    )


def word_file(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A .docx with that content of w:body, and further parts by name."""
    contents = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.wordprocessingml.document.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.'
            'org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
        ),
        "word/document.xml": (
            f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
        ),
    } | dict(parts or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()
