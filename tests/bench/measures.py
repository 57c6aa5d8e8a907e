"""What is measured. Each gives its figures by name; times are in seconds."""

from __future__ import annotations

import datetime as dt
import gc
import statistics
from collections.abc import Callable, Collection

from django.db import connection
from django.utils import timezone

from accounts.models import User
from agreements.actions.force_rebuild import rebuild_force
from agreements.instruments import instruments_of
from agreements.law.engine import determine
from agreements.models import Agreement
from approvals.deciders import Decider, decidable_by
from approvals.filters import ORDERS
from approvals.loads import what_waits_on_whom
from approvals.models import Step
from approvals.models.cases import StepQuerySet
from approvals.queries import waiting_steps, with_cases
from core.listing import page_of
from tests.bench.timing import medians, seconds

AS_OF = dt.date(2020, 7, 1)
PAGE = 50
_BARE = """
    SELECT page.id, page.reference, page.titles, page.stage, force.status, force.period, parties.listed
      FROM (SELECT id, reference, titles, stage
              FROM agreements_agreement ORDER BY updated_at DESC, id DESC LIMIT %s) AS page
      LEFT JOIN agreements_forceperiod AS force
        ON force.agreement_id = page.id AND force.party_id IS NULL AND force.period @> %s
     CROSS JOIN LATERAL (
           SELECT jsonb_agg(jsonb_build_object('role', party.role, 'institution', institution.label)) AS listed
             FROM agreements_agreementparty AS party
             JOIN institutions_institution AS institution ON institution.id = party.institution_id
            WHERE party.agreement_id = page.id) AS parties
"""
_COUNTED_BY_BODY = """
    SELECT body_id, body_name, count(*), count(*) FILTER (WHERE due_on < %s), min(started_at)
      FROM approvals_step WHERE outcome = 'in_progress' GROUP BY body_id, body_name
"""


def engine(pks: Collection[int]) -> dict[str, float]:
    """The pure law alone, and with reading what it takes, for each agreement of the mix."""
    instruments = instruments_of(pks)
    each = sorted(min(seconds(lambda one=one: determine(one)) for _turn in range(20)) for one in instruments.values())
    reading = medians({"read": lambda: instruments_of(pks)}, rounds=10)["read"] / len(pks)
    return {
        "determine, mean": statistics.mean(each),
        "determine, median": statistics.median(each),
        "determine, slowest": each[-1],
        "read the instrument": reading,
    }


def rebuild(count: int) -> dict[str, float]:
    """All agreements: from nothing stored, and again where all is stored already."""
    gc.freeze()
    first = seconds(lambda: list(rebuild_force()))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    again = seconds(lambda: list(rebuild_force()))
    return {"first": first, "again": again, "first, each": first / count, "again, each": again / count}


def lists() -> dict[str, float]:
    """A page of the list with parties: bare SQL, without force, with force as of a day, and by status on that day."""
    newest = Agreement.objects.for_list().order_by("-updated_at", "-id")
    with_force = newest.with_force(as_of=AS_OF)
    works: dict[str, Callable[[], object]] = {
        "bare SQL, as of": _bare,
        "plain": lambda: list(newest[:PAGE]),
        "as of": lambda: list(with_force[:PAGE]),
        "as of, in force": lambda: list(with_force.with_force_status(["in_force"], day=AS_OF)[:PAGE]),
        "as of, expired": lambda: list(with_force.with_force_status(["expired"], day=AS_OF)[:PAGE]),
        "as of, binding": lambda: list(with_force.binding_on(AS_OF)[:PAGE]),
    }
    return medians(works, rounds=30)


def approvals(head: User) -> dict[str, float]:
    """My approvals as the head of an office sees it, the first page of each order, and what waits on whom; beside the
    same steps without asking who sees them, and one bare SQL statement that counts them by body.
    """
    now, today = timezone.now(), timezone.localdate()
    seen = waiting_steps(user=head, today=today, zone=timezone.get_current_timezone())
    orders = {each.name: each for each in ORDERS}

    def page(name: str, rows: StepQuerySet) -> Callable[[], object]:
        return lambda: page_of(with_cases(rows.for_list()), order=orders[name], cursor="", limit=PAGE).rows

    works = {
        "plain list of steps": page("started", Step.objects.waiting()),
        "My approvals, longest waiting first": page("started", seen),
        "My approvals, due first": page("due", seen),
        "My approvals, mine": page("due", seen.filter(decidable_by(Decider(head, at=now)))),
        "bare SQL, steps by body": lambda: _rows(_COUNTED_BY_BODY, [today]),
        "what waits on whom": lambda: what_waits_on_whom(seen, at=now, today=today),
    }
    return medians(works, rounds=10)


def _bare() -> list[object]:
    return _rows(_BARE, [PAGE, AS_OF])


def _rows(statement: str, parameters: list[object]) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
