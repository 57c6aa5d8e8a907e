"""Approval steps and decisions, as given."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.api.inputs import KnownUser
from approvals.actions import NewStep
from approvals.models import Step
from approvals.steps import DECISIONS, DISPENSATIONS
from core.api.input_fields import Choice, Day, Text, Whole
from core.api.inputs import Input, RecordInput
from core.api.sources import SOURCE_FIELDS
from institutions.api.inputs import KnownInstitution


class StepInput(RecordInput):
    """A step to be added to a track."""

    body = KnownInstitution(required=False, allow_null=True)
    order = Whole(
        source="group", required=False, min_value=1, max_value=99,
        help_text="Steps of the same order run in parallel; the next order begins when all are done.",
    )  # fmt: skip
    responsible = serializers.ListField(
        child=KnownUser(), required=False, max_length=20, help_text="Who is asked by name; otherwise the role."
    )

    class Meta:
        model = Step
        fields = [
            "kind", "body", "body_name", "order", "responsible", "due_on", "blocks_signature",
            "blocks_entry_into_force", *SOURCE_FIELDS,
        ]  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The step, and what else subclasses take."""
        others = {name: attrs.pop(name) for name in list(attrs) if name not in NewStep.__dataclass_fields__}
        return {"step": NewStep(**attrs), **others}


class DecisionInput(Input):
    """What was decided, or that the step is dispensed with."""

    outcome = Choice(choices=[each.value for each in (*DECISIONS, *DISPENSATIONS)])
    comment = Text(required=False, allow_blank=True, max_length=10000, default="")


class ConditionsInput(Input):
    """When the conditions of an approval were met."""

    on = Day()
