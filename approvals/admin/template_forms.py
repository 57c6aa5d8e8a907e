"""The forms of a template of routes and of its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from unfold.widgets import UnfoldAdminSelectMultipleWidget, UnfoldAdminTextInputWidget

from approvals.actions.templates import wrong_step
from approvals.condition_words import fact_label, value_label
from approvals.models.routes import SUBJECT_KINDS
from approvals.models.shapes import StepShape
from core.registries import registries
from institutions.kinds import KINDS
from institutions.web.choosing import InstitutionField

SHOWN = 8  # choices of a list that are seen without scrolling


def _facts(fact: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """By kind of record, the facts conditions may speak of (or just one) with their values, as "fact=value"."""
    return [
        (
            str(label),
            [
                (f"{name}={value}", f"{fact_label(name)}: {value_label(name, value, subject_kind=kind)}")
                for name, values in registries.approval_subjects[kind].fact_choices.items()
                for value in values
                if fact in ("", name)
            ],
        )
        for kind, label in SUBJECT_KINDS
        if kind in registries.approval_subjects
    ]


def _record_kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (label, [(each.removeprefix("kind="), words.split(": ", 1)[1]) for each, words in choices])
        for label, choices in _facts("kind")
    ]


def _several(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=help_text or _("None: any."),
        widget=UnfoldAdminSelectMultipleWidget(attrs={"size": SHOWN}),
    )


class ConditionField(forms.MultipleChoiceField):
    """A condition (`approvals.routes`) as the facts and values that may hold."""

    widget = UnfoldAdminSelectMultipleWidget(attrs={"size": SHOWN})

    def prepare_value(self, value: Any) -> Any:
        """As "fact=value", each."""
        if isinstance(value, Mapping):
            return [f"{fact}={each}" for fact, values in value.items() for each in values]
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other values are chosen."""
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Any:
        """As it is kept."""
        condition: dict[str, list[str]] = {}
        for each in super().clean(value):
            fact, _equals, chosen = each.partition("=")
            condition.setdefault(fact, []).append(chosen)
        return condition


class TemplateForm(forms.ModelForm):
    """A template's own data."""

    record_kinds = _several(_("Kinds of record"), _record_kinds)
    institution_kinds = _several(
        _("Kinds of institution"), lambda: [(kind, _(label)) for kind, (label, _iati) in KINDS.items()]
    )
    countries = _several(_("Countries"), lambda: list(countries), _("Of the side's institution. None: any."))


class TemplateStepForm(forms.ModelForm):
    """A step of a template. `viewer` is set by the inline."""

    viewer: Any = None
    body = InstitutionField(label=_("Deciding body"), required=False)
    only_if = ConditionField(
        label=_("Only if"),
        choices=_facts,
        required=False,
        help_text=_("None: always asked for. Of each fact, one of the values chosen must hold when the step begins."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["body"]
        field.viewer = self.viewer
        field.widget = _NameOf(field)
        if self.instance.pk and self.instance.body:
            self.initial["body"] = self.instance.body


class StepsFormSet(forms.BaseInlineFormSet):
    """The steps of a template, checked against the kind of record it is for."""

    def clean(self) -> None:
        """What the action would refuse is said at its field."""
        super().clean()
        for form in self.forms:
            if form.cleaned_data and not form.cleaned_data.get("DELETE"):
                self._say_wrongs(form)

    def _say_wrongs(self, form: forms.ModelForm) -> None:
        wrongs = wrong_step(shape_of(form.cleaned_data), self.instance.subject_kind)
        if wrongs:
            form.errors.pop(NON_FIELD_ERRORS, None)  # the database's own words for the same
        for name, sentences in wrongs.items():
            if name not in form.errors:
                form.add_error(name if name in form.fields else None, list(sentences))


class _NameOf(UnfoldAdminTextInputWidget):
    """What a record is called, typed."""

    def __init__(self, field: InstitutionField) -> None:
        super().__init__()
        self.field = field

    def format_value(self, value: Any) -> str | None:
        """A record by its label, anything else as it was typed."""
        return super().format_value(self.field.prepare_value(value))


def shape_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of a row's values, those that are a step's own: what the actions take."""
    names = {field.name for field in StepShape._meta.get_fields()}
    return {name: value for name, value in values.items() if name in names}
