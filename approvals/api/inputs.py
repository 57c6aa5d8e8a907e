"""Approval steps and decisions, as given."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.inputs import KnownUser
from approvals.actions import NewCondition, NewStep
from approvals.models import Step
from approvals.models.shapes import validate_condition
from approvals.routes import MOST_FACTS
from approvals.steps import DECISIONS, DISPENSATIONS
from core.api.input_fields import Choice, Day, Text, Whole
from core.api.inputs import REASON, Input, RecordInput
from core.api.sources import SOURCE_FIELDS
from institutions.api.inputs import KnownInstitution

SHAPE_FIELDS = (
    "kind", "body", "body_name", "order", "role", "is_outside", "quorum", "length", "length_unit", "only_if",
    "blocks_signature", "blocks_entry_into_force",
)  # fmt: skip
LONGEST_COMMENT = 10000


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "maxProperties": MOST_FACTS,
        "examples": [{"personal_data": ["yes", "unknown"]}],
    }
)
class OnlyIf(serializers.JSONField):
    """A condition over facts of the record (`approvals.routes`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"validators": [validate_condition], **kwargs})


class StepShapeInput(RecordInput):
    """What a step is, in a route and in a template alike."""

    body = KnownInstitution(required=False, allow_null=True)
    order = Whole(
        source="group", required=False, min_value=1, max_value=99,
        help_text="Steps of the same order run in parallel; the next order begins when all are done.",
    )  # fmt: skip
    only_if = OnlyIf(required=False)

    class Meta:
        model = Step
        fields: list[str] = [*SHAPE_FIELDS]


class StepInput(StepShapeInput):
    """A step to be added to a track."""

    responsible = serializers.ListField(
        child=KnownUser(), required=False, max_length=20, help_text="Who is asked by name; otherwise the role."
    )

    class Meta(StepShapeInput.Meta):
        fields = [*SHAPE_FIELDS, "responsible", "due_on", *SOURCE_FIELDS]

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The step, and what else subclasses take."""
        others = {name: attrs.pop(name) for name in list(attrs) if name not in NewStep.__dataclass_fields__}
        return {"step": NewStep(**attrs), **others}


class StepChangeInput(StepInput):
    """What is to change of a step on which nobody has decided."""

    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta(StepInput.Meta):
        fields = [*StepInput.Meta.fields, "reason"]

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The changes by field of `NewStep`, and the reason."""
        reason = attrs.pop("reason", "")
        return {"changes": attrs, "reason": reason} if attrs else {}


class ConditionInput(Input):
    """A condition to which an approval is bound."""

    text = Text(max_length=LONGEST_COMMENT)
    due_on = Day(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The condition."""
        return NewCondition(**attrs)


class ADecisionInput(Input):
    """What every decision has."""

    outcome = Choice(choices=[each.value for each in DECISIONS])
    comment = Text(required=False, allow_blank=True, max_length=LONGEST_COMMENT)
    conditions = ConditionInput(  # type: ignore[call-arg]
        many=True, required=False, max_length=20, help_text="Of “approved_with_conditions”: at least one."
    )
    substance = Text(
        source="seen", required=False, max_length=64,
        help_text="The hash of what was read: when it is no longer what is asked about, the decision is refused.",
    )  # fmt: skip


class StepDecisionInput(ADecisionInput):
    """What the caller decides."""

    on_behalf_of = KnownUser(
        required=False, allow_null=True, help_text="Whose right is used, where the caller may act for several."
    )


class DecisionInput(StepDecisionInput):
    """What was decided, or that the step is dispensed with."""

    outcome = Choice(choices=[each.value for each in (*DECISIONS, *DISPENSATIONS)])


class DispensationInput(Input):
    """That a step is skipped or not required, and why."""

    outcome = Choice(choices=[each.value for each in DISPENSATIONS])
    comment = Text(required=False, allow_blank=True, max_length=LONGEST_COMMENT, default="")


class ConditionsInput(Input):
    """When the conditions of an approval were met."""

    on = Day()
    evidence = Text(required=False, allow_blank=True, max_length=LONGEST_COMMENT, help_text="What shows it.")


class ReasonInput(Input):
    """Why something is done."""

    reason = Text(required=False, allow_blank=True, max_length=1000, default="", help_text=REASON)
