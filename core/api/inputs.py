"""Bodies of requests: read strictly, so that a misspelt field is told and not lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api import input_fields

REASON = "Why, for the history."


class Input(serializers.Serializer[Any]):
    """A body, or an object in one. Fields there are not are refused.

    With `is_change` in the context the body's own fields may all be left out. (`partial` would say so of the objects
    in it as well.)
    """

    def get_fields(self) -> dict[str, Any]:
        """See the class."""
        fields = super().get_fields()
        if self.parent is None and self.context.get("is_change"):
            for field in fields.values():
                field.required, field.default = False, serializers.empty
        return fields

    def to_internal_value(self, data: Any) -> Any:
        """Refuse unknown fields before all else."""
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                sentence = _("There is no such field. Known here: %(names)s.") % {"names": ", ".join(self.fields)}
                raise serializers.ValidationError({name: [sentence] for name in unknown}, code="unknown_field")
        return super().to_internal_value(data)


class RecordInput(Input, serializers.ModelSerializer[Any]):
    """A body with fields of a model, whose lengths and choices hold here too. Never saves: actions do."""

    serializer_choice_field = input_fields.Choice
    serializer_field_mapping = {
        models.CharField: input_fields.Text,
        models.TextField: input_fields.Text,
        models.URLField: input_fields.WebAddress,
        models.DateField: input_fields.Day,
        models.BooleanField: input_fields.Flag,
        models.PositiveSmallIntegerField: input_fields.Whole,
    }
