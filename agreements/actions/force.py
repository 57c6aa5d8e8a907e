"""Keep what is stored of force true: in the transaction of the write that changed it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from agreements.dependence import Dependence, dependence_of
from agreements.force_rows import gaps_of, write_gaps
from agreements.models import Agreement

# Derived rows are guarded apart from their agreements, so that nobody waits for a record somebody else is changing
# while holding one's own. Locks are shared out over so many numbers: thousands of dependants need no more than that.
_LOCK_FAMILY, _LOCKS = 3407, 2048
_LOCK = """
    SELECT pg_advisory_xact_lock(%s, number)
      FROM (SELECT number FROM unnest(%s) AS number ORDER BY number OFFSET 0) AS in_order
"""


def refresh_force(*, agreement: Agreement) -> None:
    """Store what the law says now of the agreement and of those that depend on it; the last step of a write.

    Runs in the caller's transaction, and writes only what differs. Two writes to agreements that depend on each other
    wait for one another here, so that the second sees what the first did.
    """
    write_gaps(gaps_of(lock_force([agreement.pk]).dependants))


def lock_force(pks: Collection[int]) -> Dependence:
    """Hold the stored force of these agreements, of what rests on them and of what they rest on, until the
    transaction ends. Which those are is asked again under the lock: another write may just have joined one.
    """
    found = dependence_of(pks)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [_LOCK_FAMILY, sorted({pk % _LOCKS for pk in found.needed})])
        again = dependence_of(pks)
        if again.needed <= found.needed:
            return again
        found = again
