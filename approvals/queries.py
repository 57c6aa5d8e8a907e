"""Reads over several models."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Case, CharField, DateField, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from accounts.visibility import Viewer
from approvals import models
from approvals.ages import AGE_CLASSES, AgeClass
from approvals.models import CaseEvent, Decision, Step
from approvals.models.cases import StepQuerySet


def cases_with_all() -> QuerySet[models.Case]:
    """Cases with their steps, people, decisions, conditions and events, as tracks and the API show them: for a
    prefetch, in a fixed number of queries. Events have the hashes `before_sha256` and `after_sha256`.
    """
    return cases_with_steps().prefetch_related(Prefetch("events", _events()))


def cases_with_steps() -> QuerySet[models.Case]:
    """The same without the events: what lists of records show of their approval. Decisions have the hash of what they
    are about, `sha256`.
    """
    return (
        models.Case.objects.select_related("institution", "submitted_by", "snapshot", "subject__edited_by")
        .prefetch_related(Prefetch("steps", _steps()))
        .order_by("id")
    )


def cases_for_rules() -> QuerySet[models.Case]:
    """Cases with what the rules read of their steps, and no more: in two queries."""
    steps = Step.objects.select_related("body").order_by("group", "id")
    return models.Case.objects.prefetch_related(Prefetch("steps", steps)).order_by("id")


def with_cases(steps: StepQuerySet) -> StepQuerySet:
    """Steps whose cases have what `cases_with_all` gives, for lists of steps."""
    # Not joined: every waiting step is sorted before the rows of the page are known.
    ours = steps.prefetch_related("case__snapshot", "case__subject__edited_by")
    return ours.prefetch_related(Prefetch("case__steps", _steps()), Prefetch("case__events", _events()))


def _steps() -> StepQuerySet:
    decisions = Prefetch("decisions", Decision.objects.for_track().annotate(sha256=F("snapshot__sha256")))
    return Step.objects.with_people().prefetch_related(decisions).order_by("group", "id")


def _events() -> QuerySet[CaseEvent]:
    events = CaseEvent.objects.select_related("by").order_by("at", "id")
    return events.annotate(before_sha256=F("before__sha256"), after_sha256=F("after__sha256"))


def waiting_steps(*, user: Viewer, today: dt.date, zone: ZoneInfo | dt.tzinfo) -> StepQuerySet:
    """The steps somebody must decide now, of records the person may see. List and dashboard both count these.

    Each has `age` (the name of its class in `approvals.ages`), `is_overdue`, and `side`: the uid of the institution
    whose side it is, null for the responsible office's own. `due` is the due date, for ordering: the last day there is
    where there is none. `today` and `zone` are the reader's.
    """
    ages = (When(_started(each, today=today, zone=zone), then=Value(each.name)) for each in AGE_CLASSES)
    overdue = Case(When(due_on__lt=today, then=Value(True)), default=Value(False), output_field=BooleanField())
    return (
        Step.objects.waiting()
        .visible_to(user)
        .annotate(
            age=Case(*ages, output_field=CharField()),
            is_overdue=overdue,
            side=F("case__institution__uid"),
            due=Coalesce("due_on", Value(dt.date.max), output_field=DateField()),
        )
    )


def _started(each: AgeClass, *, today: dt.date, zone: ZoneInfo | dt.tzinfo) -> Q:
    within = Q(started_at__lt=_midnight(each.started_before(today), zone))
    first = each.started_from(today)
    return within & Q(started_at__gte=_midnight(first, zone)) if first else within


def _midnight(day: dt.date, zone: ZoneInfo | dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=zone)
