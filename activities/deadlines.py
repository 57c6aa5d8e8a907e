"""Activities that are to begin on a certain day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Viewer
from activities.models import Activity, Membership
from activities.states import BEFORE_START, ActivityState
from core.dates import Precision
from core.registries import DEADLINE_COLUMNS, DeadlineDescription, Proposal, RecordKey

RECORD_TYPE = "activity"


def visible_activities(user: Viewer) -> QuerySet[Any]:
    """Ids of the activities a person may see: see `core.registries.Registries`."""
    return Activity.objects.visible_to(user).order_by().values("pk")


def visible_memberships(user: Viewer) -> QuerySet[Any]:
    """The same of memberships."""
    return Membership.objects.visible_to(user).order_by().values("pk")


class Start:
    """The planned start of approved and scheduled activities, where it is known to the day."""

    kind = "activity_start"
    label = _("Start of an activity")

    def rows(self, *, until: dt.date, today: dt.date, record: RecordKey | None = None) -> QuerySet[Any]:
        """See `core.registries.DeadlineSource`."""
        activities = Activity.objects.filter(
            state__in=[state.value for state in BEFORE_START],
            actual_start=None,
            planned_start_precision=Precision.DAY,
            planned_start__lte=until,
        )
        if record is not None:
            activities = activities.filter(pk=record[1]) if record[0] == RECORD_TYPE else activities.none()
        return (
            activities.order_by()
            .with_confinement()
            .annotate(
                item_id=F("pk"),
                record_type=Value(RECORD_TYPE),
                record_id=F("pk"),
                due_on=F("planned_start"),
                responsible_id=F("officer_id"),
            )
            .values_list(*DEADLINE_COLUMNS)
        )

    def describe(self, item_ids: Iterable[int], user: Viewer) -> dict[int, DeadlineDescription]:
        """See `core.registries.DeadlineSource`."""
        return {
            row.pk: DeadlineDescription(
                reference=row.reference,
                name=row.title,
                what=gettext("Check that everything is ready. Once it has begun, record that; else postpone it."),
                otherwise=gettext(
                    "Otherwise the register shows an activity as still to begin on a day that has passed."
                ),
                path=reverse("activities:detail", args=[row.reference]),
            )
            for row in Activity.objects.visible_to(user).filter(pk__in=list(item_ids)).order_by("pk")
        }

    def foresee(self, proposal: Proposal) -> list[dt.date]:
        """See `core.registries.DeadlineSource`."""
        activity = proposal.record
        if not isinstance(activity, Activity) or ActivityState(proposal.new) not in BEFORE_START:
            return []
        start, is_known = activity.planned_start, activity.planned_start_precision == Precision.DAY
        return [start] if start and is_known and not activity.actual_start else []
