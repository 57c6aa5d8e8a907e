"""What waits on whom, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from approvals.askees import Askee, who_is_asked
from approvals.models import Step
from approvals.models.cases import StepQuerySet


@dataclass
class Load:
    """What waits on one person, or where `askee` is None on `outside`: a body outside, or on nobody."""

    askee: Askee | None
    outside: str = ""
    steps: list[Step] = field(default_factory=list)
    overdue: int = 0

    @property
    def oldest(self) -> dt.datetime | None:
        """Since when the longest waiting of them waits."""
        return min((step.started_at for step in self.steps if step.started_at), default=None)


def what_waits_on_whom(steps: StepQuerySet, *, at: dt.datetime, today: dt.date) -> list[Load]:
    """The waiting steps given (the caller has applied `visible_to`) by whom they wait on, most overdue first.

    A step that asks several people stands with each of them; one that nobody can decide now stands alone.
    """
    rows: Sequence[Step] = list(steps.for_list().prefetch_related("case__steps__decisions"))
    asked = who_is_asked(rows, at=at)
    loads: dict[object, Load] = {}
    for step in rows:
        for key, load in _loads_of(step, asked[step.pk]):
            held = loads.setdefault(key, load)
            held.steps.append(step)
            held.overdue += bool(step.due_on and step.due_on < today)
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(loads.values(), key=lambda each: (-each.overdue, each.oldest or far))


def _loads_of(step: Step, asked: Sequence[Askee]) -> list[tuple[object, Load]]:
    if step.is_outside:
        body = str(step.body or step.body_name or step.case)
        return [(("outside", body), Load(None, outside=body))]
    if not asked:
        return [("nobody", Load(None))]
    return [((each.user.pk, each.instead_of.pk if each.instead_of else 0), Load(each)) for each in asked]
