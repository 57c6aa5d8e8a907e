"""The form of a step to be added. It only reads what was typed; the action decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.choosing import PersonField
from approvals.actions import NewStep
from approvals.steps import STEP_KIND_LABELS, StepKind
from core.web.forms import DayInput
from institutions.web.choosing import InstitutionField


class StepForm(forms.Form):
    """A step to be added to a side's track. Where nothing is signed (`is_signed`), every step counts the same."""

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
    group = forms.IntegerField(
        label=gettext_lazy("Order"),
        min_value=1,
        max_value=99,
        initial=1,
        help_text=gettext_lazy("Steps with the same number run side by side; higher numbers begin when they are done."),
    )
    responsible = PersonField(label=gettext_lazy("Person asked to decide"), required=False)
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

    def __init__(self, *args: Any, viewer: Any, is_signed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].viewer = viewer  # type: ignore[attr-defined]
        if not is_signed:
            del self.fields["blocks_signature"], self.fields["blocks_entry_into_force"]
        self.fields["responsible"].help_text = _("Empty: any approver or the head of the responsible office.")

    @property
    def step(self) -> NewStep:
        """The step a valid form states."""
        person = self.cleaned_data["responsible"]
        asked = (person,) if person else ()
        return NewStep(**{**self.cleaned_data, "kind": StepKind(self.cleaned_data["kind"]), "responsible": asked})
