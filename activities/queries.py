"""Reads over several models."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from accounts.visibility import Viewer
from activities.models import Activity, ActivityAgreement, ActivitySubject, Membership, Participant
from activities.states import (
    ACTIVITY_TRANSITIONS,
    MEMBERSHIP_TRANSITIONS,
    ActivityFacts,
    ActivityState,
    MembershipState,
    Transition,
    leaving,
    unmet_guards,
)
from agreements.models import Agreement
from approvals.models import Case, Decision, Step
from core.history import Root
from core.refusals import Refusal


def activity_page(user: Viewer) -> QuerySet[Activity]:
    """Activities with all that a page or an API detail shows, in a fixed number of queries.

    Links to agreements the person may not see are left out.
    """
    steps = Step.objects.select_related("body", "responsible").prefetch_related(
        Prefetch("decisions", Decision.objects.select_related("decided_by"))
    )
    cases = Case.objects.select_related("institution", "submitted_by").prefetch_related(Prefetch("steps", steps))
    links = ActivityAgreement.objects.filter(agreement__in=Agreement.objects.visible_to(user).order_by())
    return (
        Activity.objects.visible_to(user)
        .select_related("office", "officer", "programme", "approval_subject")
        .prefetch_related(
            Prefetch("agreement_links", links.select_related("agreement").order_by("id")),
            Prefetch("participants", Participant.objects.select_related("institution").order_by("id")),
            Prefetch("subject_links", ActivitySubject.objects.select_related("subject").order_by("id")),
            "countries",
            Prefetch("approval_subject__cases", cases),
        )
    )


def facts_of(record: Activity | Membership) -> ActivityFacts:
    """What the guards need to know of an activity or a membership."""
    case = next(iter(record.approval_subject.cases.all()), None)
    is_activity = isinstance(record, Activity)
    return ActivityFacts(
        approval=case.state if case else None,
        has_steps=bool(case and case.facts),
        planned_start=record.planned_start if is_activity else None,
        planned_end=record.planned_end_last if is_activity else None,
        actual_start=record.actual_start if is_activity else None,
        actual_end=record.actual_end if is_activity else None,
        has_outcome=bool(is_activity and record.outcome.strip()),
    )


def next_steps(activity: Activity) -> list[tuple[Transition[ActivityState], list[Refusal]]]:
    """Every transition out of the present state, each with what still stands against it."""
    facts = facts_of(activity)
    return [(each, unmet_guards(each, facts)) for each in leaving(ACTIVITY_TRANSITIONS, ActivityState(activity.state))]


def next_membership_steps(membership: Membership) -> list[tuple[Transition[MembershipState], list[Refusal]]]:
    """Every transition out of a membership's present state, each with what still stands against it."""
    facts = facts_of(membership)
    return [
        (each, unmet_guards(each, facts)) for each in leaving(MEMBERSHIP_TRANSITIONS, MembershipState(membership.state))
    ]


def history_roots(record: Activity | Membership) -> list[Root]:
    """The records whose history is the activity's or membership's."""
    return [(record._meta.db_table, record.pk), ("approvals_approvalsubject", record.approval_subject_id)]
