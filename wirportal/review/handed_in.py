"""What was handed in, as records of a file that is given out: see `filed`."""

from collections.abc import Callable, Iterator
from typing import Any

import rfc8785
from django.db.models import Model, Prefetch, QuerySet

from wirportal.concepts.models import Concept, Revision, Scan, Seal, SignedFile, Submission, Upload
from wirportal.concepts.models.uploads import UploadState
from wirportal.concepts.queries import paper_of_revision
from wirportal.documents import html
from wirportal.documents.casefile import Enclosed, Facts, Record
from wirportal.people.models import User

Records = Iterator[Record]


def stored(rows: QuerySet[Any], field: str) -> Callable[[], bytes]:
    """What brings the bytes in that field of the only row."""
    return lambda: bytes(rows.values_list(field, flat=True).get())


def name_of(person: User | None) -> str | None:
    return person.name if person else None


def only(model: type[Model], pk: object) -> QuerySet[Any]:
    return model._default_manager.filter(pk=pk)


def submissions(concept: Concept) -> Records:
    """Each version with its texts, its PDF, its signatures and its attachments; eight queries, and
    one for each version."""
    handed_in = (
        Submission.objects.filter(seal__concept=concept)
        .defer("receipt", "seal__pdf")
        .select_related("seal__revision", "call", "by")
        .prefetch_related(
            "seal__signatures__by",
            Prefetch("seal__signatures__scan", Scan.objects.defer("data")),
            Prefetch("seal__signatures__file", SignedFile.objects.defer("data")),
            "seal__signatures__file__by",
            Prefetch("seal__attachments__upload", Upload.objects.defer("data")),
            "seal__attachments__upload__by",
            "seal__attachments__paper",
        )
        .order_by("at")
    )
    for number, made in enumerate(handed_in, start=1):
        yield _submission(concept, made, f"einreichung-{number}")


def _submission(concept: Concept, made: Submission, folder: str) -> Record:
    sealed, revision = made.seal, made.seal.revision
    facts: Facts = {
        "number": made.code,
        "round": sealed.round,
        "at": made.at,
        "by": made.by.name,
        "late": made.late,
        "revision": revision.number,
        "code": revision.code,
        "sha256": revision.sha256,
        "pdf_sha256": sealed.pdf_sha256,
    }
    attached = (
        uploaded(one.upload, f"{folder}/anlage-{place}", str(one.paper or ""))
        for place, one in enumerate(sealed.attachments.all(), start=1)
    )
    return Record(
        f"Einreichung {made.code}",
        facts,
        tuple(_version(concept, made, folder)),
        (*_signatures(sealed, folder), *attached),
    )


def _version(concept: Concept, made: Submission, folder: str) -> Iterator[Enclosed]:
    sealed, revision = made.seal, made.seal.revision
    content = revision.content.encode()
    yield Enclosed(
        f"{folder}/konzept.json", "revision", "Konzept", lambda: content, revision.sha256
    )
    pdf = stored(only(Seal, sealed.pk), "pdf")
    yield Enclosed(f"{folder}/konzept.pdf", "sealed", "Konzept", pdf, sealed.pdf_sha256)
    yield Enclosed(
        f"{folder}/konzept.html", "reading", "Konzept", lambda: _readable(concept, revision)
    )
    receipt = stored(only(Submission, made.pk), "receipt")
    path = f"{folder}/eingangsbestaetigung.pdf"
    yield Enclosed(path, "receipt", f"Eingangsbestätigung {made.code}", receipt)


def _readable(concept: Concept, revision: Revision) -> bytes:
    return html.render(paper_of_revision(concept, revision, draft=False)).encode()


def _signatures(sealed: Seal, folder: str) -> Records:
    """Each place, then the signed PDFs that count as they came, then the scans."""
    signed = [one for one in sealed.signatures.all() if one.at]
    files = sorted({one.file for one in signed if one.file}, key=lambda file: file.at)
    scans = sorted({one.scan for one in signed if one.scan}, key=lambda scan: str(scan.pk))
    paths: dict[object, str] = {}
    for place, file in enumerate(files, start=1):
        paths[file.pk] = f"{folder}/signiert-{place}.pdf"
    for place, scan in enumerate(scans, start=1):
        ending = scan.media_type.rpartition("/")[2]
        paths[scan.pk] = f"{folder}/unterschriften-{place}.{ending}"
    for one in signed:
        facts: Facts = {
            "name": one.name,
            "function": one.function,
            "way": one.get_way_display(),
            "by": name_of(one.by),
            "as_deputy": one.as_deputy,
            "at": one.at,
            "signed_with": paths.get(one.file_id or one.scan_id),
        }
        yield Record(f"{one.place}. Unterschrift", facts)
    for file in files:
        yield _signed(file, paths[file.pk])
    for scan in scans:
        data = stored(only(Scan, scan.pk), "data")
        label = "Scan der Unterschriften"
        yield Record(label, {}, (Enclosed(paths[scan.pk], "scan", label, data, scan.sha256),))


def _signed(file: SignedFile, path: str) -> Record:
    """A signed PDF with what the portal found in it."""
    verdict = file.judged
    assert verdict
    found = rfc8785.dumps(file.verdict)
    facts: Facts = {
        "by": file.by.name,
        "at": file.at,
        "quality": verdict.quality,
        "why": verdict.reason,
    }
    label, beside = "Signierte PDF-Datei", path.replace(".pdf", ".json")
    data = stored(only(SignedFile, file.pk), "data")
    papers = (
        Enclosed(path, "signed", label, data, file.sha256),
        Enclosed(beside, "verdict", "Signaturprüfung", lambda: found),
    )
    return Record(label, facts, papers)


def uploaded(upload: Upload, path: str, paper: str = "") -> Record:
    """A file that somebody brought, where it was checked and found harmless; else only its name."""
    facts: Facts = {
        "paper": paper,
        "by": upload.by.name,
        "at": upload.at,
        "checked": upload.get_state_display(),
    }
    if upload.state != UploadState.CLEAN:
        return Record(upload.name, facts)
    data = stored(only(Upload, upload.pk), "data")
    where = f"{path}{_ending(upload.name)}"
    return Record(
        upload.name, facts, (Enclosed(where, "upload", upload.name, data, upload.sha256),)
    )


def _ending(name: str) -> str:
    """Of the file's name, where it is one that every system takes: ".pdf"."""
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if ending.isascii() and ending.isalnum() and len(ending) < 6 else ""
