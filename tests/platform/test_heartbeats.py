"""Worker and beat report themselves, and health tells how long ago."""

import datetime as dt

import pytest
from django.db.models.functions import Now

from core.heartbeats import FORGOTTEN_AFTER, record_heartbeat, silence
from core.models import Heartbeat

pytestmark = pytest.mark.django_db


def test_no_process_has_reported_before_the_first_one_does():
    assert silence(kind="worker") is None


def test_a_process_that_just_reported_has_been_silent_for_no_time():
    record_heartbeat(kind="worker", instance="one")

    assert silence(kind="worker") < dt.timedelta(seconds=2)


def test_a_process_reports_again_in_the_same_row():
    record_heartbeat(kind="worker", instance="one")
    record_heartbeat(kind="worker", instance="one")

    assert Heartbeat.objects.count() == 1


def test_the_silence_is_that_of_the_process_heard_last():
    Heartbeat.objects.create(kind="worker", instance="old", seen_at=Now() - dt.timedelta(minutes=5))
    record_heartbeat(kind="worker", instance="new")

    assert silence(kind="worker") < dt.timedelta(seconds=2)


def test_beat_does_not_count_as_a_worker():
    record_heartbeat(kind="beat", instance="one")

    assert silence(kind="worker") is None


def test_processes_not_seen_for_a_day_are_forgotten():
    Heartbeat.objects.create(kind="worker", instance="gone", seen_at=Now() - FORGOTTEN_AFTER - dt.timedelta(hours=1))

    record_heartbeat(kind="worker", instance="new")

    assert list(Heartbeat.objects.values_list("instance", flat=True)) == ["new"]
