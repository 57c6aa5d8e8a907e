"""The forms of routes. They only read what was typed; the actions decide."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Role
from accounts.web.choosing import PersonField
from approvals.actions import NewStep
from approvals.condition_words import fact_label
from approvals.models import RouteTemplate, Step
from approvals.models.shapes import MOST_PEOPLE
from approvals.steps import STEP_KIND_LABELS, StepKind
from approvals.working_days import LENGTH_UNIT_LABELS, LONGEST, LengthUnit
from core.registries import registries
from core.web.conflicts import VersionedForm
from core.web.forms import DayInput
from core.web.rows import FormWithRows, RowForm, Rows, rows_of
from institutions.web.choosing import InstitutionField

ONLY_IF = "only_if_"
_AS_TYPED = (
    "body", "body_name", "group", "role", "is_outside", "quorum", "due_on", "length", "length_unit",
    "blocks_signature", "blocks_entry_into_force", "source", "source_quote", "source_note",
)  # fmt: skip


class PersonRow(RowForm):
    """One person asked to decide."""

    person = PersonField(label=gettext_lazy("Person asked to decide"))


PeopleRows = rows_of(
    PersonRow, legend=gettext_lazy("People asked by name"), one=gettext_lazy("Person asked"), most=MOST_PEOPLE
)


class StepForm(FormWithRows):
    """A step of a side's route. Where nothing is signed, every step counts the same."""

    tables: ClassVar[dict[str, type[Rows]]] = {"people": PeopleRows}

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of step"),
        choices=lambda: [("", "…"), *((kind.value, _(label)) for kind, label in STEP_KIND_LABELS.items())],
    )
    body = InstitutionField(label=gettext_lazy("Deciding body"), required=False)
    body_name = forms.CharField(
        label=gettext_lazy("Deciding body, as stated"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("In the words of the source, where the body is not in the register."),
    )
    is_outside = forms.BooleanField(
        label=gettext_lazy("Decided outside the office"),
        required=False,
        help_text=gettext_lazy(
            "An officer records the decision with its evidence, or a contact there decides by link."
        ),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Decided by the holders of"),
        required=False,
        choices=[("", gettext_lazy("Any approver, or the head of office")), *Role.choices],
        help_text=gettext_lazy("Of the responsible office. Not needed where people are named below."),
    )
    quorum = forms.IntegerField(
        label=gettext_lazy("People who must approve"), min_value=1, max_value=MOST_PEOPLE, initial=1
    )
    group = forms.IntegerField(
        label=gettext_lazy("Order"),
        min_value=1,
        max_value=99,
        initial=1,
        help_text=gettext_lazy("Steps with the same number run side by side; higher numbers begin when they are done."),
    )
    length = forms.IntegerField(
        label=gettext_lazy("Time allowed"),
        required=False,
        min_value=1,
        max_value=LONGEST,
        help_text=gettext_lazy("Counted from the day the step begins. Or give the day it is due."),
    )
    length_unit = forms.ChoiceField(
        label=pgettext_lazy("time allowed", "Counted in"),
        choices=lambda: [(unit.value, _(label)) for unit, label in LENGTH_UNIT_LABELS.items()],
        initial=LengthUnit.WORKING_DAYS.value,
        help_text=gettext_lazy("Working days leave out weekends and public holidays of the office's country."),
    )
    due_on = forms.DateField(label=gettext_lazy("Due"), required=False, widget=DayInput)
    blocks_signature = forms.BooleanField(
        label=gettext_lazy("Must be done before signature"), required=False, initial=True
    )
    blocks_entry_into_force = forms.BooleanField(
        label=gettext_lazy("Must be done before entry into force"), required=False
    )
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=500)
    source_quote = forms.CharField(
        label=gettext_lazy("Quoted words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source_note = forms.CharField(label=gettext_lazy("Note on the source"), required=False, max_length=300)

    def __init__(self, *args: Any, viewer: Any, subject_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        provider = registries.approval_subjects[subject_kind]
        self.fields["body"].viewer = viewer  # type: ignore[attr-defined]
        if not provider.is_signed:
            del self.fields["blocks_signature"], self.fields["blocks_entry_into_force"]
        for fact, choices in provider.fact_choices.items():
            if len(choices) > 1:
                self.fields[f"{ONLY_IF}{fact}"] = forms.MultipleChoiceField(
                    label=fact_label(fact),
                    required=False,
                    choices=[(value, _(label)) for value, label in choices.items()],
                    widget=forms.CheckboxSelectMultiple,
                )

    @property
    def conditions(self) -> list[forms.BoundField]:
        """The boxes that say when the step is asked for."""
        return [self[name] for name in self.fields if name.startswith(ONLY_IF)]

    @property
    def has_condition(self) -> bool:
        """Whether any of them is ticked."""
        return any(field.value() for field in self.conditions)

    @property
    def values(self) -> dict[str, Any]:
        """What a valid form says, by the names of `NewStep`."""
        typed = {name: self.cleaned_data[name] for name in _AS_TYPED if name in self.cleaned_data}
        if not typed["length"]:
            del typed["length_unit"]  # it says nothing then
        people = tuple(row["person"] for row in self.cleaned_data["people"])
        chosen = {name: self.cleaned_data[name] for name in self.fields if name.startswith(ONLY_IF)}
        only_if = {name.removeprefix(ONLY_IF): values for name, values in chosen.items() if values}
        return {**typed, "kind": StepKind(self.cleaned_data["kind"]), "responsible": people, "only_if": only_if}

    @property
    def step(self) -> NewStep:
        """The step a valid form states."""
        return NewStep(**self.values)


class ChangeStepForm(VersionedForm, StepForm):
    """A step as it was when the form was opened, and why it changes."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept in the history."),
    )


class RemoveStepForm(VersionedForm):
    """Why a step is taken out of the route."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=500, help_text=gettext_lazy("Kept in the history.")
    )


class MoveStepForm(VersionedForm):
    """Which step changes places, as it was when the page was opened. `opened` is not needed: nothing is typed."""


class LayOutForm(forms.Form):
    """The template whose steps are copied, and the steps the person saw that they replace."""

    template = forms.ModelChoiceField(
        queryset=RouteTemplate.objects.all(),
        to_field_name="code",
        widget=forms.HiddenInput,
        label=gettext_lazy("Route"),
        error_messages={"invalid_choice": gettext_lazy("This route is not there any more. Choose another.")},
    )
    replacing = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10_000)

    def clean_replacing(self) -> list[uuid.UUID]:
        """The steps, by their uid."""
        try:
            return [uuid.UUID(each) for each in self.cleaned_data["replacing"].split()]
        except ValueError:
            raise forms.ValidationError(_("Open the page again, then choose.")) from None


def initial_of(step: Step) -> dict[str, Any]:
    """A step as the form shows it: one of `Step.objects.with_people()`."""
    typed = {name: getattr(step, name) for name in _AS_TYPED}
    if step.length:
        typed["due_on"] = None  # it was computed
    else:
        del typed["length_unit"]  # it says nothing then: the form proposes its own
    only_if = {f"{ONLY_IF}{fact}": values for fact, values in step.only_if.items()}
    people = [{"person": person} for person in step.people]
    return {**typed, **only_if, "kind": step.kind, "people": people, "version": step.version}
