"""Which day an agreement's page is about, and what the register knew: the two dates in its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from core.web.forms import DayInput

EARLIEST = dt.date(1600, 1, 1)


class MomentForm(forms.Form):
    """The two questions: the status on which day, and as the register knew it on which day."""

    as_of = forms.DateField(label=_("Status on"), required=False, widget=DayInput)
    known_on = forms.DateField(label=_("As the register knew it on"), required=False, widget=DayInput)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_as_of(self) -> dt.date | None:
        """A day from the year 1600 on."""
        day: dt.date | None = self.cleaned_data["as_of"]
        if day and day < EARLIEST:
            raise forms.ValidationError(gettext("Choose a day from the year 1600 on."))
        return day

    def clean_known_on(self) -> dt.date | None:
        """Today or an earlier day."""
        day: dt.date | None = self.cleaned_data["known_on"]
        if day and day > self.today:
            raise forms.ValidationError(
                gettext("Nobody can say what the register will know. Choose today or an earlier day.")
            )
        if day and day < EARLIEST:
            raise forms.ValidationError(gettext("Choose a day from the year 1600 on."))
        return day


@dataclass(frozen=True)
class Moment:
    """The day the status is asked for, and what is to be known.

    `known_on` None: what the register holds now. Otherwise what it held at `known_at`, the end of that day in the
    responsible office's time zone.
    """

    on: dt.date
    today: dt.date
    form: MomentForm
    known_on: dt.date | None = None
    known_at: dt.datetime | None = None

    @property
    def is_today(self) -> bool:
        """Whether the status of today is asked for."""
        return self.on == self.today

    @property
    def is_now(self) -> bool:
        """Whether the page answers from what the register holds now."""
        return self.known_at is None

    @property
    def status(self) -> int:
        """400 when the address asks for what cannot be answered."""
        return 400 if self.form.is_bound and not self.form.is_valid() else 200


def moment_asked(query: Mapping[str, str], agreement: Agreement, *, today: dt.date) -> Moment:
    """What the address asks for. A date that cannot be taken is answered as now, with the form saying why."""
    asked = {name: query[name] for name in MomentForm.base_fields if query.get(name, "").strip()}
    form = MomentForm(asked or None, initial={"as_of": today}, today=today)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    known_on = given.get("known_on")
    return Moment(
        on=given.get("as_of") or today,
        today=today,
        form=form,
        known_on=known_on,
        known_at=end_of_day(known_on, agreement.office.time_zone) if known_on else None,
    )


def end_of_day(day: dt.date, zone: str) -> dt.datetime:
    """The last moment of a day in an IANA time zone."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=ZoneInfo(zone))
