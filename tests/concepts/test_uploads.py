"""Files come in two stages: taken by their bytes, then looked into; never through in between."""

import logging
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tests import make
from tests.documents import attachments as files
from tests.documents.clamav import FOUND, Clamd, clamav
from tests.documents.scanner import EICAR, saying, scanner
from wirportal.concepts import harm, uploads
from wirportal.concepts.models import Attachment, Concept, Upload
from wirportal.concepts.models.uploads import UploadState
from wirportal.concepts.tasks import PATIENCE, look_into_upload, look_into_waiting_uploads
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.scanning import scan
from wirportal.ledger.models import Event
from wirportal.notices.kinds import Kind
from wirportal.sentence import Sentence
from wirportal.web.management.commands.worker import do_what_comes_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def concept() -> Concept:
    return make.concept()


def sent(concept: Concept, data: bytes, name: str = "Plan.pdf") -> Upload:
    return make.attached(concept, data=data, name=name).upload


def state(upload: Upload) -> str:
    upload.refresh_from_db()
    return upload.state


def test_what_comes_waits_until_a_worker_has_looked(concept: Concept) -> None:
    data = files.pdf()
    upload = sent(concept, data, "../Plan.PDF")
    assert (upload.name, upload.media_type, state(upload)) == ("Plan.pdf", files.PDF, "waiting")
    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(upload.pk)]
    look_into_upload.call(str(upload.pk))
    assert state(upload) == UploadState.CLEAN
    assert bytes(upload.data or b"") == data


def test_what_is_refused_keeps_its_reason_and_loses_its_bytes(concept: Concept) -> None:
    upload = sent(concept, files.pdf(files.with_file))
    for _ in range(2):
        look_into_upload.call(str(upload.pk))
    assert state(upload) == UploadState.REFUSED
    assert upload.data is None
    assert upload.reason.startswith("In der Datei stecken weitere Dateien")
    event = Event.objects.get(chain=concept.pk, action="upload.refuse")
    assert (event.reason, event.after) == ("Plan.pdf", upload.sha256)
    assert [n.kind for n in concept.created_by.notices.all()] == [Kind.UPLOAD_REFUSED]


def test_a_file_that_is_gone_needs_no_look(concept: Concept) -> None:
    upload = sent(concept, files.pdf())
    Attachment.objects.all().delete()
    Upload.objects.filter(pk=upload.pk).delete()
    look_into_upload.call(str(upload.pk))
    uploads.settle(upload_id=upload.pk, why=None)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("Plan.docm", files.word(), "endet auf"),
        ("alles.zip", b"PK\x03\x04", "Archiv"),
        ("leer.pdf", b"", "leer"),
    ],
)
def test_what_its_bytes_betray_is_not_kept_at_all(
    concept: Concept, name: str, data: bytes, says: str
) -> None:
    with pytest.raises(UnreadableFile, match=says):
        sent(concept, data, name)
    assert not Upload.objects.exists()


