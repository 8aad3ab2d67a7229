"""`manage.py worker`: django-tasks-db's worker, which also does what comes round every so often."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

from django.db import close_old_connections
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from wirportal.concepts.models import Preview, Upload
from wirportal.concepts.tasks import (
    DRAWING_PATIENCE,
    PATIENCE,
    draw_due_previews,
    look_into_waiting_uploads,
    mail_notices,
    remind_people,
)
from wirportal.notices.models import Notice
from wirportal.privacy.tasks import tidy_up
from wirportal.review.searching import not_indexed
from wirportal.review.tasks import index_submissions, remind_of_cases

STUCK_AFTER = timedelta(minutes=15)  # longer than any task of ours may take
MOST_TRIES = 3  # a task that kills its worker each time is parked
DAILY = (tidy_up,)
"""Tasks that can be done any number of times, but should be done once a day."""

logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    help = "Führt Hintergrundaufgaben aus."

    def handle(self, *, worker_id: str, **options: Any) -> None:
        # Nobody else has this id: what it has RUNNING now, it left so when it was killed.
        give_back_stuck_tasks(worker_id)
        Thread(target=keep_time, daemon=True).start()
        options |= {"queue_name": "*", "reload": False}
        super().handle(worker_id=worker_id, **options)


def keep_time() -> None:
    """Do everything in its turn, as long as the process lives."""
    minutes = 0
    while True:
        time.sleep(60)
        close_old_connections()
        do_what_comes_round(minutes)
        minutes += 1


def do_what_comes_round(minutes: int) -> None:
    """What this minute's turn is. What fails stops nothing else and comes round again."""
    for every, work in ROUND:
        if minutes % every == 0:
            try:
                work()
            except Exception:  # the database is away, for example
                logger.exception("Failed: %s", work.__name__)


def begin_the_day() -> None:
    """Enqueue the daily tasks that nobody has enqueued since midnight."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    for task in DAILY:
        today = DBTaskResult.objects.filter(task_path=task.module_path, enqueued_at__gte=midnight)
        if not today.exists():
            task.enqueue()


def give_back_stuck_tasks(dead_worker: str | None = None) -> None:
    """Make tasks READY that a killed worker has left RUNNING: nothing else ever would."""
    too_old = timezone.now() - STUCK_AFTER
    for task in DBTaskResult.objects.running():
        if task.worker_ids[-1] != dead_worker and task.started_at > too_old:
            continue
        if len(task.worker_ids) >= MOST_TRIES:
            task.set_failed(RuntimeError("Its worker died each time."))
        else:
            running = DBTaskResult.objects.running().filter(pk=task.pk)
            running.update(status=TaskResultStatus.READY)


def mail_if_due() -> None:
    """Have mails sent by a task: a worker that is told to end finishes it."""
    if Notice.objects.due(timezone.now()).exists():
        mail_notices.enqueue()


def index_if_due() -> None:
    """Have what was handed in made findable."""
    if not_indexed().exists():
        index_submissions.enqueue()


def look_into_waiting() -> None:
    """Have uploads checked that could not be checked before, unless somebody is at it."""
    waiting = Upload.objects.waiting_since(timezone.now() - PATIENCE)
    if waiting.exists() and not at_it(look_into_waiting_uploads):
        look_into_waiting_uploads.enqueue()


def draw_if_due() -> None:
    """Have previews drawn that a worker has left undone, unless somebody is at it."""
    due = Preview.objects.due_since(timezone.now() - DRAWING_PATIENCE)
    if due.exists() and not at_it(draw_due_previews):
        draw_due_previews.enqueue()


def at_it(task: Task[[], None]) -> bool:
    """Whether a worker has it in hand, or will have."""
    return DBTaskResult.objects.filter(
        task_path=task.module_path,
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
    ).exists()


def remind_if_due() -> None:
    """Every worker may ask for it: nobody is reminded twice."""
    remind_people.enqueue()
    remind_of_cases.enqueue()


ROUND: tuple[tuple[int, Callable[[], None]], ...] = (
    (1, give_back_stuck_tasks),
    (1, mail_if_due),
    (1, index_if_due),
    (2, look_into_waiting),
    (2, draw_if_due),
    (60, remind_if_due),
    (60, begin_the_day),
)
"""Every how many minutes what is done. Several workers do it all at the same time, harmlessly."""
