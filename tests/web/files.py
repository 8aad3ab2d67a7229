"""Files that came back, and the form that their page would send."""

from dataclasses import asdict
from typing import Any

from django.test import Client
from django.urls import reverse
from lxml import html

from wirportal.concepts.actions import receive_file, take_in
from wirportal.concepts.models import Answer, Concept, ImportedFile
from wirportal.documents.reading import Finding, Imported
from wirportal.people.models import User


def at(concept: Concept, imported: ImportedFile | None = None) -> str:
    if imported is None:
        return reverse("import", kwargs={"concept": concept.pk})
    return reverse("imported", kwargs={"concept": concept.pk, "imported": imported.pk})


def received(concept: Concept, by: User, **found: Any) -> ImportedFile:
    """A file that has been read, with what was found in it."""
    file = receive_file(concept_id=concept.pk, name="Konzept.docx", data=b"x", by=by)
    found.setdefault(
        "findings",
        tuple(Finding(question, 0.9, "heading") for question in found.get("answers", {})),
    )
    take_in(received=file, found=asdict(Imported(**found)))
    return ImportedFile.objects.get(pk=file.pk)


def fields_of(client: Client, url: str) -> dict[str, str]:
    """Names and values that the page's form would send, as ticked."""
    page: Any = html.fromstring(client.get(url).content.decode())
    (form,) = [form for form in page.forms if "version-opening" in form.inputs]
    return dict(form.form_values())


def text(concept: Concept, question: str) -> Any:
    return Answer.objects.get(concept=concept, question=question).value
