"""The forms by which something is recorded of a step. They only read what was typed; the actions decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.actions import NewCondition
from approvals.actions.votes import MOST_CONDITIONS
from approvals.models import Condition
from approvals.steps import DISPENSATIONS, OUTCOME_LABELS, Outcome
from approvals.web.mandates import Right
from core.web.conflicts import VersionedForm
from core.web.deadlines import judge
from core.web.forms import DayInput
from core.web.rows import FormWithRows, RowForm, Rows, rows_of

# What a person does to a step, in the words of the act rather than of its result.
_VERBS = {
    Outcome.APPROVED: gettext_lazy("Approve"),
    Outcome.APPROVED_WITH_CONDITIONS: gettext_lazy("Approve with conditions"),
    Outcome.CHANGES_REQUESTED: gettext_lazy("Request changes"),
    Outcome.REJECTED: gettext_lazy("Reject"),
}


class _Noted:
    """Choices that each say something below their label; `notes` are by value."""

    notes: Mapping[str, str] = MappingProxyType({})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One choice with its note."""
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        drawn_by = "approvals/parts/noted_option.html"
        return {**option, "template_name": drawn_by, "note": self.notes.get(str(value), "")}


class NotedRadios(_Noted, forms.RadioSelect):
    """One of several, each with a note."""


class NotedBoxes(_Noted, forms.CheckboxSelectMultiple):
    """Several of several, each with a note."""


class ConditionRow(RowForm):
    """A condition to which an approval is bound."""

    text = forms.CharField(
        label=gettext_lazy("What must be met"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_on = forms.DateField(label=gettext_lazy("Due"), required=False, widget=DayInput)


ConditionRows = rows_of(
    ConditionRow, legend=gettext_lazy("Conditions"), one=gettext_lazy("Condition"), most=MOST_CONDITIONS, blank=3
)


class WithConditions(FormWithRows):
    """A decision that may bind its approval to conditions, one a row; needs a field `outcome`."""

    tables: ClassVar[dict[str, type[Rows]]] = {"conditions": ConditionRows}

    def clean(self) -> dict[str, Any]:
        """Conditions bind an approval only: beside another outcome they would be lost."""
        values = super().clean()
        outcome = values.get("outcome")
        if outcome and values.get("conditions") and outcome != Outcome.APPROVED_WITH_CONDITIONS:
            self.add_error("outcome", _("You wrote conditions. Choose “Approve with conditions”, or empty their rows."))
        return values

    @property
    def says_conditions(self) -> bool:
        """Whether rows of conditions are filled, so that they are shown whatever is chosen."""
        return any(row.has_changed() or row.initial for row in self.row_sets["conditions"])

    @property
    def conditions(self) -> list[NewCondition]:
        """The conditions a valid form binds the approval to."""
        is_bound = self.cleaned_data["outcome"] == Outcome.APPROVED_WITH_CONDITIONS
        return [NewCondition(**row) for row in self.cleaned_data["conditions"]] if is_bound else []


class DecisionForm(VersionedForm, WithConditions):
    """What is decided on a step, why, and in whose name. `notes` say what will follow from each outcome.

    `substance` is the hash of what the person had before them; `rights` are the names they may decide in.
    """

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[(outcome.value, verb) for outcome, verb in _VERBS.items()],
        widget=NotedRadios,
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed when you request changes or reject. Everyone who sees the record reads it."),
    )
    on_behalf_of = forms.ChoiceField(label=gettext_lazy("In whose name"), widget=forms.RadioSelect)
    substance = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rights: Sequence[Right], notes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rights = {each.person.username: each for each in rights}
        self.fields["outcome"].widget.notes = notes
        name = self.fields["on_behalf_of"]
        name.choices = [(username, each.words) for username, each in self.rights.items()]  # type: ignore[attr-defined]
        name.initial = next(iter(self.rights), "")
        name.error_messages["invalid_choice"] = _("You cannot decide in this person's name any more. Choose again.")
        if self.right and self["on_behalf_of"].value() == self.right.person.username:
            name.widget = forms.HiddenInput()

    @property
    def right(self) -> Right | None:
        """The only right there is, where there is no choice."""
        return next(iter(self.rights.values())) if len(self.rights) == 1 else None

    @property
    def decision(self) -> dict[str, Any]:
        """The arguments of `decide_step` that a valid form states."""
        values = self.cleaned_data
        return {
            "outcome": values["outcome"],
            "comment": values["comment"],
            "conditions": self.conditions,
            "on_behalf_of": self.rights[values["on_behalf_of"]].person,
            "seen": values["substance"],
        }


class DispensationForm(VersionedForm):
    """That a step is skipped or not required, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What becomes of the step"),
        choices=[(each.value, gettext_lazy(OUTCOME_LABELS[each])) for each in DISPENSATIONS],
        widget=NotedRadios,
    )
    comment = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Everyone who sees the record reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].widget.notes = {
            Outcome.SKIPPED.value: _("The step would be due, and is done without this time."),
            Outcome.NOT_REQUIRED.value: _("No rule asks for this step here."),
        }


class ConditionsForm(VersionedForm):
    """Which conditions of an approval were met, on which day, and what shows it.

    `conditions` are those the person may confirm; `others` are understood where they are sent: the action refuses them.
    """

    met = forms.MultipleChoiceField(label=gettext_lazy("Conditions that are met"), widget=NotedBoxes)
    on = forms.DateField(label=gettext_lazy("Met on"), widget=DayInput)
    evidence = forms.CharField(
        label=gettext_lazy("What shows it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("A letter, a minute, a document, with its date or address."),
    )

    def __init__(
        self,
        *args: Any,
        conditions: Sequence[Condition],
        others: Sequence[Condition],
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [*conditions, *others] if self.is_bound else conditions
        met = self.fields["met"]
        met.choices = [(str(each.pk), each.text) for each in known]  # type: ignore[attr-defined]
        met.widget.notes = {str(each.pk): judge(each.due_on, today=today).words for each in known if each.due_on}
        if len(conditions) == 1:
            met.initial = [str(conditions[0].pk)]

    @property
    def met_ids(self) -> list[int]:
        """Ids of the conditions a valid form says were met."""
        return [int(each) for each in self.cleaned_data["met"]]
