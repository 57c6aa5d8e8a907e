"""How far an activity or a membership is, and what comes next: for pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Activity, Membership
from activities.states import (
    ACTIVITY_STATE_LABELS,
    ACTIVITY_TRACK,
    MEMBERSHIP_STATE_LABELS,
    MEMBERSHIP_TRACK,
    ActivityState,
    MembershipState,
    Transition,
)
from core.dates import PartialDate
from core.errors import say
from core.refusals import Refusal
from core.web.words import day


@dataclass(frozen=True)
class NextStep:
    """One way on: what it is called, where it leads, where to take it, and what still stands against it."""

    name: str
    target: str
    target_label: str
    blockers: list[dict[str, Any]]
    is_usual: bool

    @property
    def is_open(self) -> bool:
        """Whether nothing stands against it."""
        return not self.blockers


def activity_track(activity: Activity, before: str | None) -> list[dict[str, str]]:
    """The states as `c-track` takes them. A state beside the track stands after the one it was reached from."""
    return _track(activity, ACTIVITY_TRACK, ACTIVITY_STATE_LABELS, before)


def membership_track(membership: Membership) -> list[dict[str, str]]:
    """See `activity_track`."""
    return _track(membership, MEMBERSHIP_TRACK, MEMBERSHIP_STATE_LABELS, None, since=membership_since(membership))


def membership_since(membership: Membership) -> PartialDate:
    """Since when it is in its state: by its own dates where they say so, else since the state was recorded."""
    own = {MembershipState.ACTIVE: membership.starts, MembershipState.ENDED: membership.ends}
    known = own.get(MembershipState(membership.state), "")
    return PartialDate.parse(known) if known else PartialDate(membership.state_since)


def activity_steps(
    steps: Iterable[tuple[Transition[ActivityState], list[Refusal]]], mending: Mapping[str, str]
) -> list[NextStep]:
    """Every way on; `mending` tells, by the code of a refusal, where something can be done about it."""
    return [_step(each, refusals, ACTIVITY_TRACK, ACTIVITY_STATE_LABELS, mending) for each, refusals in steps]


def membership_steps(
    steps: Iterable[tuple[Transition[MembershipState], list[Refusal]]], mending: Mapping[str, str]
) -> list[NextStep]:
    """See `activity_steps`."""
    return [_step(each, refusals, MEMBERSHIP_TRACK, MEMBERSHIP_STATE_LABELS, mending) for each, refusals in steps]


def usual_step(steps: Iterable[NextStep]) -> NextStep | None:
    """The step that leads on along the track, if there is one."""
    return next((step for step in steps if step.is_usual), None)


def mending_places(record: Activity | Membership) -> dict[str, str]:
    """Where something can be done about what stands against a step, by the refusal's code."""
    if isinstance(record, Membership):
        approvals = reverse("activities:membership", args=[record.uid]) + "#approvals"
        return {"approval_steps_missing": approvals, "approval_pending": approvals}
    approvals = reverse("activities:detail", args=[record.reference]) + "#approvals"
    form = reverse("activities:change", args=[record.reference])
    return {
        "approval_steps_missing": approvals,
        "approval_pending": approvals,
        "planned_start_missing": f"{form}#id_planned_start_0",
        "outcome_missing": f"{form}#id_outcome",
    }


def _step(
    transition: Transition[Any],
    refusals: list[Refusal],
    track: Sequence[str],
    labels: Mapping[Any, str],
    mending: Mapping[str, str],
) -> NextStep:
    return NextStep(
        name=_(transition.name),
        target=transition.target,
        target_label=_(labels[transition.target]),
        blockers=[{"met": False, "sentence": say(each), "url": mending.get(each.code, "")} for each in refusals],
        is_usual=not transition.needs_reason and transition.target in track,
    )


def _track(
    record: Activity | Membership,
    track: Sequence[str],
    labels: Mapping[Any, str],
    before: str | None,
    *,
    since: PartialDate | None = None,
) -> list[dict[str, str]]:
    state = record.state
    said = _("since %(day)s") % {"day": day(since or record.state_since)}
    if state in track:
        reached = track.index(state)
        marks = ["done"] * reached + ["current"] + ["upcoming"] * (len(track) - reached - 1)
        return [
            {"label": _(labels[each]), "state": mark, "note": said if mark == "current" else ""}
            for each, mark in zip(track, marks, strict=True)
        ]
    passed = track[: track.index(before) + 1] if before in track else track[:1]
    done = [{"label": _(labels[each]), "state": "done", "note": ""} for each in passed]
    return [*done, {"label": _(labels[state]), "state": "off", "note": said}]
