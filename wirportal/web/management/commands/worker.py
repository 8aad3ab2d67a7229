"""`manage.py worker`: django-tasks-db's worker, which also gives back what a dead one has left, and
begins what is to be done every day."""

import time
from contextlib import suppress
from datetime import timedelta
from threading import Thread
from typing import Any

from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from wirportal.privacy.tasks import tidy_up

STUCK_AFTER = timedelta(minutes=15)  # longer than any task of ours may take
MOST_TRIES = 3  # a task that kills its worker each time is parked
DAILY = (tidy_up,)
"""Tasks that can be done any number of times, but should be done once a day."""


class Command(db_worker.Command):
    help = "Führt Hintergrundaufgaben aus."

    def handle(self, *, worker_id: str, **options: Any) -> None:
        # Nobody else has this id: what it has RUNNING now, it left so when it was killed.
        give_back_stuck_tasks(worker_id)
        Thread(target=sweep_every_minute, daemon=True).start()
        options |= {"queue_name": "*", "reload": False}
        super().handle(worker_id=worker_id, **options)


def sweep_every_minute() -> None:
    while True:
        time.sleep(60)
        close_old_connections()
        with suppress(OperationalError):  # the database is away: the next round tries again
            give_back_stuck_tasks()
            begin_the_day()


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
