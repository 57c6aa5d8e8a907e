"""What waits on whom, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import User
from approvals.askees import Askee, who_is_asked
from approvals.deciders import Decider, steps_decidable_by
from approvals.models import Decision, Step
from approvals.models.cases import StepQuerySet
from approvals.steps import COMPLETED_BY_ACT, StepKind

_ACT, _NOBODY, _OUTSIDE = ":act", ":nobody", ":outside:"


@dataclass(frozen=True)
class WaitsOn:
    """Whom or what a step waits on: a person (by user name, `instead_of` somebody who is away), a body `outside` the
    office, an act to be recorded, or nobody, where none is left who may decide it.

    Written in addresses as "ana", "ana:hugo", ":outside:Management Board", ":act", ":nobody".
    """

    person: str = ""
    instead_of: str = ""
    outside: str = ""
    act: bool = False

    def __str__(self) -> str:
        if self.person:
            return f"{self.person}:{self.instead_of}" if self.instead_of else self.person
        if self.outside:
            return f"{_OUTSIDE}{self.outside}"
        return _ACT if self.act else _NOBODY


def read_waits_on(text: str) -> WaitsOn:
    """What was written. Raises `ValueError`."""
    if text in (_ACT, _NOBODY):
        return WaitsOn(act=text == _ACT)
    if text.startswith(_OUTSIDE) and len(text) > len(_OUTSIDE):
        return WaitsOn(outside=text.removeprefix(_OUTSIDE))
    person, colon, instead_of = text.partition(":")
    if not person or ":" in instead_of or (colon and not instead_of) or "\x00" in text:
        raise ValueError(text)
    return WaitsOn(person=person, instead_of=instead_of)


@dataclass
class Load:
    """What waits on one person, or where `askee` is None on `outside` (a body outside), an act, or nobody."""

    waits_on: WaitsOn
    askee: Askee | None
    steps: list[Step] = field(default_factory=list)
    overdue: int = 0

    @property
    def outside(self) -> str:
        """The body outside; "" for others."""
        return self.waits_on.outside

    @property
    def oldest(self) -> dt.datetime | None:
        """Since when the longest waiting of them waits."""
        return min((step.started_at for step in self.steps if step.started_at), default=None)


def what_waits_on_whom(steps: StepQuerySet, *, at: dt.datetime, today: dt.date) -> list[Load]:
    """The waiting steps given (the caller has applied `visible_to`) by whom they wait on, most overdue first.

    A step that asks several people stands with each of them; one that nobody can decide now stands alone.
    """
    rows = _read(steps)
    asked = who_is_asked(rows, at=at)
    loads: dict[WaitsOn, Load] = {}
    for step in rows:
        for waits_on, askee in _waits_on(step, asked[step.pk]).items():
            load = loads.setdefault(waits_on, Load(waits_on, askee))
            load.steps.append(step)
            load.overdue += bool(step.due_on and step.due_on < today)
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(loads.values(), key=lambda each: (-each.overdue, each.oldest or far))


def steps_waiting_on(wanted: WaitsOn, steps: QuerySet[Step], *, at: dt.datetime) -> list[int]:
    """Ids of those of the waiting steps that stand in the load of `wanted`."""
    rows = _read(_that_may_wait_on(wanted, steps, at))
    asked = who_is_asked(rows, at=at)
    return [step.pk for step in rows if wanted in _waits_on(step, asked[step.pk])]


def _that_may_wait_on(wanted: WaitsOn, steps: QuerySet[Step], at: dt.datetime) -> QuerySet[Step]:
    """Fewer steps to look at one by one: nobody is asked who may not decide."""
    by_act = [each.value for each in COMPLETED_BY_ACT]
    if wanted.person:
        person = User.objects.filter(username=wanted.person).first()
        theirs = steps_decidable_by(Decider(person, at=at)) if person else Step.objects.none()
        return steps.filter(pk__in=theirs.order_by().values("pk"))
    if wanted.act:
        return steps.filter(kind__in=by_act)
    return steps.filter(is_outside=bool(wanted.outside)).exclude(kind__in=by_act)


def _read(steps: QuerySet[Step]) -> Sequence[Step]:
    """With what `who_is_asked` looks at: of the other steps of their cases only those on which somebody decided."""
    decided = Step.objects.filter(Exists(Decision.objects.filter(step=OuterRef("pk")))).prefetch_related("decisions")
    plain = steps.select_related(None).prefetch_related(None)
    return list(plain.for_list().prefetch_related(Prefetch("case__steps", decided)))  # type: ignore[attr-defined]


def _waits_on(step: Step, asked: Sequence[Askee]) -> Mapping[WaitsOn, Askee | None]:
    if StepKind(step.kind) in COMPLETED_BY_ACT:
        return {WaitsOn(act=True): None}
    if step.is_outside:
        return {WaitsOn(outside=str(step.body or step.body_name or step.case)): None}
    if not asked:
        return {WaitsOn(): None}
    return {
        WaitsOn(person=each.user.username, instead_of=each.instead_of.username if each.instead_of else ""): each
        for each in asked
    }
