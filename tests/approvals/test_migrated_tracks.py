"""Tracks of before this version, migrated: people asked, rounds, votes that count and conditions are as they were."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from tests.infrastructure import database_of_its_own

BEFORE = [("approvals", "0002_decisions_are_kept")]
AFTER = [("approvals", "0005_asked_by_name")]
CONTEXT = '{"name": "tests", "source": "command", "reason": "Rows of an earlier version"}'
FIRST, SECOND = (dt.datetime(2026, 1, day, 9, tzinfo=dt.UTC) for day in (5, 20))
DAY = dt.timedelta(days=1)


@pytest.fixture
def migrate(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Migrates a database that holds nothing else; gives the models of that moment."""

    def to(targets: list[tuple[str, str]]) -> Any:
        executor = MigrationExecutor(connection)
        return executor.migrate(targets).apps

    with django_db_blocker.unblock(), database_of_its_own("migrated"):
        yield to
        connections.close_all()


def make(model: Any, **values: Any) -> Any:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('entente.context', %s, true)", [CONTEXT])
        return model.objects.create(**values)


@pytest.fixture
def tracks(migrate) -> dict[str, Any]:
    """One case in its second round with steps of every sort, and one that was never submitted; then migrated."""
    old = migrate(BEFORE)
    office = make(old.get_model("accounts", "Office"), code="LIS", names={"en": "Lisbon"}, time_zone="Europe/Lisbon")
    user = old.get_model("accounts", "User")
    names = ("olga", "ana")
    olga, ana = (make(user, username=name, email=f"{name}@example.org") for name in names)
    subject = make(old.get_model("approvals", "ApprovalSubject"), kind="agreement", office=office)
    case = old.get_model("approvals", "Case")
    running = make(case, subject=subject, submitted_at=SECOND, submitted_by=olga)
    other = make(old.get_model("approvals", "ApprovalSubject"), kind="activity", office=office)
    at_rest = make(case, subject=other)

    def step(case: Any, **values: Any) -> Any:
        times = {"created_at": FIRST, "updated_at": FIRST}
        return make(old.get_model("approvals", "Step"), case=case, kind="executive_approval", **times, **values)

    def decide(step: Any, at: dt.datetime, outcome: str = "approved", comment: str = "") -> None:
        decision = old.get_model("approvals", "Decision")
        make(decision, step=step, outcome=outcome, comment=comment, decided_by=ana, decided_at=at)

    begun = {"started_at": SECOND}
    steps = {
        "decided twice": step(running, outcome="approved", **begun),
        "conditional": step(
            running, outcome="approved_with_conditions", conditions_met_on=dt.date(2026, 1, 25), **begun
        ),
        "asked": step(running, group=2, outcome="in_progress", responsible=ana, **begun),
        "once asked": step(at_rest),
        "untouched": step(at_rest, responsible=olga),
    }
    decide(steps["decided twice"], FIRST + DAY, "rejected", "No")
    decide(steps["decided twice"], SECOND + DAY)
    decide(steps["conditional"], SECOND + DAY, "approved_with_conditions", "Once counsel agrees")
    decide(steps["asked"], FIRST + DAY)
    decide(steps["once asked"], FIRST + DAY)
    new = migrate(AFTER)
    rows = new.get_model("approvals", "Step").objects.prefetch_related("asked__user", "decisions__conditions")
    found = {name: rows.get(pk=made.pk) for name, made in steps.items()}
    return {**found, "cases": list(new.get_model("approvals", "Case").objects.order_by("id")), "models": new}


def counting(step: Any) -> list[str]:
    return [each.outcome for each in step.decisions.order_by("decided_at") if each.spell == step.spell]


def test_what_was_there_is_there(tracks):
    """In one test, because migrating takes its time."""
    people = {name: [each.user.username for each in tracks[name].asked.all()] for name in ("asked", "untouched")}
    assert people == {"asked": ["ana"], "untouched": ["olga"]}
    assert not tracks["once asked"].asked.exists()

    assert counting(tracks["decided twice"]) == ["approved"]
    assert tracks["decided twice"].decisions.count() == 2
    assert counting(tracks["asked"]) == counting(tracks["once asked"]) == counting(tracks["untouched"]) == []
    assert (tracks["asked"].decisions.count(), tracks["untouched"].spell) == (1, 1)
    (decision,) = (each for each in tracks["decided twice"].decisions.all() if each.outcome == "approved")
    assert decision.asked_at == SECOND

    assert counting(tracks["conditional"]) == ["approved_with_conditions"]
    (condition,) = tracks["conditional"].decisions.get().conditions.all()
    assert (condition.text, condition.met_on) == ("Once counsel agrees", dt.date(2026, 1, 25))

    running, at_rest = tracks["cases"]
    assert (running.round, at_rest.round) == (1, 0)
    (event,) = tracks["models"].get_model("approvals", "CaseEvent").objects.all()
    assert (event.kind, event.at, event.case_id, event.by.username) == ("submitted", SECOND, running.pk, "olga")
