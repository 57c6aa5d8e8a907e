"""The page of a membership, and registering one."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_countries import countries

from accounts.models import Office
from accounts.queries import offices_kept_by
from accounts.web.signed_in import SignedInRequest
from activities.actions import change_membership, register_membership
from activities.kinds import MEMBERSHIP_ROLE_LABELS
from activities.models import Membership
from activities.policies import can_create_activities, can_keep
from activities.queries import history_roots, membership_page, next_membership_steps
from activities.states import MEMBERSHIP_STATE_LABELS, MembershipState
from activities.web.progress import membership_steps, membership_track, mending_places, usual_step
from activities.web.tracks import own_track
from approvals.web.resets import telling_of_resets
from core.actors import Actor
from core.errors import require
from core.history_reading import history_page, last_entry_of
from core.web.conflicts import VersionedForm, join
from core.web.domain_errors import attempt
from core.web.history import before_of
from institutions.models import Institution
from institutions.web.choosing import InstitutionField

_CHANGED = ("role", "starts", "ends", "source", "source_quote")
_PERIOD = gettext_lazy("A year, a month or a day: 2018, 2018-11 or 2018-11-30.")


class MembershipForm(forms.Form):
    """A country or an institution in a standing body."""

    body = InstitutionField(label=gettext_lazy("Body"))
    member = InstitutionField(label=gettext_lazy("Member institution"), required=False)
    member_country = forms.ChoiceField(
        label=gettext_lazy("Or member country"),
        required=False,
        choices=lambda: [("", _("None: an institution is the member")), *countries],
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=lambda: [(role.value, _(each)) for role, each in MEMBERSHIP_ROLE_LABELS.items()],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=lambda: [(state.value, _(each)) for state, each in MEMBERSHIP_STATE_LABELS.items()],
        initial=MembershipState.PROPOSED.value,
    )
    starts = forms.CharField(label=gettext_lazy("Since"), required=False, max_length=10, help_text=_PERIOD)
    ends = forms.CharField(label=gettext_lazy("Until"), required=False, max_length=10, help_text=_PERIOD)
    office = forms.ModelChoiceField(
        label=gettext_lazy("Responsible office"),
        queryset=Office.objects.none(),
        to_field_name="code",
        empty_label=None,
    )
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=500)
    source_quote = forms.CharField(
        label=gettext_lazy("Quoted words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, viewer: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].viewer = self.fields["member"].viewer = viewer  # type: ignore[attr-defined]
        self.fields["office"].queryset = Office.objects.filter(pk__in=[each.pk for each in offices])  # type: ignore[attr-defined]


@login_required
def register(request: SignedInRequest) -> HttpResponse:
    """Add a membership; from an institution's page, already with that institution as body or as member."""
    require(can_create_activities(request.user))
    offices = offices_kept_by(request.user)
    asked = {name: _asked_for(request, name) for name in ("body", "member")}
    form = MembershipForm(
        request.POST or None, viewer=request.user, offices=offices, initial=asked | {"office": offices[0].code}
    )
    back = next((each for each in asked.values() if each), None)
    if request.method != "POST":
        return render(request, "activities/register_membership.html", {"form": form, "back": back})
    actor = Actor.for_request(request)
    outcome = attempt(form, lambda: register_membership(by=actor, **form.cleaned_data))
    if not outcome.value:
        return render(
            request, "activities/register_membership.html", {"form": form, "back": back}, status=outcome.status
        )
    messages.success(request, _("The membership is in the register."))
    return redirect("activities:membership", outcome.value.uid)


class ChangeMembershipForm(VersionedForm):
    """A membership's role, dates and source as they were when the form was opened, and why they change."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=lambda: [(role.value, _(each)) for role, each in MEMBERSHIP_ROLE_LABELS.items()],
    )
    starts = forms.CharField(label=gettext_lazy("Since"), required=False, max_length=10, help_text=_PERIOD)
    ends = forms.CharField(label=gettext_lazy("Until"), required=False, max_length=10, help_text=_PERIOD)
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=500)
    source_quote = forms.CharField(
        label=gettext_lazy("Quoted words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept in the history."),
    )


@login_required
def change(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Change a membership's role, dates and source."""
    shown = get_object_or_404(membership_page(request.user), uid=uid)
    require(can_keep(request.user, shown))
    form = ChangeMembershipForm(request.POST or None, initial=_current(shown))
    context: dict[str, Any] = {"membership": shown, "form": form}
    if request.method != "POST":
        return render(request, "activities/change_membership.html", context)
    with telling_of_resets(request, shown.approval_subject_id):
        outcome = attempt(
            form,
            lambda: change_membership(
                by=Actor.for_request(request),
                membership=shown,
                expected_version=form.expected_version,
                reason=form.cleaned_data["reason"],
                **{name: form.cleaned_data[name] for name in _CHANGED},
            ),
        )
    if outcome.succeeded:
        messages.success(request, _("The changes are saved."))
        return redirect("activities:membership", uid)
    if outcome.stale:
        now = get_object_or_404(membership_page(request.user), uid=uid)
        joined, conflict = join(form, current=_current(now), roots=history_roots(now), viewer=request.user)
        context = {"membership": now, "form": joined, "conflict": conflict}
    return render(request, "activities/change_membership.html", context, status=outcome.status)


def _current(membership: Membership) -> dict[str, Any]:
    values = {name: getattr(membership, name) for name in _CHANGED}
    return {**values, "version": membership.version, "seen": last_entry_of(history_roots(membership))}


@login_required
@require_safe
def membership(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """One membership: how far it is, what comes next, and how it came about."""
    shown = get_object_or_404(membership_page(request.user), uid=uid)
    may_keep = can_keep(request.user, shown)
    steps = membership_steps(next_membership_steps(shown), mending_places(shown) if may_keep else {})
    context = {
        "membership": shown,
        "track": membership_track(shown),
        "steps": steps,
        "next_step": usual_step(steps),
        "may_keep": may_keep,
        "state_url": reverse("activities:membership_state", args=[uid]),
        "approval": own_track(shown, request.user),
        **_history(request, shown),
    }
    return render(request, "activities/membership.html", context)


@login_required
@require_safe
def membership_history(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Older changes: a part for the page that asks for more, a whole page without scripts."""
    shown = get_object_or_404(Membership.objects.visible_to(request.user).for_list(), uid=uid)
    context = {"title": str(shown), "back": reverse("activities:membership", args=[uid]), **_history(request, shown)}
    return render(request, "core/history.html" if request.htmx else "activities/history.html", context)


def _history(request: SignedInRequest, membership: Membership) -> dict[str, Any]:
    return {
        "history": history_page(history_roots(membership), viewer=request.user, before=before_of(request)),
        "history_url": reverse("activities:membership_history", args=[membership.uid]),
    }


def _asked_for(request: SignedInRequest, name: str) -> Institution | None:
    try:
        uid = uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        return None
    return Institution.objects.visible_to(request.user).filter(uid=uid).first()
