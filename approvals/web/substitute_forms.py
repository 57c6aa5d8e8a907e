"""Forms by which somebody gives the power to decide, or says who is away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Role, User
from accounts.web.choosing import PersonField
from approvals.models.routes import SUBJECT_KINDS
from approvals.models.shapes import STEP_KINDS
from approvals.steps import COMPLETED_BY_ACT
from core.web.forms import DayInput


class DatedForm(forms.Form):
    """From a first to a last day."""

    first_day = forms.DateField(label=_("From"), widget=DayInput)
    last_day = forms.DateField(label=_("Until and including"), widget=DayInput)


class DelegationForm(DatedForm):
    """Who decides on one's behalf, from when to when, and of what."""

    field_order = ["delegate", "first_day", "last_day", "office", "subject_kinds", "step_kinds", "reason"]

    delegate = PersonField(label=_("Who decides on your behalf"))
    office = forms.ModelChoiceField(
        label=_("Only records of"), queryset=Office.objects.none(), required=False, empty_label=_("Every office")
    )
    subject_kinds = forms.MultipleChoiceField(
        label=_("Only records of kind"),
        choices=SUBJECT_KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: agreements, activities and memberships."),
    )
    step_kinds = forms.MultipleChoiceField(
        label=_("Only steps of kind"),
        choices=[(kind, label) for kind, label in STEP_KINDS if kind not in COMPLETED_BY_ACT],  # nobody decides those
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every kind of step."),
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(pk__in=giver.roles_by_office)  # type: ignore[attr-defined]


class AbsenceForm(DatedForm):
    """When somebody is away, and who is asked meanwhile. Heads also choose who; others are away themselves."""

    field_order = ["user", "first_day", "last_day", "deputy"]

    user = PersonField(label=_("Who is away"))
    deputy = PersonField(
        label=_("Deputy"), required=False, help_text=_("Empty: meanwhile the head of the responsible office is asked.")
    )

    def __init__(self, *args: Any, recorder: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recorder = recorder
        if not recorder.offices_with(Role.HEAD):
            del self.fields["user"]

    @property
    def person(self) -> User:
        """Who is away, of a valid form."""
        return self.cleaned_data.get("user") or self.recorder
