"""One recorded change: a transaction in which the history triggers know who acts, why and from where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from django.db import connection, transaction

from core.actors import Actor

_ANNOUNCE = "SELECT current_setting('entente.context', true), set_config('entente.context', %s, true)"
_RESTORE = "SELECT set_config('entente.context', %s, true)"


@contextmanager
def recorded_change(*, by: Actor, reason: str = "") -> Iterator[None]:
    """Run the block in one transaction and give its context to the history triggers.

    May be nested: an inner change has its own reason, after which the outer one's holds again. What follows the
    outermost one in the same transaction is nobody's.
    """
    context = {
        "actor": by.user.pk if by.user else None,
        "name": by.name,
        "source": by.source.value,
        "reason": reason,
        "request": by.request_id,
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ANNOUNCE, [orjson.dumps(context).decode()])
            outer = cursor.fetchone()[0]
        yield
        with connection.cursor() as cursor:
            cursor.execute(_RESTORE, [outer or ""])
