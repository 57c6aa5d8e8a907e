"""Move an activity or a membership from state to state: choose, see what will follow, confirm."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.actions import change_membership_state, change_state
from activities.models import Activity, Membership
from activities.policies import can_keep
from activities.queries import activity_page, history_roots, membership_page, next_membership_steps, next_steps
from activities.states import (
    ACTIVITY_TRANSITIONS,
    MEMBERSHIP_TRANSITIONS,
    ActivityState,
    MembershipState,
    Transition,
    find,
)
from activities.web.consequences import consequences_of
from activities.web.progress import NextStep, activity_steps, membership_steps, mending_places, usual_step
from core.actors import Actor
from core.errors import require
from core.history_reading import last_entry_of
from core.web.conflicts import Conflict, VersionedForm, join
from core.web.domain_errors import Attempt, attempt
from core.web.forms import DayInput


class StateForm(VersionedForm):
    """When and why a record enters a state."""

    on = forms.DateField(label=gettext_lazy("As of"), widget=DayInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the history."),
    )


@dataclass(frozen=True)
class Machine:
    """What a change of state needs to know of one kind of record."""

    states: type[StrEnum]
    transitions: tuple[Transition[Any], ...]
    steps: Callable[[Any], list[NextStep]]
    change: Callable[..., Any]
    page: Callable[[Any], str]


ACTIVITIES = Machine(
    states=ActivityState,
    transitions=ACTIVITY_TRANSITIONS,
    steps=lambda activity: activity_steps(next_steps(activity), mending_places(activity)),
    change=lambda *, record, **values: change_state(activity=record, **values),
    page=lambda activity: reverse("activities:detail", args=[activity.reference]),
)
MEMBERSHIPS = Machine(
    states=MembershipState,
    transitions=MEMBERSHIP_TRANSITIONS,
    steps=lambda membership: membership_steps(next_membership_steps(membership), mending_places(membership)),
    change=lambda *, record, **values: change_membership_state(membership=record, **values),
    page=lambda membership: reverse("activities:membership", args=[membership.uid]),
)


@login_required
def activity_state(request: HttpRequest, reference: str) -> HttpResponse:
    """Change the state of an activity."""
    return _change(request, ACTIVITIES, lambda: get_object_or_404(activity_page(request.user), reference=reference))


@login_required
def membership_state(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Change the state of a membership."""
    return _change(request, MEMBERSHIPS, lambda: get_object_or_404(membership_page(request.user), uid=uid))


def _change(request: HttpRequest, machine: Machine, read: Callable[[], Activity | Membership]) -> HttpResponse:
    """What will follow from the step asked for (`to`; without it, the usual one), and the form that takes it."""
    record = read()
    require(can_keep(request.user, record))
    to = request.GET.get("to") or _usual_target(machine.steps(record))
    if to and to not in [state.value for state in machine.states]:
        raise Http404
    if request.method != "POST":
        return _page(request, machine, record, to, StateForm(initial=_initial(request, record)))
    form, actor = StateForm(request.POST, initial=_initial(request, record)), Actor.for_request(request)
    outcome = attempt(
        form,
        lambda: machine.change(
            by=actor,
            record=record,
            to=to,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            expected_version=form.expected_version,
        ),
    )
    if not outcome.value:
        return _refused(request, machine, read(), to, form, outcome)
    messages.success(request, _("Its state is now: %(state)s.") % {"state": outcome.value.get_state_display()})
    return redirect(machine.page(record))


def _usual_target(steps: list[NextStep]) -> str:
    step = usual_step(steps) or next(iter(steps), None)
    return step.target if step else ""


def _refused(
    request: HttpRequest, machine: Machine, now: Activity | Membership, to: str, form: StateForm, outcome: Attempt[Any]
) -> HttpResponse:
    """The form again, over the record as it is now, with everything typed."""
    conflict, shown = None, form
    if outcome.stale:
        shown, conflict = join(form, current=_initial(request, now), roots=history_roots(now), viewer=request.user)
    return _page(request, machine, now, to, shown, conflict=conflict, status=outcome.status)


def _page(
    request: HttpRequest,
    machine: Machine,
    record: Activity | Membership,
    to: str,
    form: VersionedForm,
    *,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    """What will follow, and the form. Where no way leads there from here any more, that is said instead (409)."""
    steps = machine.steps(record)
    transition = find(machine.transitions, machine.states(record.state), machine.states(to)) if to else None
    context = {
        "record": record,
        "back": machine.page(record),
        "form": form,
        "conflict": conflict,
        "steps": steps,
        "step": next((step for step in steps if step.target == to), None),
        "consequences": consequences_of(request, record, transition) if transition else [],
    }
    return render(request, "activities/change_state.html", context, status=status if transition or not to else 409)


def _initial(request: HttpRequest, record: Activity | Membership) -> dict[str, Any]:
    return {
        "version": record.version,
        "seen": last_entry_of(history_roots(record)),
        "on": Actor.for_request(request).today(record.office.time_zone),
    }
