"""What waits on a person, what is theirs, and what changed: of records they may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from activities.models import Activity, Programme
from activities.queries import activity_page
from activities.queries import history_roots as roots_of_activity
from activities.states import ActivityState
from agreements.models import Agreement
from agreements.queries import agreement_page
from agreements.queries import history_roots as roots_of_agreement
from agreements.stages import AT_REST
from approvals.deciders import Decider, decidable_by
from approvals.models import Step
from approvals.models.cases import StepQuerySet
from approvals.queries import waiting_steps
from core.history import Root
from core.history_reading import Change, latest_changes
from core.registries import SubjectDescription, registries
from institutions.models import Institution
from institutions.queries import history_roots as roots_of_institution

# An activity in one of these asks nothing more of anyone.
AT_END = (ActivityState.CLOSED, ActivityState.CANCELLED, ActivityState.REJECTED)


@dataclass(frozen=True)
class StepToDecide:
    """A step that waits on the person, and the record it belongs to."""

    step: Step
    record: SubjectDescription


@dataclass(frozen=True)
class News:
    """A record and its latest change (None where the reader may read none of it)."""

    record: Agreement | Activity | Institution | Programme
    change: Change | None


def steps_to_decide(*, user: User, today: dt.date, zone: dt.tzinfo) -> StepQuerySet:
    """The steps the person may decide now. The list they open is `mine=true` of the waiting steps."""
    mine = decidable_by(Decider(user, at=timezone.now()))
    return waiting_steps(user=user, today=today, zone=zone).filter(mine)


def with_records(steps: Sequence[Step]) -> list[StepToDecide]:
    """The steps of `for_list()`, in their order, each with its record: one query for each kind of record."""
    by_kind = sorted(steps, key=lambda step: step.case.subject.kind)
    described: dict[int, SubjectDescription] = {}
    for kind, group in groupby(by_kind, key=lambda step: step.case.subject.kind):
        subjects = {step.case.subject_id for step in group}
        described |= registries.approval_subjects[kind].describe(subjects)
    return [StepToDecide(step, described[step.case.subject_id]) for step in steps]


def agreements_kept_by(user: User) -> QuerySet[Agreement]:
    """The agreements the person is in charge of on which somebody must still act, with what their next step needs."""
    at_rest = [stage.value for stage in AT_REST]
    return agreement_page(user).filter(officer=user).exclude(stage__in=at_rest).order_by("-updated_at", "-id")


def activities_kept_by(user: User) -> QuerySet[Activity]:
    """The activities the person is in charge of that are not over, with what their next step needs."""
    at_end = [state.value for state in AT_END]
    return activity_page(user).filter(officer=user).exclude(state__in=at_end).order_by("-updated_at", "-id")


def news_for(user: User, *, limit: int) -> list[News]:
    """The records changed last that the person may see, newest first, each once."""
    found: list[Any] = []
    for rows in (
        Agreement.objects.visible_to(user),
        Activity.objects.visible_to(user),
        Institution.objects.visible_to(user),
        Programme.objects.visible_to(user),
    ):
        found += rows.order_by("-updated_at", "-id")[:limit]
    newest = sorted(found, key=lambda record: record.updated_at, reverse=True)[:limit]
    changes = latest_changes({record: _roots(record) for record in newest}, viewer=user)
    return [News(record, changes.get(record)) for record in newest]


def _roots(record: Any) -> list[Root]:
    if isinstance(record, Agreement):
        return roots_of_agreement(record)
    return roots_of_institution(record) if isinstance(record, Institution) else roots_of_activity(record)
