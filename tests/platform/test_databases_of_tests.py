"""What one test writes, the next one does not see, however it was written."""

import pytest
from django.db import connection

from core.models import Heartbeat


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next(turn):
    assert not Heartbeat.objects.exists()

    Heartbeat.objects.create(kind="worker", instance="committed", seen_at="2026-01-01T00:00Z")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_migrations_put_there_is_still_there_after_a_test_that_commits(turn):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        assert cursor.fetchone()[0] > 0
        cursor.execute("DELETE FROM django_migrations")


@pytest.mark.django_db
def test_the_database_is_one_of_the_tests_own():
    assert connection.settings_dict["NAME"].startswith("test_")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone()[0] == connection.settings_dict["NAME"]
