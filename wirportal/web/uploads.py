"""Files that people send: those that are too large are not kept, what was typed beside them is."""

from io import BytesIO
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
_MOST = 4 * BYTES
"""A larger body is not read at all: it would only keep everybody waiting."""


class FileTooLarge(RequestDataTooBig):
    """Answered with a sentence, see `views.pages.bad_request`."""


class Dropped(UploadedFile[bytes]):
    """The name of a file that came with more than the portal takes at once."""


class LimitedUpload(TemporaryFileUploadHandler):
    """Into a temporary file, never into memory; Django reads no further than Content-Length.

    Of what is too large only the form's other fields are kept, so that the page can show them
    again.
    """

    drops = False

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int, *more: Any, **named: Any
    ) -> None:
        if content_length > _MOST:
            raise FileTooLarge
        self.drops = content_length > BYTES + _FRAME

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None if self.drops else super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        kept = super().file_complete(file_size)
        if not self.drops:
            return kept
        self.file.close()
        return Dropped(BytesIO(), self.file_name, self.content_type, file_size)


def scan_kind(sent: UploadedFile[bytes]) -> FileKind | None:
    """What a scan is, whatever its name says; None: nothing that we take."""
    begins = sent.read(16)
    sent.seek(0)
    return next((kind for kind in SCANS if kind.looks(begins)), None)


class SentFile(forms.FileField):
    """The field for a file; one that was too large to be kept is an error like others."""

    default_error_messages = {
        "required": gettext_lazy("Bitte wählen Sie eine Datei aus."),
        "empty": gettext_lazy("Die Datei ist leer. Bitte wählen Sie eine andere."),
        "max_length": gettext_lazy(
            "Der Name der Datei ist zu lang. Bitte benennen Sie die Datei um."
        ),
        "too_large": gettext_lazy(
            "Mehr als %(megabytes)d MB nimmt das Portal nicht auf einmal an. "
            "Bitte wählen Sie eine kleinere Datei oder weniger Dateien."
        ),
    }

    def __init__(self, **facts: Any) -> None:
        super().__init__(max_length=200, **facts)

    def to_python(self, data: Any) -> Any:
        if isinstance(data, Dropped):
            most = {"megabytes": MEGABYTES}
            raise forms.ValidationError(self.error_messages["too_large"], params=most)
        return super().to_python(data)


class FileToRead(forms.Form):
    """The one file of the upload page."""

    file = SentFile()
