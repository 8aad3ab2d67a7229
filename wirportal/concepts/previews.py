"""The verbs about previews: ask a worker for one, draw it, keep what came out."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from wirportal.concepts.models import Preview, PreviewPage, Scan, Upload
from wirportal.concepts.tasks import draw_preview
from wirportal.documents.drawing import DRAWN, Drawn, draw_safely


def ask_for_preview(file: Upload | Scan) -> None:
    """Have a worker draw it afterwards, where it can be drawn.

    Belongs into the transaction of the verb that gives the file out.
    """
    if file.media_type in DRAWN:
        of = {"upload": file} if isinstance(file, Upload) else {"scan": file}
        made = Preview.objects.create(asked_at=timezone.now(), **of)
        draw_preview.enqueue(made.pk)


def draw(preview_id: int) -> None:
    """Draw a preview that is due; whatever comes out, it is not tried more often than `TRIES`.

    The try is counted before: a file that kills the worker does so that often at most.
    """
    due = Preview.objects.filter(pk=preview_id, tries_left__gt=0)
    if not due.update(tries_left=F("tries_left") - 1):
        return
    preview = Preview.objects.select_related("upload", "scan").filter(pk=preview_id).first()
    file = preview and (preview.upload or preview.scan)
    if file and file.data is not None:
        keep(preview_id, draw_safely(bytes(file.data), file.media_type))


@transaction.atomic
def keep(preview_id: int, drawn: Drawn) -> None:
    """Keep what came out; nothing where the file is gone, or somebody else was faster."""
    preview = Preview.objects.select_for_update().filter(pk=preview_id).first()
    if preview is None or preview.pages:
        return
    preview.pages, preview.tries_left = drawn.pages, 0
    preview.save(update_fields=("pages", "tries_left"))
    PreviewPage.objects.bulk_create(
        PreviewPage(
            preview=preview, number=number, width=one.width, height=one.height, data=one.data
        )
        for number, one in enumerate(drawn.pictures, 1)
    )
