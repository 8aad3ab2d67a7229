"""`manage.py worker`: what a killed worker left RUNNING is done all the same."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from wirportal.web.management.commands.worker import begin_the_day, give_back_stuck_tasks


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("workers", "minutes", "status"),
    [
        (["ours"], 1, "READY"),
        (["other"], 1, "RUNNING"),
        (["other"], 20, "READY"),
        (["ours", "ours", "ours"], 1, "FAILED"),
    ],
)
def test_stuck_tasks_are_given_back(workers: list[str], minutes: int, status: str) -> None:
    task = DBTaskResult.objects.create(
        status="RUNNING",
        started_at=timezone.now() - timedelta(minutes=minutes),
        worker_ids=workers,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="none",
        backend_name="default",
        run_after=timezone.now(),
    )
    give_back_stuck_tasks("ours")
    task.refresh_from_db()
    assert task.status == status


@pytest.mark.django_db
def test_daily_tasks_begin_once_a_day() -> None:
    for _ in range(3):
        begin_the_day()
    assert DBTaskResult.objects.count() == 1
    yesterday = timezone.now() - timedelta(days=1)
    DBTaskResult.objects.update(enqueued_at=yesterday)
    begin_the_day()
    assert DBTaskResult.objects.count() == 2
