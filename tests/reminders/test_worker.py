"""A real Celery worker, a real broker, a real mail server: nothing is lost when the worker is away or killed."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from config.embedded.places import CHECKOUT
from core.mail.batches import CLAIM_LIMIT
from core.models import Letter
from reminders.delivery import deliver_mail
from reminders.models import Cause, Reminder
from tests.factories import make_activity, make_pending_agreement

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
PATIENCE = 60.0


class Worker:
    """One worker and the processes it forks."""

    def __init__(self, folder: Path, mail_address: tuple[str, int]) -> None:
        host, port = mail_address
        self._log = (folder / f"worker-{time.monotonic_ns()}.log").open("w+")
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "celery",
                "-A",
                "config",
                "worker",
                "--queues",
                "mail,default",
                "--concurrency",
                "2",
            ],
            cwd=CHECKOUT,
            env={
                **os.environ,  # with the addresses of the tests' own database and broker
                "DJANGO_SETTINGS_MODULE": "config.settings.dev",
                "SECRET_KEY": settings.SECRET_KEY,
                "EMAIL_URL": f"smtp://{host}:{port}",
            },
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def kill(self) -> None:
        """End all of it as a power cut would."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(30)

    def stop(self) -> None:
        """Ask it to stop, as a supervisor does, and wait."""
        self._process.terminate()
        self._process.wait(60)

    def output(self) -> str:
        self._log.seek(0)
        return self._log.read()


@pytest.fixture
def start_worker(tmp_path: Path, mail_server: Any) -> Iterator[Callable[[], Worker]]:
    workers: list[Worker] = []

    def start() -> Worker:
        workers.append(Worker(tmp_path, mail_server.address))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        print(worker.output())  # noqa: T201 -- shown where a test fails


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, f"not within {PATIENCE:.0f} s: {what}"
        time.sleep(0.1)


@pytest.fixture
def starts_due(transactional_db: None, office: Any, ana: Any, only: Any) -> Callable[[int], None]:
    """A function that makes so many activities that start today, told to Ana. Each change rings for a worker."""
    only("activity_start", fallback_roles=["approver"])

    def make(number: int) -> None:
        for _each in range(number):
            make_activity(office, state="scheduled", planned_start=timezone.localdate())

    return make


def left() -> int:
    return Reminder.objects.filter(channel="email").exclude(state="sent").count()


def test_a_date_made_while_the_worker_runs_is_mailed_within_seconds(starts_due, start_worker, mail_server):
    start_worker()
    starts_due(2)
    wait_until(lambda: len(mail_server.messages) == 2, "two mails")
    wait_until(lambda: Reminder.objects.filter(channel="email", state="sent").count() == 2, "two rows that say sent")


def test_a_step_due_today_is_asked_for_by_one_mail(transactional_db, office, ana, only, start_worker, mail_server):
    """The letter that asks goes; the reminder of the same day waits for it, and is then left out."""
    only("approval_step_due", fallback_roles=["approver"])
    start_worker()
    make_pending_agreement(office, steps={"due_on": timezone.localdate()})
    of_mail = Reminder.objects.filter(channel="email")
    wait_until(lambda: Letter.objects.filter(state="sent").exists() and of_mail.exists(), "asked, and planned")
    wait_until(lambda: not of_mail.filter(state="sending").exists(), "looked at")
    of_mail.update(retry_at=None)  # time passes
    deliver_mail(clock=timezone.now)
    assert set(of_mail.values_list("state", "cause")) == {("cancelled", Cause.TOLD)}
    assert [message["To"] for message in mail_server.messages] == [ana.email]


def test_what_happened_while_no_worker_ran_is_mailed_when_one_comes_without_beat(starts_due, start_worker, mail_server):
    starts_due(4)
    assert not Reminder.objects.exists()
    start_worker()
    wait_until(lambda: len(mail_server.messages) == 4 and left() == 0, "four mails")


def test_a_worker_killed_in_the_middle_of_a_batch_loses_nothing(starts_due, start_worker, mail_server):
    mail_server.pause = 0.3
    starts_due(12)
    worker = start_worker()
    wait_until(lambda: len(mail_server.messages) >= 4, "the first mails")
    worker.kill()

    claimed = Reminder.objects.filter(state="sending")
    assert claimed.count() + Reminder.objects.filter(channel="email", state="sent").count() == 12
    assert claimed.exists(), "killed in the middle"
    claimed.update(claimed_at=F("claimed_at") - CLAIM_LIMIT - dt.timedelta(seconds=1))  # time passes

    mail_server.pause = 0.0
    start_worker()
    wait_until(lambda: Reminder.objects.filter(channel="email", state="sent").count() == 12, "all are sent")
    times = Counter(str(message["Message-ID"]) for message in mail_server.messages)
    assert len(times) == 12
    assert sum(times.values()) <= 13, "at most the one message between the server's answer and the commit"


def test_a_worker_told_to_stop_ends_its_batch_and_leaves_the_rest_to_the_next(starts_due, start_worker, mail_server):
    mail_server.pause = 0.2
    starts_due(8)
    worker = start_worker()
    wait_until(lambda: len(mail_server.messages) >= 2, "the first mails")
    worker.stop()
    start_worker()
    wait_until(lambda: Reminder.objects.filter(channel="email", state="sent").count() == 8, "all are sent")
    assert len(mail_server.messages) == 8