def test_a_concept_has_room_for_so_many_files(
    concept: Concept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST", 2)
    first = sent(concept, make.PNG + b"0", "a.png")
    sent(concept, make.PNG + b"1", "b.png")
    with pytest.raises(UnreadableFile, match="so viele Dateien"), transaction.atomic():
        sent(concept, make.PNG + b"2", "c.png")
    make.checked(first, Sentence("Nein."))
    sent(concept, make.PNG + b"2", "c.png")


def test_a_concept_has_room_for_so_many_bytes(
    concept: Concept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    with pytest.raises(UnreadableFile, match="so viele Dateien"):
        sent(concept, make.PNG + bytes(100), "a.png")


# --- the virus scanner ----------------------------------------------------------------------------


def work() -> None:
    """Do what waits in the queue, as the worker does it."""
    Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
    ).run()


def longer_ago() -> None:
    Upload.objects.update(at=timezone.now() - 2 * PATIENCE)


def test_what_the_scanner_finds_is_refused(concept: Concept, settings: Any, clamd: Clamd) -> None:
    settings.CLAMAV = clamd.address
    bad = sent(concept, files.jpeg() + EICAR, "b.jpg")
    word = sent(concept, files.added(files.word(), {"customXml/item1.xml": EICAR}), "c.docx")
    good = sent(concept, files.png(), "a.png")
    for one in (good, bad, word):
        look_into_upload.call(str(one.pk))
    assert [state(one) for one in (good, bad, word)] == ["clean", "refused", "refused"]
    for one in (bad, word):
        assert one.reason == f"Der Virenscanner hat in der Datei etwas gefunden: {FOUND}."
        assert one.data is None


def test_what_the_scanner_has_not_looked_through_is_refused(
    concept: Concept, settings: Any
) -> None:
    upload = sent(concept, files.png(64, 64), "a.png")
    with clamav(MaxFileSize="32") as daemon:
        settings.CLAMAV = daemon.address
        look_into_upload.call(str(upload.pk))
    assert state(upload) == UploadState.REFUSED
    assert upload.reason.startswith("Der Virenscanner konnte die Datei nicht ganz durchsuchen")


@pytest.mark.parametrize("answer", [b"", b"INSTREAM: Can't write to temporary file. ERROR\0"])
def test_no_answer_of_the_scanner_lets_nothing_through(
    concept: Concept, settings: Any, answer: bytes
) -> None:
    upload = sent(concept, files.png(), "a.png")
    with scanner(saying(answer)) as settings.CLAMAV:
        look_into_upload.call(str(upload.pk))
    assert (state(upload), upload.tries) == (UploadState.WAITING, 1)


def test_the_log_says_why_the_scanner_gives_no_answer(
    concept: Concept, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """A limit that is set too low would else look like a scanner that is down, for ever."""
    upload = sent(concept, files.png(), "a.png")
    with clamav(StreamMaxLength="1") as daemon, caplog.at_level(logging.WARNING):
        settings.CLAMAV = daemon.address
        look_into_upload.call(str(upload.pk))
    assert (state(upload), upload.tries) == (UploadState.WAITING, 1)
    assert "INSTREAM size limit exceeded" in caplog.text


def test_what_waits_is_looked_at_again_in_its_turn(
    concept: Concept, settings: Any, clamd: Clamd
) -> None:
    """The scanner is down: one try for all of them; it comes back: all are checked."""
    waiting = [sent(concept, files.png(n, 1), f"{n}.png") for n in (1, 2)]
    longer_ago()
    settings.CLAMAV = "127.0.0.1:1"
    look_into_waiting_uploads.call()
    assert sorted(Upload.objects.values_list("tries", flat=True)) == [0, 1]
    settings.CLAMAV = clamd.address
    look_into_waiting_uploads.call()
    assert {state(one) for one in waiting} == {UploadState.CLEAN}


@pytest.mark.django_db(transaction=True)
def test_a_scanner_that_freezes_holds_files_back_until_it_goes_on(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the queue to the verdict by the worker's own loop; only its patience is shorter."""
    concept = make.concept()
    monkeypatch.setattr(harm, "scan", lambda data, address, seconds: scan(data, address, 0.5))
    with clamav() as daemon:
        settings.CLAMAV = daemon.address
        daemon.freeze()
        good = sent(concept, files.png(), "a.png")
        bad = sent(concept, files.jpeg() + EICAR, "b.jpg")
        work()
        assert [(state(one), one.tries) for one in (good, bad)] == [("waiting", 1)] * 2
        longer_ago()
        do_what_comes_round(2)
        work()
        assert sorted(Upload.objects.values_list("tries", flat=True)) == [1, 2]
        daemon.thaw()
        do_what_comes_round(2)
        work()
        assert [state(one) for one in (good, bad)] == ["clean", "refused"]


def queued() -> int:
    task = look_into_waiting_uploads.module_path
    return DBTaskResult.objects.filter(task_path=task).count()


def test_a_round_asks_for_another_look_once(concept: Concept) -> None:
    upload = sent(concept, files.png(), "a.png")
    do_what_comes_round(2)
    assert queued() == 0  # its own task may still run
    Upload.objects.filter(pk=upload.pk).update(at=timezone.now() - 2 * PATIENCE)
    for _ in range(3):
        do_what_comes_round(2)
    assert queued() == 1


def test_the_database_refuses_half_a_refusal(concept: Concept) -> None:
    upload = sent(concept, files.png(), "a.png")
    wrong: list[dict[str, Any]] = [
        {"state": "refused"},
        {"state": "refused", "data": None},
        {"data": None},
    ]
    for facts in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Upload.objects.filter(pk=upload.pk).update(**facts)
