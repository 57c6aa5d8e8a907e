"""What delivery leaves behind."""

from __future__ import annotations

import datetime as dt

from core.models import Letter

CLOSED_KEPT_FOR = dt.timedelta(days=180)
SENT_KEPT_FOR = dt.timedelta(days=366)  # its reader may look at it again for a year


def forget_old(*, now: dt.datetime) -> int:
    """Remove letters cancelled or failed half a year ago and those sent over a year ago; returns how many.

    What still waits is kept for ever. A letter that was removed could be posted again: keys name occasions, which do
    not come again.
    """
    closed, _ = Letter.objects.filter(closed_at__lt=now - CLOSED_KEPT_FOR).delete()
    sent, _ = Letter.objects.filter(state=Letter.State.SENT, sent_at__lt=now - SENT_KEPT_FOR).delete()
    return closed + sent
