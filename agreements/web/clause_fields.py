"""The fields of clause forms: lengths of time in boxes, quotas, and one maker for each parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.act_kinds import ACT_LABELS
from agreements.law.clause_rules import COUNTABLE, LONGEST_TITLE, MOST
from agreements.law.clause_sentences import class_label
from agreements.law.clauses import ClauseKind
from agreements.law.instrument import REGIONAL_ORGANISATION
from agreements.web.choosing import AgreementField
from core.web.forms import DayInput

UNITS = ("years", "months", "weeks", "days")
_FREQUENCIES = (
    ("YEARLY", gettext_lazy("years")),
    ("MONTHLY", gettext_lazy("months")),
    ("WEEKLY", gettext_lazy("weeks")),
    ("DAILY", gettext_lazy("days")),
)
TAKES_EFFECT = (
    ("", gettext_lazy("As soon as the time of notice has run")),
    ("first_of_month", gettext_lazy("On the first day of the month after that")),
    ("at_end_of_term", gettext_lazy("At the end of the running term only")),
)


class LengthInput(forms.MultiWidget):
    """Years, months, weeks and days, each with its name."""

    template_name = "forms/partial_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 6, "size": 4}
        super().__init__({unit: forms.TextInput(box) for unit in UNITS}, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes with their names."""
        context = super().get_context(name, value, attrs)
        names = (_("Years"), _("Months"), _("Weeks"), _("Days"))
        context["widget"]["boxes"] = list(zip(names, context["widget"]["subwidgets"], strict=True))
        return context

    def decompress(self, value: dict[str, int] | None) -> list[Any]:
        """The units that are given."""
        return [(value or {}).get(unit) for unit in UNITS]


class LengthField(forms.MultiValueField):
    """A length as `agreements.law.notation` writes it; an empty one when no box is filled."""

    widget = LengthInput

    def __init__(self, **kwargs: Any) -> None:
        boxes = tuple(forms.IntegerField(min_value=0, max_value=999_999, required=False) for _unit in UNITS)
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[int | None]) -> dict[str, int]:
        """The units that say something."""
        return {unit: number for unit, number in zip(UNITS, data_list or [], strict=False) if number}


def _length(label: Any, help_text: Any = "", *, required: bool = False) -> Callable[[], forms.Field]:
    return lambda: LengthField(label=label, required=required, help_text=help_text)


def _day(label: Any, help_text: Any = "", *, required: bool = False) -> Callable[[], forms.Field]:
    return lambda: forms.DateField(label=label, required=required, widget=DayInput, help_text=help_text)


def _number(label: Any, help_text: Any = "", *, required: bool = False, most: int = MOST) -> Callable[[], forms.Field]:
    return lambda: forms.IntegerField(label=label, required=required, min_value=1, max_value=most, help_text=help_text)


def _box(label: Any, help_text: Any = "") -> Callable[[], forms.Field]:
    return lambda: forms.BooleanField(label=label, required=False, help_text=help_text)


def _boxes(label: Any, choices: Callable[[], Any], help_text: Any = "") -> Callable[[], forms.Field]:
    return lambda: forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


def _acts() -> list[tuple[str, str]]:
    return [(act.value, _(ACT_LABELS[act])) for act in COUNTABLE]


