"""A worker that is killed in the middle loses its chunk and nothing else: the next one goes on behind it."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from agreements.models import Agreement
from core.actors import Actor
from exchange.actions.starting import start_import, take_in
from exchange.actions.working import CHUNK, work_on
from exchange.models import ImportRun
from tests.cast import NOW
from tests.exchange.conftest import HEADER, MAPPING, outcomes

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 4 * CHUNK
# The worker stops for ever once the second chunk is written but not committed.
WORKER = """
import sys, time, django
from django.conf import settings
settings.DATABASES["default"].update(NAME=sys.argv[2])
django.setup()
from django.utils import timezone
from exchange.actions import working
store, chunks = working.store_results, []
def stop(*given, **named):
    store(*given, **named)
    chunks.append(1)
    if len(chunks) == 2:
        print("writing", flush=True)
        time.sleep(600)
working.store_results = stop
working.work_on(int(sys.argv[1]), clock=timezone.now)
"""


@pytest.mark.parametrize(("mode", "kept"), [("per_row", CHUNK), pytest.param("per_file", 0, marks=pytest.mark.full)])
def test_what_was_committed_stays_and_the_rest_follows_once(office, mode, kept):
    content = HEADER + "".join(f"{n},Treaty {n},T,Police of A;Police of B,01/02/2019,\n" for n in range(ROWS))
    by = Actor.system("tests", at=NOW)
    run = start_import(
        by=by, office=office, content=content.encode(), file_name="long.csv", definition=MAPPING, mode=mode
    )
    work_on(run.pk, clock=lambda: NOW)
    take_in(by=by, run=run)
    _kill_in_the_middle(run)
    run.refresh_from_db()
    assert (run.state, run.cursor > 0, Agreement.objects.count()) == ("applying", kept > 0, kept)

    work_on(run.pk, clock=lambda: NOW)
    run.refresh_from_db()
    assert (run.state, Agreement.objects.count()) == (ImportRun.State.APPLIED, ROWS)
    assert (run.counts["created"], set(outcomes(run))) == (ROWS, {"created"})
    assert Agreement.objects.values("titles__en").distinct().count() == ROWS


def _kill_in_the_middle(run: ImportRun) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATABASE_URL": _database_url()}
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(run.pk), settings.DATABASES["default"]["NAME"]],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "writing"
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    _wait_until_its_locks_are_gone(run)


def _database_url() -> str:
    return os.environ["DATABASE_URL"]


def _wait_until_its_locks_are_gone(run: ImportRun) -> None:
    for _attempt in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            if cursor.fetchone()[0] <= 1:
                return
        time.sleep(0.1)
    pytest.fail(f"The killed worker still holds import {run.pk}.")
