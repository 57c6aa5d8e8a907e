"""What waits on whom, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, BigIntegerField, Case, Count, F, Func, Min, OuterRef, Q, QuerySet, When

from accounts.models import User
from approvals import models
from approvals.askees import Alike, Askee, who_is_asked_alike
from approvals.deciders import Decider, decisions_counting, steps_decidable_by
from approvals.models import Asked, Step
from approvals.steps import COMPLETED_BY_ACT
from institutions.models import Institution

_IDS = ArrayField(BigIntegerField())
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
    """What waits on one person, or where `askee` is None on `outside` (a body outside), an act, or nobody.

    `number` of steps, of which `overdue`; `oldest` is since when the longest waiting of them waits.
    """

    waits_on: WaitsOn
    askee: Askee | None
    number: int = 0
    overdue: int = 0
    oldest: dt.datetime | None = None

    @property
    def outside(self) -> str:
        """The body outside; "" for others."""
        return self.waits_on.outside

    def add(self, kind: _Kind) -> None:
        """Steps of a kind that all stand in this load."""
        self.number += kind.number
        self.overdue += kind.overdue
        self.oldest = min((moment for moment in (self.oldest, kind.oldest) if moment), default=None)


def what_waits_on_whom(steps: QuerySet[Step], *, at: dt.datetime, today: dt.date) -> list[Load]:
    """The waiting steps given (the caller has applied `visible_to`) by whom they wait on, most overdue first, then the
    longest waiting.

    A step that asks several people stands with each of them; one that nobody can decide now stands alone. The database
    groups the steps by all that says whom they wait on, so that the rule of `approvals.askees` is asked once for each
    kind and no step is read.
    """
    figures = {
        "number": Count("pk"),
        "overdue": Count("pk", filter=Q(due_on__lt=today)),
        "oldest": Min("started_at"),
    }
    loads: dict[WaitsOn, Load] = {}
    for kind, waits_on_all in _by_kind(steps, figures, at=at):
        for waits_on, askee in waits_on_all.items():
            loads.setdefault(waits_on, Load(waits_on, askee)).add(kind)
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(loads.values(), key=lambda each: (-each.overdue, each.oldest or far, str(each.waits_on)))


def steps_waiting_on(wanted: WaitsOn, steps: QuerySet[Step], *, at: dt.datetime) -> list[int]:
    """Ids of those of the waiting steps that stand in the load of `wanted`."""
    kinds = _by_kind(_that_may_wait_on(wanted, steps, at), {"ids": ArrayAgg("pk")}, at=at)
    return [step for kind, waits_on_all in kinds if wanted in waits_on_all for step in kind.ids]


def _that_may_wait_on(wanted: WaitsOn, steps: QuerySet[Step], at: dt.datetime) -> QuerySet[Step]:
    """Fewer steps to look at: nobody is asked who may not decide."""
    by_act = [each.value for each in COMPLETED_BY_ACT]
    if wanted.person:
        person = User.objects.filter(username=wanted.person).first()
        theirs = steps_decidable_by(Decider(person, at=at)) if person else Step.objects.none()
        return steps.filter(pk__in=theirs.order_by().values("pk"))
    if wanted.act:
        return steps.filter(kind__in=by_act)
    return steps.filter(is_outside=bool(wanted.outside)).exclude(kind__in=by_act)


@dataclass(frozen=True)
class _Kind:
    """Waiting steps that have all in common that says whom they wait on, and the figures asked for of them.

    All but the figures are ids or what stands on the step; the bodies and the side are there where it is outside.
    `deciders` has a pair for each decision that counts on the case: whose it is, and on whose behalf.
    """

    by_act: bool
    is_outside: bool
    outside_body: int | None
    outside_name: str | None
    outside_side: int | None
    office: int
    role: str
    named: Sequence[int]
    submitter: int | None
    editor: int | None
    deciders: Sequence[Sequence[int | None]]
    number: int = 0
    overdue: int = 0
    oldest: dt.datetime | None = None
    ids: Sequence[int] = ()

    @cached_property
    def alike(self) -> Alike:
        """What says which people are asked, if any are."""
        barred = (self.submitter, self.editor, *chain.from_iterable(self.deciders))
        return Alike.of(self.office, self.role, self.named, barred)


def _by_kind(
    steps: QuerySet[Step], figures: Mapping[str, Aggregate], *, at: dt.datetime
) -> Iterator[tuple[_Kind, Mapping[WaitsOn, Askee | None]]]:
    """Each kind of the steps with whom they wait on, in a fixed number of queries."""
    kinds = [_Kind(**row) for row in _grouped(steps).annotate(**figures)]
    inside = {kind.alike for kind in kinds if not kind.by_act and not kind.is_outside}
    asked = {alike: _waits_on(people) for alike, people in who_is_asked_alike(inside, at=at).items()}
    bodies = Institution.objects.in_bulk({pk for kind in kinds for pk in (kind.outside_body, kind.outside_side) if pk})
    for kind in kinds:
        if kind.by_act:
            yield kind, {WaitsOn(act=True): None}
        elif kind.is_outside:
            yield kind, {WaitsOn(outside=_outside(kind, bodies)): None}
        else:
            yield kind, asked[kind.alike]


def _grouped(steps: QuerySet[Step]) -> QuerySet[Step, Any]:
    decided = decisions_counting().filter(step__case=OuterRef("case"))
    pair = Func("decided_by", "on_behalf_of", template="ARRAY[%(expressions)s]", output_field=_IDS)
    return steps.order_by().values(
        "is_outside",
        "role",
        by_act=Q(kind__in=[each.value for each in COMPLETED_BY_ACT]),
        outside_body=Case(When(is_outside=True, then=F("body"))),
        outside_name=Case(When(is_outside=True, then=F("body_name"))),
        outside_side=Case(When(is_outside=True, then=F("case__institution"))),
        office=F("case__subject__office"),
        named=ArraySubquery(Asked.objects.filter(step=OuterRef("pk")).order_by("id").values("user")),
        submitter=F("case__submitted_by"),
        editor=F("case__subject__edited_by"),
        deciders=ArraySubquery(decided.order_by("id").values(pair=pair)),
    )


def _outside(kind: _Kind, bodies: Mapping[int, Institution]) -> str:
    if kind.outside_body:
        return str(bodies[kind.outside_body])
    side = models.Case(institution=bodies[kind.outside_side]) if kind.outside_side else models.Case()
    return kind.outside_name or str(side)


def _waits_on(asked: Sequence[Askee]) -> Mapping[WaitsOn, Askee | None]:
    if not asked:
        return {WaitsOn(): None}
    return {
        WaitsOn(person=each.user.username, instead_of=each.instead_of.username if each.instead_of else ""): each
        for each in asked
    }
