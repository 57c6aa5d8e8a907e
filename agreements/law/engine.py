"""The way in: from an instrument to everything the law says of it."""

from __future__ import annotations

import datetime as dt

from agreements.law.instrument import Instrument
from agreements.law.results import Determination, Entry, Line, Period
from agreements.law.statuses import ForceStatus

Horizon = tuple[dt.date, dt.date]


def determine(instrument: Instrument, *, horizon: Horizon | None = None) -> Determination:
    """Force periods, deadlines within `horizon` (both days inclusive; None: no deadlines), what is missing."""
    line = Line("before_entry", {"on": dt.date.max})
    keys = [None, *(party.key for party in instrument.parties)]
    periods = tuple(Period(key, ForceStatus.UNDETERMINED, None, None, (line,)) for key in keys)
    return Determination(periods, Entry(None, ()), {}, (), (), ())
