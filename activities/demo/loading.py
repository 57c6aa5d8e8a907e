"""Brings the demonstration register in, once, through the same actions that people use."""

from __future__ import annotations

from django.db import connection

from activities.demo.documents import WORKING_ARRANGEMENT
from activities.demo.foundations import lay_foundations, taken_over
from activities.demo.records import load_activities, load_agreement, load_memberships, load_programme
from agreements.models import Agreement
from core.actors import Actor
from core.changes import recorded_change
from core.models import HistoryEntry

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('entente.load_demo'))"


def load_demo(*, by: Actor, password: str) -> bool:
    """Load the demonstration register, all of it or nothing; False where it was loaded before.

    Loaded once, it is the staff's: whatever they changed, renamed or removed since stays so, because the history,
    which nobody can edit, tells that it was loaded. Offices, users, subjects, programmes and institutions that are
    there already under the same code or name are used as they are. `password` becomes that of each new log-in.
    """
    with recorded_change(by=by):
        with connection.cursor() as cursor:
            cursor.execute(_ONE_AT_A_TIME)
        if is_loaded():
            return False
        ground = lay_foundations(by=by, password=password)
        load_agreement(by=by, ground=ground)
        programme = load_programme(by=by, ground=ground)
        load_memberships(by=by, ground=ground)
        load_activities(by=by, ground=ground, programme=programme)
    return True


def is_loaded() -> bool:
    """Whether the history holds the registration of the working arrangement."""
    return HistoryEntry.objects.filter(
        table_name=Agreement._meta.db_table,
        operation=HistoryEntry.Operation.INSERT,
        reason=taken_over(WORKING_ARRANGEMENT),
    ).exists()
