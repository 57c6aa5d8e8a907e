"""Keep what is stored of force true: in the transaction of the write that changed it, and all of it on request."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from agreements.force_rows import gaps_of, write_gaps
from agreements.instruments import dependants_of, dependencies_of
from agreements.models import Agreement

# Derived rows are guarded apart from their agreements, so that nobody waits for a record somebody else is changing
# while holding one's own. Locks are shared out over so many numbers: thousands of dependants need no more than that.
_LOCK_FAMILY, _LOCKS = 3407, 2048
_LOCK = "SELECT pg_advisory_xact_lock(%s, number) FROM unnest(%s) AS number"


def refresh_force(*, agreement: Agreement) -> None:
    """Store what the law says now of the agreement and of those that depend on it; the last step of a write.

    Runs in the caller's transaction, and writes only what differs. Two writes to agreements that depend on each other
    wait for one another here, so that the second sees what the first did.
    """
    together = _lock_together(agreement)
    write_gaps(gaps_of(together))


def _lock_together(agreement: Agreement) -> set[int]:
    """Lock the agreement, those it depends on and those that depend on it; the first and the last are returned.

    Which they are is asked again under the lock, for another write may have joined one in the meantime.
    """
    while True:
        own = {agreement.pk} | dependants_of(agreement)
        everyone = own | dependencies_of(own)
        lock_force(everyone)
        if {agreement.pk} | dependants_of(agreement) | dependencies_of(own) <= everyone:
            return own


def lock_force(pks: Collection[int]) -> None:
    """Hold the derived rows of these agreements until the transaction ends. Always in one order."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [_LOCK_FAMILY, sorted({pk % _LOCKS for pk in pks})])
