"""`manage.py worker`: what a killed worker left is done all the same; what comes round is done."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import make
from wirportal.rulebook.roles import Role
from wirportal.web.management.commands import worker
from wirportal.web.management.commands.worker import (
    begin_the_day,
    do_what_comes_round,
    give_back_stuck_tasks,
)


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
def test_a_round_has_reminders_made_and_mails_sent() -> None:
    alex, kim = make.user(), make.user("Kim Muster", Role.CONTRIBUTOR)
    do_what_comes_round(0)
    make.asked(make.concept(alex), kim)
    for minutes in (1, 2, 59, 60):
        do_what_comes_round(minutes)
    queued = [task.task_name for task in DBTaskResult.objects.order_by("enqueued_at")]
    reminders = ["remind_people", "remind_of_cases"]
    assert queued == [*reminders, "tidy_up", *["mail_notices"] * 4, *reminders]


@pytest.mark.django_db(transaction=True)  # the worker opens connections of its own
def test_queued_tasks_do_their_work(mailoutbox: list[EmailMessage]) -> None:
    alex, kim = make.user(), make.user("Kim Muster", Role.CONTRIBUTOR)
    make.asked(make.concept(alex), kim)
    do_what_comes_round(0)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert [mail.to for mail in mailoutbox] == [[kim.email]]
    assert {task.status for task in DBTaskResult.objects.all()} == {"SUCCESSFUL"}


def test_what_fails_stops_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def broken() -> None:
        raise OperationalError

    monkeypatch.setattr(worker, "ROUND", ((1, broken), (1, lambda: done.append("next"))))
    do_what_comes_round(0)
    assert done == ["next"]
    assert "Failed: broken" in caplog.text


@pytest.mark.django_db
def test_daily_tasks_begin_once_a_day() -> None:
    for _ in range(3):
        begin_the_day()
    assert DBTaskResult.objects.count() == 1
    yesterday = timezone.now() - timedelta(days=1)
    DBTaskResult.objects.update(enqueued_at=yesterday)
    begin_the_day()
    assert DBTaskResult.objects.count() == 2
