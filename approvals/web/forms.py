"""The forms of approvals. They only read what was typed; the actions decide."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from approvals.steps import DECISIONS, DISPENSATIONS, OUTCOME_LABELS
from core.web.conflicts import VersionedForm
from core.web.forms import DayInput


class DecisionForm(VersionedForm):
    """What is decided on a step, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[(each.value, gettext_lazy(OUTCOME_LABELS[each])) for each in DECISIONS],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed unless you approve without conditions. Everyone who sees the record reads it."),
    )


class DispensationForm(VersionedForm):
    """That a step is skipped or not required, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What becomes of the step"),
        choices=[(each.value, gettext_lazy(OUTCOME_LABELS[each])) for each in DISPENSATIONS],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


class ConditionsForm(VersionedForm):
    """The day on which the conditions of an approval were met."""

    on = forms.DateField(label=gettext_lazy("Conditions met on"), widget=DayInput)