_MAKERS: dict[str, Callable[[], forms.Field]] = {
    "consents": _number(gettext_lazy("Number of consents"), required=True),
    "counted_acts": _boxes(
        gettext_lazy("Which acts count as consent"), _acts, gettext_lazy("None ticked: every instrument of consent.")
    ),
    "excluded_classes": _boxes(gettext_lazy("Consents that are not counted: those of"), list),
    "further_condition": lambda: forms.CharField(
        label=gettext_lazy("A further condition that no act shows"),
        required=False,
        empty_value=None,
        max_length=LONGEST_TITLE,
        help_text=gettext_lazy("Such as a share of emissions or of tonnage, in words. Left empty: there is none."),
    ),
    "further_condition_met_on": _day(
        gettext_lazy("The day that condition was met"),
        gettext_lazy("As the depositary or another source states it. Left empty: it is not met yet."),
    ),
    "delay": _length(
        gettext_lazy("How long after that"), gettext_lazy("Left empty: on that very day. Units are added together.")
    ),
    "first_of_month": _box(gettext_lazy("On the first day of the month that follows")),
    "not_before_date": _day(gettext_lazy("Not before the day")),
    "not_before_agreement": lambda: AgreementField(
        label=gettext_lazy("Not before this agreement enters into force"), required=False
    ),
    "later_after_entry": _box(
        gettext_lazy("Only who consents after entry into force is a later party"),
        gettext_lazy("Not ticked: whoever consents after the consents needed were there."),
    ),
    "later_delay": _length(
        gettext_lazy("For a party that consents later: how long after its own consent"),
        gettext_lazy("Left empty: the day its consent is established. Never before the agreement itself."),
    ),
    "later_first_of_month": _box(gettext_lazy("For such a party too: on the first day of the month that follows")),
    "fixed_date": _day(gettext_lazy("The day"), required=True),
    "until": _day(gettext_lazy("Last day of the term"), required=True),
    "at_most": _number(gettext_lazy("How many times at most"), gettext_lazy("Left empty: any number of times.")),
    "opens": _length(
        gettext_lazy("Not earlier than so long before"), gettext_lazy("Left empty: notice can be given at any time.")
    ),
    "notice": _length(
        gettext_lazy("Time of notice, counted from receipt"), gettext_lazy("Left empty: none (VCLT 78: on receipt).")
    ),
    "takes_effect": lambda: forms.ChoiceField(
        label=gettext_lazy("Takes effect"), required=False, choices=TAKES_EFFECT, widget=forms.RadioSelect
    ),
    "not_before": _length(
        gettext_lazy("No notice until so long after entry into force"), gettext_lazy("Left empty: from the beginning.")
    ),
    "not_before_by_party": _box(gettext_lazy("That time is counted for each party from the day it was bound itself")),
    "title": lambda: forms.CharField(label=gettext_lazy("What the duty is called"), max_length=LONGEST_TITLE),
    "month": lambda: forms.ChoiceField(label=gettext_lazy("Month"), choices=list(MONTHS.items())),
    "day": _number(gettext_lazy("Day of the month"), required=True, most=31),
    "number": _number(gettext_lazy("Once in every"), required=True),
    "unit": lambda: forms.ChoiceField(label=gettext_lazy("Unit"), choices=_FREQUENCIES),
    "rule": lambda: forms.CharField(
        label=gettext_lazy("Recurrence rule"),
        max_length=200,
        help_text=gettext_lazy("RRULE of RFC 5545, without its start: FREQ=MONTHLY;BYDAY=-1FR"),
    ),
    "starts": _day(gettext_lazy("Counted from"), gettext_lazy("Left empty: from entry into force.")),
    "parties": _boxes(gettext_lazy("Whom it binds"), list, gettext_lazy("Nobody ticked: all parties.")),
}
_LENGTHS: dict[ClauseKind, Callable[[], forms.Field]] = {
    ClauseKind.DURATION: _length(gettext_lazy("How long, from entry into force"), required=True),
    ClauseKind.RENEWAL: _length(
        gettext_lazy("For how long each time"), gettext_lazy("Left empty: as long as the first term.")
    ),
    ClauseKind.NOTICE: _length(
        gettext_lazy("Received at least so long before the last day of the term"), required=True
    ),
}


def field_for(kind: ClauseKind, name: str) -> forms.Field:
    """A new field for a parameter."""
    return _LENGTHS[kind]() if name == "length" else _MAKERS[name]()


def class_choices(classes: Iterable[str]) -> list[tuple[str, str]]:
    """The classes of parties that can be named: what regional organisations are, and those the parties have."""
    return [(name, capfirst(_(class_label(name).text))) for name in sorted({REGIONAL_ORGANISATION, *classes})]
