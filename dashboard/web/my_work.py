"""The landing page: what waits on the reader, what is due, what is theirs, what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Role, User
from accounts.web.signed_in import SignedInRequest
from activities.models import Activity
from activities.queries import next_steps as next_states
from activities.web.progress import activity_steps, mending_places, usual_step
from agreements.models import Agreement
from agreements.queries import next_steps as next_stages
from agreements.web.pages import mending_places as mending_places_of_agreement
from agreements.web.progress import usual_way, ways_on
from dashboard.figures import figures_for
from dashboard.queries import News, activities_kept_by, agreements_kept_by, news_for, steps_to_decide, with_records
from dashboard.web.totals import totals_of
from institutions.models import Institution
from reminders.queries import due_for

DECISIONS = 6
DUE = 5
OWN = 5
NEWS = 8


@dataclass(frozen=True)
class OwnRecord:
    """A record the reader keeps, its usual next step, and what stands against it."""

    record: Agreement | Activity
    next_name: str = ""
    next_url: str = ""
    blockers: list[dict[str, Any]] = field(default_factory=list)


@login_required
@require_safe
def my_work(request: SignedInRequest) -> HttpResponse:
    """What the reader has to do, in the order to do it."""
    user, today, zone = request.user, timezone.localdate(), timezone.get_current_timezone()
    steps = steps_to_decide(user=user, today=today, zone=zone)
    decisions = with_records(list(steps.for_list()[:DECISIONS]))
    agreements, activities = agreements_kept_by(user), activities_kept_by(user)
    context = {
        "today": today,
        "decides": bool(user.offices_with(Role.APPROVER, Role.HEAD)) or bool(decisions),
        "decisions": decisions,
        "decisions_total": steps.order_by().count() if len(decisions) == DECISIONS else len(decisions),
        "keeps": bool(user.offices_with(Role.OFFICER, Role.HEAD)),
        "due": due_for(user=user, today=today, limit=DUE),
        "agreements": [_agreement(each) for each in agreements[:OWN]],
        "agreements_total": agreements.order_by().count(),
        "activities": [_activity(each) for each in activities[:OWN]],
        "activities_total": activities.order_by().count(),
        "news": [_news(each) for each in news_for(user, limit=NEWS)],
        "has_role": user.is_staff_of_any_office,
        "totals": _totals_for_head(user, today, zone),
    }
    return render(request, "dashboard/my_work.html", context)


def _totals_for_head(user: User, today: dt.date, zone: dt.tzinfo) -> list[dict[str, Any]]:
    """How the whole stands, which is what a head asks first."""
    if not user.offices_with(Role.HEAD):
        return []
    return totals_of(figures_for(user=user, today=today, zone=zone), "")


def _agreement(agreement: Agreement) -> OwnRecord:
    way = usual_way(ways_on(agreement, next_stages(agreement), mending_places_of_agreement(agreement)))
    form = reverse("agreements:change_stage", args=[agreement.reference])
    return OwnRecord(agreement, way.name, f"{form}?to={way.target}", way.blockers) if way else OwnRecord(agreement)


def _activity(activity: Activity) -> OwnRecord:
    step = usual_step(activity_steps(next_states(activity), mending_places(activity)))
    form = reverse("activities:state", args=[activity.reference])
    return OwnRecord(activity, step.name, f"{form}?to={step.target}", step.blockers) if step else OwnRecord(activity)


def _news(news: News) -> dict[str, Any]:
    record = news.record
    if isinstance(record, Agreement):
        name, url = record.title, reverse("agreements:detail", args=[record.reference])
    elif isinstance(record, Activity):
        name, url = record.title, reverse("activities:detail", args=[record.reference])
    elif isinstance(record, Institution):
        name, url = record.name, reverse("institutions:detail", args=[record.uid])
    else:
        name, url = record.name, reverse("activities:programme", args=[record.code])
    return {"name": name, "url": url, "change": news.change, "at": record.updated_at}
