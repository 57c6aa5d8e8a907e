"""Instruments in a line each: no database, fixed dates."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from agreements.act_kinds import ActKind
from agreements.kinds import Nature
from agreements.law.clauses import TERMS_OF, Terms
from agreements.law.instrument import Act, Clause, Instrument, Party
from agreements.law.results import Determination
from agreements.law.statuses import ForceStatus
from core.dates import PartialDate

_numbers = itertools.count(1)
KIND_OF = {terms: kind for kind, terms in TERMS_OF.items()}


def day(text: str | None) -> dt.date | None:
    """2020-07-01."""
    return dt.date.fromisoformat(text) if text else None


def act(kind: str, party: str | None, on: str, **more: Any) -> Act:
    """An act; `on` may be partial."""
    for name in ("effective_on", "received_on"):
        if isinstance(more.get(name), str):
            more[name] = day(more[name])
    key = more.pop("key", None) or f"act{next(_numbers):04d}"
    return Act(key, ActKind(kind), PartialDate.parse(on), party, **more)


def clause(terms: Terms, *, since: str | None = None, article: str = "") -> Clause:
    """A clause, from the beginning unless `since`."""
    duty = getattr(terms, "title", "")
    return Clause(f"c{next(_numbers)}", KIND_OF[type(terms)], terms, day(since), article, duty)


def instrument(
    *rest: Act | Terms | Clause, parties: str = "A B", nature: Nature = Nature.TREATY, **more: Any
) -> Instrument:
    """An instrument of parties named in one text, with acts and terms in any order."""
    named = tuple(Party(name) for name in parties.split()) if isinstance(parties, str) else tuple(parties)
    return Instrument(
        nature,
        named,
        tuple(each for each in rest if isinstance(each, Act)),
        tuple(each if isinstance(each, Clause) else clause(each) for each in rest if not isinstance(each, Act)),
        **more,
    )


def status(found: Determination, on: str, party: str | None = None) -> ForceStatus:
    """The status on a day."""
    return found.on(dt.date.fromisoformat(on), party).status


def stretches(found: Determination, party: str | None = None) -> list[tuple[str, str | None, str | None]]:
    """The periods, readable."""
    return [
        (period.status.value, period.start and period.start.isoformat(), period.end and period.end.isoformat())
        for period in found.of(party)
    ]
