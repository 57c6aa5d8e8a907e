"""The forms of relations between agreements. They only read what was typed; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.relations import NewRelation
from agreements.models import Relation
from agreements.relation_kinds import RELATION_LABELS
from agreements.web.choosing import AgreementField
from core.web.conflicts import VersionedForm
from core.web.forms import DayInput

_DETAILS = ("effective_on", "note", "source", "source_quote", "source_note")


class RelationDetails(forms.Form):
    """From when a relation holds, and where that stands."""

    effective_on = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("If that is not the day on which this agreement enters into force."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Such as the articles concerned."),
    )
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=500)
    source_quote = forms.CharField(
        label=gettext_lazy("Quoted words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source_note = forms.CharField(label=gettext_lazy("Note on the source"), required=False, max_length=300)

    @property
    def details(self) -> dict[str, Any]:
        """What a valid form says of the relation beside its kind and its ends."""
        return {name: self.cleaned_data[name] for name in _DETAILS}


class NewRelationForm(RelationDetails):
    """What the agreement is to another."""

    kind = forms.ChoiceField(
        label=gettext_lazy("This agreement"),
        choices=lambda: [("", "…"), *((kind.value, _(words.active)) for kind, words in RELATION_LABELS.items())],
    )
    other = AgreementField(label=gettext_lazy("The other agreement"))
    field_order = ("kind", "other", *_DETAILS)

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].viewer = viewer  # type: ignore[attr-defined]

    @property
    def relation(self) -> NewRelation:
        """The relation a valid form states."""
        return NewRelation(kind=self.cleaned_data["kind"], **self.details)


class ChangeRelationForm(VersionedForm, RelationDetails):
    """A relation's details as they were when the form was opened, and why they change."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept in the history."),
    )


class RemoveRelationForm(forms.Form):
    """Why a relation is taken away."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is taken away"), max_length=500, help_text=gettext_lazy("Kept in the history.")
    )


def initial_of(relation: Relation) -> dict[str, Any]:
    """A relation as the form of its change begins."""
    return {name: getattr(relation, name) for name in _DETAILS}
