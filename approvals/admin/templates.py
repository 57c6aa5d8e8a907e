"""Templates of routes, written through the same actions as everywhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline

from approvals.actions.templates import change_template, create_template
from approvals.admin.template_forms import StepsFormSet, TemplateForm, TemplateStepForm, shape_of
from approvals.condition_words import say_condition
from approvals.models import RouteTemplate, TemplateStep
from approvals.route_words import tell_template
from core.actors import Actor
from core.administration.sections import VOCABULARIES
from core.administration.tables import REASON, Administration


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
        steps = [shape_of(row) for row in _rows(formsets[0])]
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
