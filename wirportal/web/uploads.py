"""Files that people send: refused before they are read where they are too large."""

from typing import Any

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils.translation import gettext_lazy

from wirportal.documents.attached import SCANS, FileKind
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


def scan_kind(sent: UploadedFile[bytes]) -> FileKind | None:
    """What a scan is, whatever its name says; None: nothing that we take."""
    begins = sent.read(16)
    sent.seek(0)
    return next((kind for kind in SCANS if kind.looks(begins)), None)


FILE_ERRORS = {
    "required": gettext_lazy("Bitte wählen Sie eine Datei aus."),
    "empty": gettext_lazy("Die Datei ist leer. Bitte wählen Sie eine andere."),
    "max_length": gettext_lazy("Der Name der Datei ist zu lang. Bitte benennen Sie die Datei um."),
}


class FileToRead(forms.Form):
    """The one file of the upload page."""

    file = forms.FileField(max_length=200, error_messages=FILE_ERRORS)
