"""Templates of routes, which administrators keep; steps and decisions, to read: deciding is done on staff's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from unfold.admin import StackedInline
from unfold.widgets import UnfoldAdminSelectMultipleWidget, UnfoldAdminTextInputWidget

from approvals.actions.templates import change_template, create_template, wrong_step
from approvals.condition_words import fact_label, say_condition, value_label
from approvals.models import Absence, Decision, Delegation, RouteTemplate, Step, TemplateStep
from approvals.models.routes import SUBJECT_KINDS
from approvals.models.shapes import StepShape
from approvals.route_words import tell_template
from core.actors import Actor
from core.administration.sections import RECORDS, VOCABULARIES
from core.administration.tables import REASON, Administration, ReadOnly, ReadOnlyRows
from core.registries import registries
from institutions.kinds import KINDS
from institutions.web.choosing import InstitutionField


class _Decisions(ReadOnlyRows):
    model = Decision
    fields = ["outcome", "comment", "decided_by", "decided_at"]


@admin.register(Step)
class StepAdmin(ReadOnly):
    """Steps of every approval the person may see."""

    section = RECORDS
    icon = "how_to_vote"
    inlines = [_Decisions]
    list_display = ["__str__", "side", "outcome", "due_on", "started_at", "ended_at"]
    list_filter = ["outcome", "kind"]
    list_select_related = ["body", "case__institution"]
    fields = [
        "side", "kind", "body", "body_name", "group", "outcome", "role", "quorum", "is_outside", "due_on",
        "blocks_signature", "blocks_entry_into_force", "conditions_met_on", "started_at", "ended_at",
        "source", "source_quote", "source_note",
    ]  # fmt: skip

    @admin.display(description=_("Side"))
    def side(self, step: Step) -> str:
        """Whose step it is."""
        return str(step.case)


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    """What was decided, by whom and when."""

    section = RECORDS
    icon = "gavel"
    list_display = ["outcome", "step", "decided_by", "decided_at"]
    list_filter = ["outcome"]
    list_select_related = ["step__body", "decided_by"]
    ordering = ["-decided_at", "-id"]
    fields = ["step", "outcome", "comment", "decided_by", "decided_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those on steps the person may see."""
        seen = Step.objects.visible_to(request.user).order_by()
        return super().get_queryset(request).filter(step__in=seen)


class _Substitutes(ReadOnly):
    """Those that are over are kept: they say by which right was decided."""

    section = RECORDS
    date_hierarchy = "first_day"


@admin.register(Delegation)
class DelegationAdmin(_Substitutes):
    """Who gave whom the power to decide: people give and take it back themselves, on staff's pages."""

    icon = "handshake"
    list_display = ["delegator", "delegate", "first_day", "last_day", "office", "revoked_at"]
    list_select_related = ["delegator", "delegate", "office"]
    search_fields = ["delegator__full_name", "delegator__username", "delegate__full_name", "delegate__username"]
    fields = [
        "delegator", "delegate", "first_day", "last_day", "office", "subject_kinds", "step_kinds", "reason",
        "revoked_at",
    ]  # fmt: skip


@admin.register(Absence)
class AbsenceAdmin(_Substitutes):
    """Who is away, and who is asked meanwhile."""

    icon = "event_busy"
    list_display = ["user", "deputy", "first_day", "last_day", "revoked_at"]
    list_select_related = ["user", "deputy"]
    search_fields = ["user__full_name", "user__username", "deputy__full_name", "deputy__username"]
    fields = ["user", "deputy", "first_day", "last_day", "revoked_at"]


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
        wrongs = wrong_step(_shape(form.cleaned_data), self.instance.subject_kind)
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


def _shape(values: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in StepShape._meta.get_fields()}
    return {name: value for name, value in values.items() if name in names}


class _TemplateSteps(StackedInline):
    model = TemplateStep
    form = TemplateStepForm
    formset = StepsFormSet
    extra = 0
    fields = [
        ("kind", "group"), ("body", "body_name"), "is_outside", ("role", "quorum"), ("length", "length_unit"),
        "condition", "only_if", ("blocks_signature", "blocks_entry_into_force"),
    ]  # fmt: skip
    readonly_fields = ["condition"]

    @admin.display(description=_("Condition"), empty_value="–")
    def condition(self, step: TemplateStep) -> str:
        """The condition in words, as it stands."""
        return say_condition(step.only_if, subject_kind=step.template.subject_kind) if step.pk else ""

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        """Institutions are those the administrator sees."""
        form = type("TemplateStepForm", (TemplateStepForm,), {"viewer": request.user})
        return super().get_formset(request, obj, form=form, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With their bodies."""
        return super().get_queryset(request).select_related("body")


@admin.register(RouteTemplate)
class RouteTemplateAdmin(Administration):
    """Routes to copy: no change here reaches one that is in use. One is taken out of use, never removed."""

    section = VOCABULARIES
    icon = "route"
    actions = None
    form = TemplateForm
    inlines = [_TemplateSteps]
    list_display = ["title", "subject_kind", "meant_for", "steps_in_words", "office", "is_active"]
    list_filter = ["subject_kind", "is_active"]
    search_fields = ["code", "names"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the list says of each."""
        return super().get_queryset(request).select_related("office").prefetch_related("steps__body")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Code and kind of record, once given: other systems name it by the one, its conditions rest on the other."""
        return ["code", "subject_kind", "meant_for"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """What it is, for which sides, and where it is from."""
        return [
            "names", "code", "subject_kind", *(["meant_for"] if obj else []), "record_kinds", "institution_kinds",
            "countries", "office", "is_active", "source", "source_quote", "source_note",
        ]  # fmt: skip

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """The lists are chosen, not typed."""
        if db_field.name in TemplateForm.base_fields:
            return TemplateForm.base_fields[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody removes a template."""
        return False

    def save_model(self, request: HttpRequest, obj: RouteTemplate, form: forms.ModelForm, change: bool) -> None:
        """Nothing yet: the action takes the template with its steps."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Through the actions, with all steps in the order of the form."""
        by, values = Actor.for_request(request), dict(form.cleaned_data)
        steps = [_shape(row) for row in _rows(formsets[0])]
        if not change:
            made = create_template(by=by, steps=steps, reason=REASON, **values)
            form.instance.pk = made.pk
        elif form.has_changed() or formsets[0].has_changed():
            given = steps if formsets[0].has_changed() else None
            change_template(by=by, template=form.instance, steps=given, reason=REASON, **values)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list[Any]:
        """Nothing: the history has it."""
        return []

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """The history has it."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """The history has it."""

    @admin.display(description=_("Route"), ordering="code")
    def title(self, template: RouteTemplate) -> str:
        """Its name in the reader's language."""
        return str(template)

    @admin.display(description=_("Meant for"))
    def meant_for(self, template: RouteTemplate) -> str:
        """Which sides."""
        return tell_template(template).meant_for or str(_("any"))

    @admin.display(description=_("Steps"))
    def steps_in_words(self, template: RouteTemplate) -> str:
        """Each step's name, in order."""
        return " → ".join(step.name for step in template.steps.all())


def _rows(formset: Any) -> list[dict[str, Any]]:
    rows = (each.cleaned_data for each in formset.forms)
    kept = [row for row in rows if row and not row.get("DELETE")]
    return sorted(kept, key=lambda row: row["group"])
