"""Reads over several models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from accounts.visibility import Viewer
from activities.models import (
    Activity,
    ActivityAgreement,
    ActivitySubject,
    Membership,
    Participant,
    Programme,
    ProgrammePartner,
)
from activities.states import (
    ACTIVITY_TRANSITIONS,
    MEMBERSHIP_TRANSITIONS,
    ActivityFacts,
    ActivityState,
    MembershipState,
    Transition,
    leaving,
)
from agreements.models import Agreement
from approvals.queries import cases_with_all
from core.history import Root, history_of
from core.refusals import Refusal
from core.transitions import unmet_guards


def activity_page(user: Viewer) -> QuerySet[Activity]:
    """Activities with all that a page or an API detail shows, in a fixed number of queries.

    Links to agreements the person may not see are left out.
    """
    links = ActivityAgreement.objects.filter(agreement__in=Agreement.objects.visible_to(user).order_by())
    return (
        Activity.objects.visible_to(user)
        .select_related("office", "officer", "programme", "approval_subject")
        .prefetch_related(
            Prefetch("agreement_links", links.select_related("agreement").order_by("id")),
            Prefetch("participants", Participant.objects.select_related("institution").order_by("id")),
            Prefetch("subject_links", ActivitySubject.objects.select_related("subject").order_by("id")),
            "countries",
            Prefetch("approval_subject__cases", cases_with_all()),
        )
    )


def facts_of(record: Activity | Membership) -> ActivityFacts:
    """What the guards need to know of an activity or a membership."""
    case = next(iter(record.approval_subject.cases.all()), None)
    activity = record if isinstance(record, Activity) else None
    return ActivityFacts(
        approval=case.state if case else None,
        was_submitted=bool(case and case.round),
        has_steps=bool(case and any(step.blocks for step in case.facts)),
        planned_start=activity.planned_start if activity else None,
        planned_end=activity.planned_end_last if activity else None,
        actual_start=activity.actual_start if activity else None,
        actual_end=activity.actual_end if activity else None,
        has_outcome=bool(activity and activity.outcome.strip()),
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


@dataclass(frozen=True)
class ProgrammeCounts:
    """A programme with the number of its activities one person may see, by state."""

    programme: Programme
    by_state: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())


def with_counts_by_state(programmes: Sequence[Programme], user: Viewer) -> list[ProgrammeCounts]:
    """The programmes, in their order, with their activities counted in one query."""
    seen = Activity.objects.visible_to(user).filter(programme__in=programmes)
    counts: dict[int, dict[str, int]] = {}
    for programme, state, count in seen.order_by().values_list("programme", "state").annotate(Count("pk")):
        counts.setdefault(programme, {})[state] = count
    return [
        ProgrammeCounts(each, {state.value: counts.get(each.pk, {}).get(state, 0) for state in ActivityState})
        for each in programmes
    ]


def programme_page(user: Viewer) -> QuerySet[Programme]:
    """Programmes with all that a page shows of them, in a fixed number of queries."""
    partners = ProgrammePartner.objects.select_related("institution").order_by("institution__sort_key", "id")
    return (
        Programme.objects.visible_to(user)
        .select_related("funder")
        .prefetch_related(Prefetch("partner_links", partners))
    )


def membership_page(user: Viewer) -> QuerySet[Membership]:
    """Memberships with their approval track, in a fixed number of queries."""
    return (
        Membership.objects.visible_to(user)
        .select_related("body", "member", "office", "approval_subject")
        .prefetch_related(Prefetch("approval_subject__cases", cases_with_all()))
    )


def state_before(activity: Activity) -> str | None:
    """The state it was in before the present one; None where it entered the register in it."""
    entries = history_of([(Activity._meta.db_table, activity.pk)]).filter(
        table_name=Activity._meta.db_table, after__has_key="state"
    )
    before = entries.values_list("before__state", flat=True).first()
    return str(before) if before else None


def history_roots(record: Activity | Membership | Programme) -> list[Root]:
    """The records whose history is the activity's, membership's or programme's."""
    if isinstance(record, Programme):
        return [(record._meta.db_table, record.pk)]
    return [(record._meta.db_table, record.pk), ("approvals_approvalsubject", record.approval_subject_id)]
