"""Files that people send: refused before they are read where they are too large."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils.translation import gettext_lazy

from wirportal.documents.reading.formats import BYTES

MEGABYTES = BYTES // 1_000_000
_FRAME = 64 * 1024
"""Room for the other fields of the form."""


class FileTooLarge(RequestDataTooBig):
    """Answered with a sentence, see `views.pages.bad_request`."""


class LimitedUpload(TemporaryFileUploadHandler):
    """Into a temporary file, never into memory; Django reads no further than Content-Length."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int, *more: Any, **named: Any
    ) -> None:
        if content_length > BYTES + _FRAME:
            raise FileTooLarge


class ScanFormat(NamedTuple):
    """A kind of file that shows signed paper, known by its first bytes, whatever its name says."""

    magic: bytes
    media_type: str
    ending: str


SCAN_FORMATS = (
    ScanFormat(b"%PDF-", "application/pdf", "pdf"),
    ScanFormat(b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    ScanFormat(b"\xff\xd8\xff", "image/jpeg", "jpg"),
)


def scan_format(sent: UploadedFile[bytes]) -> ScanFormat | None:
    """What a scan is; None: nothing that we take."""
    begins = sent.read(16)
    sent.seek(0)
    return next((form for form in SCAN_FORMATS if begins.startswith(form.magic)), None)


FILE_ERRORS = {
    "required": gettext_lazy("Bitte wählen Sie eine Datei aus."),
    "empty": gettext_lazy("Die Datei ist leer. Bitte wählen Sie eine andere."),
    "max_length": gettext_lazy("Der Name der Datei ist zu lang. Bitte benennen Sie die Datei um."),
}


class FileToRead(forms.Form):
    """The one file of the upload page."""

    file = forms.FileField(max_length=200, error_messages=FILE_ERRORS)
