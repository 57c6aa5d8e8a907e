"""The health pages say what is there, and why the rest is not."""

import datetime as dt

import pytest
from celery import current_app
from django.db import OperationalError, connection
from django.db.models.functions import Now

from core.heartbeats import record_heartbeat
from core.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything_runs():
    record_heartbeat(kind="worker", instance="one")
    record_heartbeat(kind="beat", instance="one")


@pytest.fixture
def no_database(monkeypatch):
    def refuse(*_arguments, **_options):
        raise OperationalError("connection to server at 10.0.0.1 failed: password authentication failed for me")

    monkeypatch.setattr(connection, "cursor", refuse)


def checks(answer):
    return answer.json()["checks"]


def test_everything_there_is_200(client, everything_runs):
    answer = client.get("/health/")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert set(checks(answer)) == {"database", "migrations", "broker", "worker", "beat"}


@pytest.mark.parametrize("missing", ["worker", "beat"])
def test_a_process_that_never_reported_is_named(client, everything_runs, missing):
    Heartbeat.objects.filter(kind=missing).delete()

    answer = client.get("/health/")

    assert answer.status_code == 503
    assert checks(answer)[missing] == {"ok": False, "reason": f"no {missing} has reported yet"}


def test_a_dead_worker_is_named_with_how_long_it_has_been_silent(client, everything_runs):
    Heartbeat.objects.filter(kind="worker").update(seen_at=Now() - dt.timedelta(seconds=90))

    answer = client.get("/health/")

    assert answer.status_code == 503
    assert checks(answer)["worker"]["reason"] == "no worker has reported for 90 s"
    assert checks(answer)["beat"]["ok"] is True


def test_a_dead_worker_does_not_take_the_web_server_out_of_the_load_balancer(client):
    answer = client.get("/health/ready")

    assert (answer.status_code, set(checks(answer))) == (200, {"database", "migrations"})


def test_an_absent_broker_is_named(client, everything_runs, monkeypatch, tmp_path):
    monkeypatch.setattr(current_app.conf, "broker_write_url", f"redis+socket://{tmp_path}/nothing.sock")

    answer = client.get("/health/")

    assert answer.status_code == 503
    assert checks(answer)["broker"] == {"ok": False, "reason": "the broker does not answer"}


@pytest.mark.parametrize("page", ["/health/ready", "/health/"])
def test_a_migration_not_applied_is_named(client, everything_runs, page):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    answer = client.get(page)

    assert answer.status_code == 503
    assert checks(answer)["migrations"] == {"ok": False, "reason": "not applied: sessions.0001_initial"}


@pytest.mark.parametrize("page", ["/health/ready", "/health/"])
def test_an_absent_database_is_named_without_telling_strangers_about_it(client, no_database, page):
    answer = client.get(page)

    assert answer.status_code == 503
    assert checks(answer)["database"] == {"ok": False, "reason": "the database does not answer"}
    assert b"10.0.0.1" not in answer.content


def test_a_process_is_alive_even_without_database(client, no_database):
    assert client.get("/health/live").status_code == 200


@pytest.mark.parametrize("page", ["/health/live", "/health/ready", "/health/"])
def test_answers_are_never_cached_and_only_read(client, page):
    assert "no-store" in client.get(page)["Cache-Control"]
    assert client.post(page).status_code == 405


def test_the_pages_ask_little_of_the_database(client, everything_runs, django_assert_max_num_queries):
    client.get("/health/")

    with django_assert_max_num_queries(5):
        client.get("/health/")
