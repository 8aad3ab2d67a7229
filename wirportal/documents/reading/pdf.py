"""PDF files: our attached JSON, otherwise the text of the pages."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from wirportal.documents.errors import UnreadableFile
from wirportal.documents.paper import from_json
from wirportal.documents.reading.concept_file import source_of
from wirportal.documents.reading.packages import broken, locked, too_large
from wirportal.documents.reading.source import TEXT_LIMIT, Source, without_marks
from wirportal.editions.model import Edition
from wirportal.sentence import Sentence

_PAGES = 300
_STREAM = 20_000_000
LIMITS = Configuration(
    maximum_declared_stream_length=_STREAM,
    array_based_stream_maximum_output_length=_STREAM,
    zlib_maximum_output_length=_STREAM,
    lzw_maximum_output_length=_STREAM,
    run_length_maximum_output_length=_STREAM,
    stream_decoding_work_maximum_length=2 * _STREAM,
)
_EDGE = 3
"""So many lines at the top and bottom of a page may be header or footer."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[a-zäöüß])(?!(?:und|oder|bzw|sowie)\b)")
_ADDRESS = re.compile(r"(?<=\w)-\n(?=[\w.-]*[@.]\w)")
_PAGE_NUMBER = re.compile(
    r"[-–]?\s*[0-9]{1,3}\s*((von|/|\|)\s*[0-9]{1,3})?\s*[-–]?|(.*\s)?Seite [0-9]+( (von|/) [0-9]+)?"
)


def read(path: Path, edition: Edition) -> Source:
    """The file taken apart. Raises UnreadableFile."""
    try:
        with path.open("rb") as file, apply_configuration(LIMITS):
            reader = _opened(file)
            source = _attached(reader, edition) or _pages(reader)
            source.stray += _typed_into_fields(reader)
            return source
    except LimitReachedError:
        raise UnreadableFile(too_large()) from None


def attachments(data: bytes) -> list[bytes]:
    """The files within a PDF. Raises UnreadableFile."""
    try:
        with apply_configuration(LIMITS):
            return [attached.content for attached in PdfReader(io.BytesIO(data)).attachment_list]
    except LimitReachedError:
        raise UnreadableFile(too_large()) from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UnreadableFile(broken()) from None


def _opened(file: BinaryIO) -> PdfReader:
    try:
        reader = PdfReader(file, strict=False)
    except DependencyError:  # pypdf can't undo every encryption
        return PdfReader(_unlocked(file))
    return PdfReader(_unlocked(file)) if reader.is_encrypted else reader


def _unlocked(file: BinaryIO) -> io.BytesIO:
    """The same file without an encryption that needs no password to be read."""
    import pikepdf

    file.seek(0)
    try:
        with pikepdf.open(file) as encrypted:
            encrypted.save(copy := io.BytesIO(), encryption=False)
    except pikepdf.PasswordError:
        raise UnreadableFile(locked()) from None
    return copy


def _attached(reader: PdfReader, edition: Edition) -> Source | None:
    """The first attachment that is a concept file."""
    for attachment in reader.attachment_list:
        try:
            return source_of(from_json(attachment.content), "attachment", edition)
        except (UnreadableFile, UnicodeDecodeError):
            continue
    return None


def _typed_into_fields(reader: PdfReader) -> list[str]:
    """What stands in form fields: no page's text has it, and our own files have none."""
    values = reader.get_form_text_fields().values()
    return [without_marks(str(value)) for value in values if value]


def _pages(reader: PdfReader) -> Source:
    if len(reader.pages) > _PAGES:
        raise UnreadableFile(too_large())
    pages: list[list[str]] = []
    length = 0
    for page in reader.pages:
        if (contents := page.get_contents()) is not None:
            contents.get_data()  # says that it is too large, which extract_text keeps quiet about
        text = page.extract_text()
        length += len(text)
        if length > TEXT_LIMIT:
            raise UnreadableFile(too_large())
        pages.append([line.rstrip() for line in without_marks(text).split("\n")])
    lines = [line for page in _without_edges(pages) for line in page]
    joined = "\n".join(lines)
    if not joined.strip():
        raise UnreadableFile(
            Sentence("In der PDF-Datei steht kein Text. Wahrscheinlich ist sie ein Scan.")
        )
    joined = _ADDRESS.sub("-", joined.replace("\u00ad\n", ""))
    return Source(text=_HYPHEN.sub("", joined), width=_width(lines))


def _width(lines: list[str]) -> int:
    """How long lines get, few longer ones aside."""
    lengths = sorted(len(line) for line in lines if line.strip())
    return max(1, lengths[int(0.95 * len(lengths))])


def _without_edges(pages: list[list[str]]) -> Iterator[list[str]]:
    """The pages without page numbers and without lines that stand at the edge of most of them."""
    seen = Counter(key for page in pages for key in {_key(page[n]) for n in _edge(page)})
    for page in pages:
        edge = set(_edge(page))
        yield [
            line
            for n, line in enumerate(page)
            if not (n in edge and (_is_number(line) or _repeats(seen[_key(line)], len(pages))))
        ]


def _edge(page: list[str]) -> list[int]:
    filled = [n for n, line in enumerate(page) if line.strip()]
    return filled[:_EDGE] + filled[-_EDGE:]


def _key(line: str) -> str:
    """A line in which page numbers don't matter."""
    return re.sub(r"[0-9]+", "0", " ".join(line.split()))


def _repeats(times: int, pages: int) -> bool:
    return pages > 1 and times > 1 and times >= 0.6 * pages


def _is_number(line: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.strip())) and "." not in line
