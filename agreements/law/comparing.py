"""Where what a source states and what the acts show do not agree: both are kept, the difference is said."""

from __future__ import annotations

import datetime as dt

from agreements.act_kinds import ActKind
from agreements.law.ledger import Ledger, effect_of
from agreements.law.results import Line, Period
from agreements.law.statuses import ENDED
from agreements.law.term import Term


def differing_terminations(ledger: Ledger, term: Term, whole: list[Period]) -> list[Line]:
    """Terminations that a source dates otherwise than the agreement's own term, or than what ended it."""
    end = term.stretches[-1][1] if term.stretches else None
    computed = end.day if end else None
    if computed is None:
        computed = next((each.start for each in whole if each.status in ENDED and each.start), None)
    lines = []
    for act in ledger.of_kind(ActKind.TERMINATION):
        stated = effect_of(act)
        if computed and _apart(stated.first, stated.last, computed):
            lines.append(Line("stated_termination_differs", {"stated": stated, "computed": computed}, (act.key,)))
    return lines


def _apart(first: dt.date | None, last: dt.date | None, day: dt.date) -> bool:
    return not ((first or dt.date.min) <= day <= (last or dt.date.max))
