"""Previews come after a file was found clean: a step of its own that holds nothing up."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import make
from tests.documents import attachments as files
from tests.documents.test_drawing import too_deep
from wirportal.concepts import previews
from wirportal.concepts.attachments import detach
from wirportal.concepts.models import Attachment, Concept, Preview, PreviewPage, Upload
from wirportal.concepts.models.previews import TRIES
from wirportal.concepts.models.uploads import UploadState
from wirportal.concepts.sealing import sign_on_paper
from wirportal.concepts.tasks import (
    AT_A_TIME,
    DRAWING_PATIENCE,
    draw_due_previews,
    draw_preview,
    look_into_upload,
)
from wirportal.documents.drawing import Drawn, Picture
from wirportal.review.requesting import seal
from wirportal.sentence import Sentence
from wirportal.web.management.commands.worker import do_what_comes_round

pytestmark = pytest.mark.django_db

PAGE = Picture(make.PNG, 2, 3)


@pytest.fixture
def concept() -> Concept:
    return make.concept()


def clean(concept: Concept, data: bytes = b"", name: str = "Plan.pdf") -> Upload:
    upload = make.attached(concept, data=data or files.printed("Hallo"), name=name).upload
    look_into_upload.call(str(upload.pk))
    upload.refresh_from_db()
    assert upload.state == UploadState.CLEAN
    return upload


def drawing(monkeypatch: pytest.MonkeyPatch, made: Callable[[], Drawn]) -> list[int]:
    """Have this come out instead; a list that grows with each try."""
    tries: list[int] = []

    def draw(_data: bytes, _media_type: str) -> Drawn:
        tries.append(1)
        return made()

    monkeypatch.setattr(previews, "draw_safely", draw)
    return tries


def test_a_checked_file_gets_its_preview_from_the_worker(concept: Concept) -> None:
    upload = clean(concept)
    task = DBTaskResult.objects.get(task_path=draw_preview.module_path)
    checks = DBTaskResult.objects.get(task_path=look_into_upload.module_path)
    assert task.args_kwargs["args"] == [upload.preview.pk]
    assert task.priority < checks.priority
    draw_preview.call(upload.preview.pk)
    preview = Preview.objects.get()
    (page,) = preview.pictures.all()
    assert (preview.pages, preview.tries_left, page.number) == (1, 0, 1)
    assert bytes(page.data).startswith(make.PNG)


@pytest.mark.parametrize("name", ["Text.docx", "Text.odt"])
def test_what_can_not_be_drawn_is_not_asked_for(concept: Concept, name: str) -> None:
    clean(concept, files.word() if name.endswith("x") else files.odt(), name)
    assert not Preview.objects.exists()


def test_what_waits_or_is_refused_has_none(concept: Concept) -> None:
    make.attached(concept, name="a.png")
    refused = make.attached(concept, data=make.PNG + b"2", name="b.png").upload
    for _ in range(2):
        make.checked(refused, Sentence("Nein."))
        make.checked(refused)
    assert not Preview.objects.exists()


def test_a_scan_of_signed_paper_has_one(concept: Concept) -> None:
    author = concept.created_by
    complete = make.complete(author)
    sealed = seal(concept_id=complete.pk, by=author)
    for _ in range(2):
        scan = sign_on_paper(
            concept_id=complete.pk,
            seal_id=sealed.pk,
            data=files.png(),
            media_type=files.PNG,
            by=author,
        )
    assert Preview.objects.get().scan == scan


def test_what_can_not_be_drawn_is_tried_once(
    concept: Concept, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = clean(concept)
    tries = drawing(monkeypatch, Drawn)
    for _ in range(3):
        draw_preview.call(upload.preview.pk)
    preview = Preview.objects.get()
    assert (len(tries), preview.tries_left, preview.pictures.count()) == (1, 0, 0)


class Died(BaseException):
    """The worker is gone."""


def test_what_kills_its_worker_is_not_tried_for_ever(
    concept: Concept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die() -> Drawn:
        raise Died

    upload = clean(concept)
    tries = drawing(monkeypatch, die)
    Preview.objects.update(asked_at=timezone.now() - 2 * DRAWING_PATIENCE)
    for _ in range(TRIES):
        with pytest.raises(Died):
            draw_due_previews.call()
    draw_due_previews.call()
    draw_preview.call(upload.preview.pk)
    upload.refresh_from_db()
    assert (len(tries), upload.state) == (TRIES, UploadState.CLEAN)


def queued() -> int:
    return DBTaskResult.objects.filter(task_path=draw_due_previews.module_path).count()


def test_a_round_asks_again_for_what_was_left_undone(concept: Concept) -> None:
    clean(concept)
    do_what_comes_round(2)
    assert queued() == 0  # its own task may still wait
    Preview.objects.update(asked_at=timezone.now() - 2 * DRAWING_PATIENCE)
    for _ in range(3):
        do_what_comes_round(2)
    assert queued() == 1
    draw_due_previews.call()
    assert PreviewPage.objects.count() == 1
    DBTaskResult.objects.all().delete()
    do_what_comes_round(2)
    assert queued() == 0


def test_a_round_draws_a_few_at_a_time(concept: Concept, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = drawing(monkeypatch, Drawn)
    for number in range(AT_A_TIME + 1):
        make.checked(
            make.attached(concept, data=make.PNG + b"%d" % number, name=f"{number}.png").upload
        )
    Preview.objects.update(asked_at=timezone.now() - timedelta(days=1))
    draw_due_previews.call()
    assert len(tries) == AT_A_TIME
    draw_due_previews.call()
    assert len(tries) == AT_A_TIME + 1


def test_two_workers_keep_it_once(concept: Concept) -> None:
    upload = clean(concept)
    for _ in range(2):
        previews.keep(upload.preview.pk, Drawn(1, (PAGE,)))
    assert PreviewPage.objects.count() == 1


def test_a_preview_goes_with_its_file(concept: Concept) -> None:
    upload = clean(concept)
    preview_id = upload.preview.pk
    previews.keep(preview_id, Drawn(1, (PAGE,)))
    one = Attachment.objects.get()
    detach(concept_id=concept.pk, attachment_id=one.pk, by=concept.created_by)
    assert not Preview.objects.exists() and not PreviewPage.objects.exists()
    draw_preview.call(preview_id)  # its task comes too late, and so does what came out
    previews.keep(preview_id, Drawn(1, (PAGE,)))


def test_a_preview_is_of_one_file(concept: Concept) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Preview.objects.create(asked_at=timezone.now())
    upload = clean(concept)
    with pytest.raises(IntegrityError), transaction.atomic():
        Preview.objects.create(asked_at=timezone.now(), upload=upload)


def test_what_harms_while_it_is_drawn_leaves_the_file_as_it_is(
    concept: Concept, caplog: pytest.LogCaptureFixture
) -> None:
    """Its drawing dies in a process of its own; who may have the file still gets it."""
    upload = clean(concept, files.pdf(too_deep))
    with caplog.at_level(logging.WARNING):
        draw_preview.call(upload.preview.pk)
    assert "ended early" in caplog.text
    upload.refresh_from_db()
    preview = Preview.objects.get()
    assert (upload.state, preview.pages, preview.tries_left) == (UploadState.CLEAN, 2, 0)
    assert preview.pictures.count() == 1
