"""Questions of force about agreements, each answered from the stored periods by index, as of any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from agreements.law.results import DeadlineKind
from agreements.law.statuses import BINDS, ENDED, ForceStatus
from core.search.rows import SearchedQuerySet

M = TypeVar("M", bound=models.Model)
# Whether it binds is not known, or it does not yet: its end may be known all the same.
_UNSURE = frozenset({ForceStatus.UNDETERMINED, ForceStatus.PROVISIONALLY_APPLIED})


class ForceQuestions(SearchedQuerySet[M]):
    """A part of `AgreementQuerySet`. Days are days; ranges of days include the first and exclude the last one given."""

    def with_force(self, *, as_of: dt.date) -> Self:
        """Annotate `force_status` and `force_period` (a range, upper bound excluded) of the whole on the day.

        One look-up by the agreement's key for each row. What has no period stored is undetermined, since ever.
        """
        of_whole = Q(force_periods__party=None, force_periods__period__contains=as_of)
        return self.annotate(
            force_then=FilteredRelation("force_periods", condition=of_whole),
            force_status=Coalesce(F("force_then__status"), Value(ForceStatus.UNDETERMINED.value)),
            force_period=F("force_then__period"),
        )

    def with_force_status(self, statuses: Collection[str], *, day: dt.date) -> Self:
        """Those whose status as a whole on the day is one of these."""
        if ForceStatus.UNDETERMINED in statuses:
            return self._without(day, set(ForceStatus) - set(statuses))
        return self.filter(pk__in=self._wholes(day, statuses))

    def binding_on(self, day: dt.date, *, binds: bool = True) -> Self:
        """Those that bind as a whole on the day: in force, under notice or suspended; or all others."""
        return self.filter(pk__in=self._wholes(day, BINDS)) if binds else self._without(day, BINDS)

    def binding_party_on(self, day: dt.date, parties: QuerySet[Any]) -> Self:
        """Those by which one of these parties is bound on the day; `parties` are rows of agreements' parties."""
        bound = self._periods().filter(
            party__in=parties.order_by().values("pk"), period__contains=day, status__in=sorted(BINDS)
        )
        return self.filter(pk__in=bound.order_by().values("agreement_id"))

    def entered_into_force(self, *, since: dt.date | None = None, before: dt.date | None = None) -> Self:
        """Those that began to bind as a whole from `since` on and before `before`."""
        starts = self._binding_wholes()
        if since:
            starts = starts.filter(period__startswith__gte=since)
        if before:
            starts = starts.filter(period__startswith__lt=before)
        goes_on = self._binding_wholes().filter(
            agreement=OuterRef("agreement"), period__endswith=OuterRef("period__startswith")
        )
        return self.filter(pk__in=starts.filter(~Exists(goes_on)).order_by().values("agreement_id"))

    def ending(self, *, since: dt.date | None = None, before: dt.date | None = None) -> Self:
        """Those whose last day, as the register knows it, is `since` or later and before `before`.

        That is the last day on which they bind as a whole, whatever ends it: a term, a notice, another agreement. Where
        it is not known whether one binds, or it is applied provisionally, it is the day before its known end.
        """
        rests, ended = self._ended_by(BINDS, not_then=BINDS), self._ended_by(_UNSURE, then=ENDED)
        ends = rests | ended
        if since:
            ends = ends.filter(period__endswith__gt=since)
        if before:
            ends = ends.filter(period__endswith__lte=before)
        return self.filter(pk__in=ends.order_by().values("agreement_id"))

    def _ended_by(
        self, statuses: Collection[str], *, then: Collection[str] = (), not_then: Collection[str] = ()
    ) -> QuerySet[Any]:
        """Periods of wholes with one of the statuses, followed at once by one of `then`, and by none of `not_then`."""
        wholes = self._periods().filter(party=None)
        following = wholes.filter(agreement=OuterRef("agreement"), period__startswith=OuterRef("period__endswith"))
        found = wholes.filter(status__in=sorted(statuses))
        if then:
            found = found.filter(Exists(following.filter(status__in=sorted(then))))
        return found.filter(~Exists(following.filter(status__in=sorted(not_then)))) if not_then else found

    def _without(self, day: dt.date, statuses: Collection[str]) -> Self:
        periods = self._periods().filter(party=None, period__contains=day, status__in=sorted(statuses))
        return self.filter(~Exists(periods.filter(agreement=OuterRef("pk"))))

    def with_deadline(self, kind: DeadlineKind, *, since: dt.date, before: dt.date | None = None) -> Self:
        """Those with a date of the kind that is `since` or later and before `before`, cycle after cycle."""
        rules: Any = self.model._meta.get_field("deadline_rules").related_model
        dated = rules.objects.filter(kind=kind).with_next(since=since)
        dated = dated.filter(due_on__lt=before) if before else dated.exclude(due_on=None)
        return self.filter(pk__in=dated.order_by().values("agreement_id"))

    def _periods(self) -> QuerySet[Any]:
        periods: Any = self.model._meta.get_field("force_periods").related_model
        return periods.objects.all()

    def _binding_wholes(self) -> QuerySet[Any]:
        return self._periods().filter(party=None, status__in=sorted(BINDS))

    def _wholes(self, day: dt.date, statuses: Collection[str]) -> QuerySet[Any]:
        wholes = self._periods().filter(party=None, period__contains=day, status__in=sorted(statuses))
        return wholes.order_by().values("agreement_id")
