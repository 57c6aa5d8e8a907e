"""Filters of force: what holds on a day, who is bound by what, what entered into force or ends when."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_filters import UUIDFilter

from agreements.kinds import PartyRole
from agreements.law.results import DeadlineKind
from agreements.law.statuses import FORCE_LABELS, ForceStatus
from agreements.models import AgreementParty
from agreements.models.agreement import AgreementQuerySet
from core.errors import InvalidInput
from core.filters import (
    AllOfFilter,
    AllOfUuidsFilter,
    AnyOfFilter,
    DayFilter,
    DaysFilter,
    RegisterFilterSet,
    YesOrNoFilter,
)

# Beside each other stand agreements that are "in force" and those that do not bind in law, which are "in effect".
_OF_BOTH = {
    ForceStatus.NOT_IN_FORCE: _("Not in force or effect"),
    ForceStatus.IN_FORCE: _("In force or effect"),
    ForceStatus.NOTICE_GIVEN: _("In force or effect, notice given"),
}
FORCE_CHOICES = [(status.value, _OF_BOTH.get(status, _(label))) for status, label in FORCE_LABELS.items()]


class ForceFilters(RegisterFilterSet):
    """Narrows agreements by force. Every question of status is asked as of one day, `as_of`; ranges are half-open."""

    as_of = DayFilter(label=_("Force as of"), method="filter_as_of")
    force_status = AnyOfFilter(label=_("Force status"), choices=FORCE_CHOICES, method="filter_force_status")
    binds = YesOrNoFilter(label=_("Binds"), method="filter_binds")
    party_bound = UUIDFilter(label=_("Binds the institution"), method="filter_party_bound")
    with_institution = AllOfUuidsFilter(label=_("With the party"), method="filter_with_institution")
    with_country = AllOfFilter(
        label=_("With a party of the country"), choices=lambda: list(countries), method="filter_with_country"
    )
    bound_together = YesOrNoFilter(label=_("Binds those parties to each other"), method="filter_bound_together")
    in_force_from = DayFilter(label=_("Entered into force since"), method="filter_in_force_from")
    in_force_before = DayFilter(label=_("Entered into force before"), method="filter_range")
    ends_from = DayFilter(label=_("Last day in force since"), method="filter_ends_from")
    ends_before = DayFilter(label=_("Last day in force before"), method="filter_range")
    notice_closes_from = DayFilter(label=_("Notice window closes since"), method="filter_notice_from")
    notice_closes_before = DayFilter(label=_("Notice window closes before"), method="filter_notice_before")
    expiring_within = DaysFilter(label=_("Last day in force within so many days"), method="filter_expiring")

    @property
    def day(self) -> dt.date:
        """The day questions of status are about."""
        return cast("dt.date | None", self._given("as_of")) or timezone.localdate()

    def filter_as_of(self, queryset: AgreementQuerySet, _name: str, _value: dt.date) -> AgreementQuerySet:
        """The day alone narrows nothing."""
        return queryset

    def filter_force_status(self, queryset: AgreementQuerySet, _name: str, value: list[str]) -> AgreementQuerySet:
        """Agreements whose status as a whole is any of these."""
        return queryset.with_force_status(value, day=self.day) if value else queryset

    def filter_binds(self, queryset: AgreementQuerySet, _name: str, value: bool) -> AgreementQuerySet:
        """Agreements that bind as a whole: in force, under notice or suspended; or all others."""
        return queryset.binding_on(self.day, binds=value)

    def filter_party_bound(self, queryset: AgreementQuerySet, _name: str, value: uuid.UUID) -> AgreementQuerySet:
        """Agreements by which the institution is bound."""
        return queryset.binding_party_on(self.day, parties_of(institution__uid=value))

    def filter_with_institution(
        self, queryset: AgreementQuerySet, _name: str, value: list[uuid.UUID]
    ) -> AgreementQuerySet:
        """Agreements to which every one of the institutions is a party; with `bound_together`, a bound one."""
        for uid in value:
            queryset = self.with_party(queryset, parties_of(institution__uid=uid))
        return queryset

    def filter_with_country(self, queryset: AgreementQuerySet, _name: str, value: list[str]) -> AgreementQuerySet:
        """Agreements with a party of every one of the countries; with `bound_together`, a bound one."""
        for country in value:
            queryset = self.with_party(queryset, parties_of(institution__country=country))
        return queryset

    def filter_bound_together(self, queryset: AgreementQuerySet, _name: str, value: bool) -> AgreementQuerySet:
        """Agreements that bind as a whole; the parties named beside it must be bound themselves."""
        return queryset.binding_on(self.day) if value else queryset

    def filter_in_force_from(self, queryset: AgreementQuerySet, _name: str, value: dt.date) -> AgreementQuerySet:
        """Agreements that entered into force on that day or later, and before `in_force_before` where it is given."""
        return queryset.entered_into_force(since=value, before=self._given("in_force_before"))

    def filter_ends_from(self, queryset: AgreementQuerySet, _name: str, value: dt.date) -> AgreementQuerySet:
        """Agreements whose last day in force is that day or later, and before `ends_before` where it is given."""
        return queryset.ending(since=value, before=self._given("ends_before"))

    def filter_range(self, queryset: AgreementQuerySet, name: str, value: dt.date) -> AgreementQuerySet:
        """The end of a range whose beginning is not given; where it is, that filter asks for both."""
        if name == "in_force_before" and not self._given("in_force_from"):
            return queryset.entered_into_force(before=value)
        if name == "ends_before" and not self._given("ends_from"):
            return queryset.ending(before=value)
        return queryset

    def filter_expiring(self, queryset: AgreementQuerySet, _name: str, value: int) -> AgreementQuerySet:
        """Agreements whose last day in force is `as_of` or one of so many days after it."""
        return queryset.ending(since=self.day, before=_days_after(self.day, value + 1))

    def filter_notice_from(self, queryset: AgreementQuerySet, _name: str, value: dt.date) -> AgreementQuerySet:
        """Agreements of which a window for notice closes on that day or later, before `notice_closes_before`."""
        return queryset.with_deadline(
            DeadlineKind.NOTICE_CLOSES, since=value, before=self._given("notice_closes_before")
        )

    def filter_notice_before(self, queryset: AgreementQuerySet, _name: str, value: dt.date) -> AgreementQuerySet:
        """Agreements of which a window for notice closes before that day, and on `as_of` or later unless said."""
        if self._given("notice_closes_from"):
            return queryset
        return queryset.with_deadline(DeadlineKind.NOTICE_CLOSES, since=self.day, before=value)

    def with_party(self, queryset: AgreementQuerySet, parties: QuerySet[AgreementParty]) -> AgreementQuerySet:
        """Agreements with any of these parties; with `bound_together`, a bound one."""
        if self._given("bound_together"):
            return queryset.binding_party_on(self.day, parties)
        return queryset.filter(pk__in=parties.order_by().values("agreement_id"))

    def _given(self, name: str) -> Any:
        return self.form.cleaned_data.get(name)


def day_asked(query: Mapping[str, str]) -> dt.date:
    """The day that `as_of` names; today in the reader's zone where it is missing. Raises `InvalidInput`."""
    return read_day(query, "as_of") or timezone.localdate()


def read_day(query: Mapping[str, str], name: str) -> dt.date | None:
    """The day a parameter names. Raises `InvalidInput` for what is no day of the register's calendar."""
    try:
        found: dt.date | None = ForceFilters.base_filters["as_of"].field.clean(query.get(name, ""))
    except ValidationError as error:
        raise InvalidInput({name: error.messages}) from None
    return found


def parties_of(**which: Any) -> QuerySet[AgreementParty]:
    """The rows of agreements' parties that are parties in law, narrowed."""
    return AgreementParty.objects.filter(role=PartyRole.PARTY, **which)


def _days_after(day: dt.date, number: int) -> dt.date | None:
    """None beyond the calendar: without end."""
    try:
        return day + dt.timedelta(days=number)
    except OverflowError:
        return None
