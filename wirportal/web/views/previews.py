"""A file's first pages as pictures: for whoever may have the file itself, and nobody else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wirportal.concepts.models import Concept, Preview, PreviewPage, Scan
from wirportal.documents.attached import KINDS
from wirportal.people.models import User
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view
from wirportal.web.papers import download
from wirportal.web.views.signing import scan_name, scan_of
from wirportal.web.views.uploads import given_out

LABELS = {kind.media_type: kind.label for kind in KINDS}


@dataclass(frozen=True)
class Shown:
    """What the page says of a file."""

    name: str
    media_type: str
    size: int
    by: User | None
    at: datetime | None
    page: str
    """The name of the page that leads here."""
    address: str
    """Where the file itself is saved from."""

    @property
    def kind(self) -> str:
        return LABELS[self.media_type]

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


@concept_view(GET=Action.READ)
def upload_preview(request: HttpRequest, concept: Concept, upload: UUID) -> HttpResponse:
    """The first pages of a file that lies beside a concept or came with a message."""
    given, page = given_out(request, concept, upload)
    address = reverse("upload", args=[concept.pk, upload])
    shown = Shown(given.name, given.media_type, given.size, given.by, given.at, page, address)
    return _page(request, concept, shown, Preview.objects.filter(upload=given), "upload-picture")


@concept_view(GET=Action.READ)
def upload_picture(request: HttpRequest, concept: Concept, upload: UUID, page: int) -> HttpResponse:
    """One of these pages, drawn."""
    given, _ = given_out(request, concept, upload)
    return _picture(PreviewPage.objects.filter(preview__upload=given, number=page))


@concept_view(GET=Action.READ)
def scan_preview(request: HttpRequest, concept: Concept, seal: UUID) -> HttpResponse:
    """The first pages of the scan that a version was signed with."""
    signed, scan = scan_of(request, concept, seal)
    size = Scan.objects.values_list(Length("data"), flat=True).get(pk=scan.pk)
    name, address = scan_name(concept, scan), reverse("scan", args=[concept.pk, seal])
    shown = Shown(name, scan.media_type, size, signed.by, signed.at, "signing", address)
    return _page(request, concept, shown, Preview.objects.filter(scan=scan), "scan-picture")


@concept_view(GET=Action.READ)
def scan_picture(request: HttpRequest, concept: Concept, seal: UUID, page: int) -> HttpResponse:
    """One of these pages, drawn."""
    _, scan = scan_of(request, concept, seal)
    return _picture(PreviewPage.objects.filter(preview__scan=scan, number=page))


def _page(
    request: HttpRequest, concept: Concept, shown: Shown, of: QuerySet[Preview], address: str
) -> HttpResponse:
    pictures = Prefetch("pictures", PreviewPage.objects.defer("data"))
    preview = of.prefetch_related(pictures).first()
    drawn = list(preview.pictures.all()) if preview else []
    arguments: dict[str, Any] = request.resolver_match.kwargs if request.resolver_match else {}
    context = {
        "concept": concept,
        "file": shown,
        "preview": preview,
        "pictures": [
            (one, reverse(address, kwargs=arguments | {"page": one.number})) for one in drawn
        ],
        "back_to": reverse(shown.page, args=[concept.pk]),
    }
    return render(request, "beside/preview.html", context)


def _picture(found: QuerySet[PreviewPage]) -> HttpResponse:
    picture = found.first()
    if picture is None:
        raise Http404
    name = f"vorschau-{picture.number}.png"
    return download(bytes(picture.data), "image/png", name, inline=True)
