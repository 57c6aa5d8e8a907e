"""Agreements nobody has touched for a while: somebody must look at them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import DateField, ExpressionWrapper, F, Func, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Viewer
from agreements.models import Agreement
from agreements.stages import AT_REST, Stage
from core.registries import DEADLINE_COLUMNS, DeadlineDescription, Proposal, RecordKey

RECORD_TYPE = "agreement"


def visible_agreements(user: Viewer) -> QuerySet[Any]:
    """Ids of the agreements a person may see: see `core.registries.Registries`."""
    return Agreement.objects.visible_to(user).order_by().values("pk")


class Untouched:
    """Due so many days (`UNTOUCHED_AFTER_DAYS`) after the last change, unless the agreement is at rest.

    The day of the change is counted in the responsible office's time zone.
    """

    kind = "agreement_untouched"
    label = _("Agreement not touched for a while")

    def rows(self, *, until: dt.date, today: dt.date, record: RecordKey | None = None) -> QuerySet[Any]:
        """See `core.registries.DeadlineSource`."""
        agreements = Agreement.objects.exclude(stage__in=[stage.value for stage in AT_REST])
        if record is not None:
            agreements = agreements.filter(pk=record[1]) if record[0] == RECORD_TYPE else agreements.none()
        return (
            agreements.filter(updated_at__lt=_after(until))
            .order_by()
            .with_confinement()
            .annotate(
                item_id=F("pk"),
                record_type=Value(RECORD_TYPE),
                record_id=F("pk"),
                due_on=_due_on(),
                responsible_id=F("officer_id"),
            )
            .filter(due_on__lte=until)
            .values_list(*DEADLINE_COLUMNS)
        )

    def describe(self, item_ids: Iterable[int], user: Viewer) -> dict[int, DeadlineDescription]:
        """See `core.registries.DeadlineSource`."""
        days = settings.UNTOUCHED_AFTER_DAYS
        sentence = ngettext(
            "Nobody has changed this agreement for %(days)s day while it stands at “%(stage)s”: take the next step, "
            "record what has happened, or withdraw it.",
            "Nobody has changed this agreement for %(days)s days while it stands at “%(stage)s”: take the next step, "
            "record what has happened, or withdraw it.",
            days,
        )
        return {
            row.pk: DeadlineDescription(
                reference=row.reference,
                name=row.title,
                what=sentence % {"days": days, "stage": row.get_stage_display()},
                otherwise=gettext("Otherwise the register goes on showing a stage that may no longer be true."),
                path=reverse("agreements:detail", args=[row.reference]),
            )
            for row in Agreement.objects.visible_to(user).filter(pk__in=list(item_ids)).order_by("pk")
        }

    def foresee(self, proposal: Proposal) -> list[dt.date]:
        """See `core.registries.DeadlineSource`. Any change of stage is a touch."""
        if not isinstance(proposal.record, Agreement) or Stage(proposal.new) in AT_REST:
            return []
        touched = proposal.today or proposal.on
        return [touched + dt.timedelta(days=settings.UNTOUCHED_AFTER_DAYS)]


def _due_on() -> ExpressionWrapper:
    touched = Func(
        F("office__time_zone"), F("updated_at"), template="timezone(%(expressions)s)::date", output_field=DateField()
    )
    return ExpressionWrapper(touched + Value(settings.UNTOUCHED_AFTER_DAYS), output_field=DateField())


def _after(until: dt.date) -> dt.datetime:
    """A moment no agreement due by then was touched after, in any zone: lets the index on the last change serve."""
    day = until - dt.timedelta(days=settings.UNTOUCHED_AFTER_DAYS - 2)
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
