"""Templates of routes, as given."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.api.inputs import KnownOffice
from approvals.api.inputs import SHAPE_FIELDS, StepShapeInput
from approvals.models import RouteTemplate, TemplateStep
from core.api.input_fields import Choice, Country, Known, Text, Texts
from core.api.inputs import REASON, Input, RecordInput
from core.api.sources import SOURCE_FIELDS
from institutions.kinds import KINDS


class KnownTemplate(Known):
    """A template in use, by code."""

    def find(self, name: Any) -> RouteTemplate | None:
        """The template, or None."""
        return RouteTemplate.objects.filter(code=name, is_active=True).first()


class RouteInput(Input):
    """Which route to lay out."""

    template = KnownTemplate(help_text="The code of a template in use.")


class TemplateStepInput(StepShapeInput):
    """A step of a template."""

    class Meta(StepShapeInput.Meta):
        model = TemplateStep  # type: ignore[assignment]
        fields = [*SHAPE_FIELDS]


class TemplateInput(RecordInput):
    """A template's own data; `steps`, when given, are all its steps."""

    names = Texts()
    record_kinds = serializers.ListField(child=Text(max_length=40), required=False, max_length=50)
    institution_kinds = serializers.ListField(child=Choice(choices=list(KINDS)), required=False, max_length=50)
    countries = serializers.ListField(child=Country(), required=False, max_length=250)
    office = KnownOffice(required=False, allow_null=True, help_text="Its code; null: for every office.")
    steps = TemplateStepInput(many=True, allow_empty=False, max_length=50)  # type: ignore[call-arg]
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = RouteTemplate
        fields = [
            "names", "record_kinds", "institution_kinds", "countries", "office", "is_active", "steps", *SOURCE_FIELDS,
            "reason",
        ]  # fmt: skip


class NewTemplateInput(TemplateInput):
    """A new template."""

    code = serializers.RegexField(r"\A[-a-zA-Z0-9_]+\Z", max_length=60)

    class Meta(TemplateInput.Meta):
        fields = ["code", "subject_kind", *TemplateInput.Meta.fields]
