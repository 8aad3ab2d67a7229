"""Shapes of what people send beside the form: papers, and messages with files."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wirportal.concepts.models import AskedPaper
from wirportal.concepts.uploads import Sent
from wirportal.documents.attached import ACCEPTED
from wirportal.web.typed import Typed
from wirportal.web.uploads import SentFile

FILES = 5
"""How many come with one message at most."""
OTHER = "0"
"""Instead of a paper that the call asks for."""


class Attach(forms.Form):
    """Which paper it is, out of those that may be added now, and the file."""

    paper = forms.TypedChoiceField(
        label=gettext_lazy("Unterlage"),
        coerce=int,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Bitte wählen Sie aus, was es ist.")
        ),
    )
    file = SentFile(label=gettext_lazy("Datei"), widget=forms.FileInput(attrs={"accept": ACCEPTED}))

    def __init__(self, *args: Any, papers: Iterable[AskedPaper | None], **kwargs: Any) -> None:
        """papers: None stands for something that the call does not ask for."""
        super().__init__(*args, **kwargs)
        chosen = self.fields["paper"]
        assert isinstance(chosen, forms.TypedChoiceField)
        names = [(str(one.pk), one.name) if one else (OTHER, _("Weitere Anlage")) for one in papers]
        chosen.choices = [("", _("bitte wählen")), *names]

    @property
    def facts(self) -> dict[str, Any]:
        """`paper_id` and `sent`, once it is valid."""
        return {
            "paper_id": self.cleaned_data["paper"] or None,
            "sent": sent(self.cleaned_data["file"]),
        }


def sent(file: UploadedFile[bytes]) -> Sent:
    return Sent(file.name or "", file.read())


class ManyFiles(SentFile):
    """Any number of files up to `FILES`, also none."""

    class Widget(forms.FileInput):
        allow_multiple_selected = True

    widget = Widget(attrs={"multiple": True, "accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = [super(ManyFiles, self).clean(one, initial) for one in data or ()]
        if len(files) > FILES:
            problem = _("Bitte senden Sie höchstens %(count)d Dateien auf einmal.")
            raise forms.ValidationError(problem % {"count": FILES})
        return files


class WriteMessage(forms.Form):
    """A message with its files; the key is made with the page."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = Typed(
        label=gettext_lazy("Nachricht"),
        max_length=10_000,
        error_messages={
            "required": gettext_lazy("Bitte schreiben Sie Ihre Nachricht in das Feld."),
            "max_length": gettext_lazy("Bitte schreiben Sie höchstens 10.000 Zeichen."),
        },
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    uploads = ManyFiles(label=gettext_lazy("Dateien"), required=False)

    def clean(self) -> dict[str, Any]:
        if "files-lost" in self.data:
            self.add_error(
                "uploads",
                _("Ihre Dateien sind beim Anmelden nicht mitgekommen. Bitte wählen Sie sie neu."),
            )
        return self.cleaned_data

    @property
    def facts(self) -> dict[str, Any]:
        """What it says, once it is valid."""
        files = [sent(one) for one in self.cleaned_data["uploads"]]
        return {name: self.cleaned_data[name] for name in ("key", "text")} | {"files": files}
